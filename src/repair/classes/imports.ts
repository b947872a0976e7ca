import type { ErrorClass } from '../taxonomy.js';

/** What goes wrong with an import, at the top of the module or later in a method. */
export const IMPORT_CLASSES: readonly ErrorClass[] = [
  {
    id: 'import.moved',
    codes: ['AS4501', 'AS4502'],
    rootCause:
      'The index of that Airflow does not know what is imported: it moved between the majors, was removed, or never was there.',
    guidance:
      'Import from `airflow.sdk` inside `try`, and from the place of Airflow 2 inside `except ImportError`; if it was removed, do without it.',
  },
  {
    id: 'provider.missing',
    codes: ['AS4503'],
    rootCause: 'The provider package is not installed beside a bare Airflow.',
    guidance:
      'Do without the provider, or name it as a dependency in the spec and import it inside the method that needs it.',
  },
  {
    id: 'dependency.missing',
    codes: ['AS4504'],
    rootCause: 'A module of Airflow needs a package that is not installed there.',
    guidance: 'Import the module inside the method that needs it, or do without it.',
  },
  {
    id: 'import.deprecated',
    codes: ['AS4505', 'AS4513'],
    rootCause: 'The import works, but that Airflow says that the name has moved and will go.',
    guidance: 'Import it from the new place inside `try`, and from the old one inside `except ImportError`.',
  },
  {
    id: 'provider.missing',
    exceptions: ['ModuleNotFoundError', 'ImportError'],
    message: /No module named '(airflow\.providers\.[^']+)'/,
    rootCause: 'The provider package with `$1` is not installed beside a bare Airflow.',
    guidance:
      'Do without the provider: use the standard library or a dependency of the spec. Where the spec names it as a dependency that may be absent, import it inside the method.',
  },
  {
    id: 'import.moved',
    exceptions: ['ModuleNotFoundError', 'ImportError'],
    message: /No module named '(airflow[^']*)'/,
    rootCause: 'The module `$1` does not exist on this Airflow: it moved between the majors or was removed.',
    guidance:
      'Import from `airflow.sdk` inside `try`, and from the place of Airflow 2 inside `except ImportError`. Names that went away with Airflow 3 must not be used at all.',
  },
  {
    id: 'import.moved',
    exceptions: ['ImportError'],
    message: /cannot import name '([^']+)' from (?:partially initialized module )?'(airflow[^']*)'/,
    rootCause:
      '`$1` is not in `$2` on this Airflow: it moved between the majors, was removed, or never was there.',
    guidance:
      'Import `$1` from `airflow.sdk` inside `try`, and from the place of Airflow 2 inside `except ImportError`; if it was removed, do without it.',
  },
  {
    id: 'import.circular',
    exceptions: ['ImportError', 'AttributeError'],
    message: /partially initialized module/,
    rootCause: 'Modules import each other in a circle, or a file has the name of a library.',
    guidance: 'Keep everything in the one file of the component.',
  },
  {
    id: 'dependency.missing',
    exceptions: ['ModuleNotFoundError', 'ImportError'],
    message: /No module named '([^']+)'/,
    rootCause: 'The library `$1` is not installed there.',
    guidance:
      'Import `$1` inside the method that needs it, so that the module loads without it, and do what the spec says for its absence; or use the standard library.',
  },
  {
    id: 'import.name',
    exceptions: ['ImportError'],
    message: /cannot import name '([^']+)' from '([^']+)'/,
    rootCause: 'The installed version of `$2` has no `$1`.',
    guidance: 'Use what the installed version has, or the standard library.',
  },
  {
    id: 'dependency.conflict',
    exceptions: ['ImportError', 'VersionConflict', 'ContextualVersionConflict'],
    rootCause:
      'A library is installed but cannot be loaded, mostly because its version does not fit another one.',
    guidance: 'Do without that library, or import it inside the method and handle ImportError.',
  },
  {
    id: 'import.network',
    codes: ['AS4201'],
    exceptions: [
      'ConnectionError',
      'ConnectionRefusedError',
      'gaierror',
      'URLError',
      'HTTPError',
      'Timeout',
      'ConnectTimeout',
    ],
    rootCause:
      'The module asks the network while it is imported, which happens every few seconds in a scheduler.',
    guidance: 'Move the call into `execute`, `poke` or the method of the hook.',
  },
  {
    id: 'class.order',
    exceptions: ['TypeError'],
    message: /consistent method resolution\s+order|metaclass conflict/,
    rootCause: 'The base classes cannot be combined in this order.',
    guidance: 'Derive from the one base class of the kind.',
  },
];
