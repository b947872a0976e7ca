/** `.airsmith.yaml`, from text to `Settings` or to problems with their places. */

import { DEFAULT_SETTINGS, isSwitchable, type OutputPaths, type Settings } from '../config.js';
import type { Problem } from '../flow.js';
import type { SettingsFile } from '../generated/settings-file.js';
import { fixedFolder, isPlainPath } from '../safety/paths.js';
import { pathFault } from './check-world.js';
import { quote } from './quote.js';
import { Report } from './report.js';
import { betterRange, isInRange, isRange, isVersion } from './requirement.js';
import { checkSchema } from './schema-check.js';
import { openSource } from './source.js';
import { pointerTo, readTree } from './tree.js';
import { parseYaml } from './yaml-document.js';

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: Problem[] };

/** Reads the settings. A file without any setting gives the defaults. */
export async function readSettings(
  content: string | Uint8Array,
  path = '.airsmith.yaml',
): Promise<SettingsResult> {
  const opened = openSource(path, content);
  if (!opened.ok) return opened;
  const { source } = opened;
  if (/^(?:\s*(?:#.*)?(?:\r?\n|$))*$/.test(source.text)) return { ok: true, settings: DEFAULT_SETTINGS };
  const parsed = parseYaml({ source, start: 0, end: source.text.length });
  if (!parsed.ok) return parsed;
  const result = readTree(source, 0, parsed.document);
  if (!result.ok) return result;
  const report = new Report(result.tree);
  await checkSchema('settings', report);
  if (report.hasErrors) return { ok: false, problems: report.problems() };
  const file = result.tree.value as unknown as SettingsFile;
  const settings = merge(file);
  checkSettings(file, settings, report);
  return report.hasErrors ? { ok: false, problems: report.problems() } : { ok: true, settings };
}

function merge(file: SettingsFile): Settings {
  const { specs } = file;
  return Object.freeze({
    specs: specs === undefined ? DEFAULT_SETTINGS.specs : [specs].flat(),
    output: Object.freeze({ ...DEFAULT_SETTINGS.output, ...file.output }),
    airflowVersions: file['airflow-versions'] ?? DEFAULT_SETTINGS.airflowVersions,
    pythonVersions: file['python-versions'] ?? DEFAULT_SETTINGS.pythonVersions,
    airflow: file.airflow ?? DEFAULT_SETTINGS.airflow,
    ...modelsOf(file),
    prices: { ...file.prices },
    batch: file.batch ?? DEFAULT_SETTINGS.batch,
    maxAttempts: file['max-attempts'] ?? DEFAULT_SETTINGS.maxAttempts,
    maxCost: file['max-cost'] ?? DEFAULT_SETTINGS.maxCost,
    ...(file['max-cost-per-spec'] === undefined ? {} : { maxCostPerSpec: file['max-cost-per-spec'] }),
    maxMinutes: file['max-minutes'] ?? DEFAULT_SETTINGS.maxMinutes,
    learning: (file.learning ?? DEFAULT_SETTINGS.learning).replace(/\/$/, ''),
    dependencies: file.dependencies ?? DEFAULT_SETTINGS.dependencies,
    trustedDependencies: file['trusted-dependencies'] ?? DEFAULT_SETTINGS.trustedDependencies,
    pythonPath: (file['python-path'] ?? DEFAULT_SETTINGS.pythonPath).map((folder) =>
      folder.replace(/\/$/, ''),
    ),
    constraints: byAirflow(file.constraints),
    requirements: byAirflow(file.requirements),
    indexUrl: file['index-url'] ?? DEFAULT_SETTINGS.indexUrl,
    rulesOff: Object.keys(file.rules ?? {}),
  });
}

/** Whoever names a model means that one: the default's stronger one follows the default only. */
function modelsOf(file: SettingsFile): Pick<Settings, 'model' | 'escalateTo'> {
  const stronger = file.model === undefined ? DEFAULT_SETTINGS.escalateTo : '';
  return { model: file.model ?? DEFAULT_SETTINGS.model, escalateTo: file['escalate-to'] ?? stronger };
}

function byAirflow(value: string | { [airflow: string]: string } | undefined): { [airflow: string]: string } {
  return typeof value === 'string' ? { '*': value } : { ...value };
}

function checkSettings(file: SettingsFile, settings: Settings, report: Report): void {
  checkOutput(file, settings.output, report);
  checkPlace(settings.learning, '/learning', report);
  checkPythonPath(settings, report);
  checkDeployment(file, settings, report);
  const globs = '/specs';
  for (const [index, glob] of settings.specs.entries()) {
    checkPlace(glob, Array.isArray(file.specs) ? pointerTo(globs, index) : globs, report);
  }
  checkVersions(settings.airflowVersions, '/airflow-versions', /^\d+\.\d+\.\d+/, '2.11.2', report);
  checkVersions(settings.pythonVersions, '/python-versions', /^3\.\d+$/, '3.11', report);
  checkRange(settings, report);
  for (const code of settings.rulesOff) {
    if (isSwitchable(code)) continue;
    const other = /^AS\d{4}$/.test(code);
    const ofIndex = /^AS45\d\d$/.test(code);
    report.atKey(
      pointerTo('/rules', code),
      'AS1039',
      `${quote(code)} ${other ? 'cannot be switched off' : 'is no code of a rule'}`,
      {
        remedy: ofIndex
          ? 'What the index of an Airflow shows is a warning already where nothing fails, and else part of why it fails: docs/settings.md lists the codes.'
          : 'What is only read can be switched off, such as `AS4003`, but never what execution showed: docs/settings.md lists the codes.',
      },
    );
  }
}

function checkOutput(file: SettingsFile, output: OutputPaths, report: Report): void {
  const endings = { component: '.py', test: '.py', dag: '.py', page: '.md' } as const;
  for (const key of ['component', 'test', 'dag', 'page'] as const) {
    if (file.output?.[key] === undefined) continue;
    const pointer = `/output/${key}`;
    const path = output[key];
    checkPlace(path, pointer, report);
    const unknown = [...path.matchAll(/\{([^}]*)\}/g)].find(([, name]) => name !== 'file' && name !== 'kind');
    if (unknown) {
      report.at(pointer, 'AS1050', `there is no placeholder ${quote(unknown[0])}`, {
        remedy: 'The placeholders are `{kind}` and `{file}`.',
      });
    } else if (!path.includes('{file}')) {
      report.at(pointer, 'AS1050', `the path ${quote(path)} does not hold \`{file}\``, {
        cause: 'Every component would be written to the same file.',
        remedy: `Write a path such as \`{file}${endings[key]}\`.`,
      });
    }
    const filled = path.replaceAll('{kind}', 'operator').replaceAll('{file}', 'x');
    if (!pathFault(path) && !unknown && (!isPlainPath(filled) || fixedFolder(path) === '')) {
      report.at(pointer, 'AS1049', `${quote(path)} is no place where files may be written`, {
        cause:
          'It begins with a folder of its own; names hold letters, digits, `_`, `-` and `.`, and begin with none of the last two.',
        remedy: `Write a path such as \`components/{file}${endings[key]}\`.`,
      });
    }
    if (!path.endsWith(endings[key])) {
      report.at(pointer, 'AS1050', `the path ${quote(path)} does not end in \`${endings[key]}\``, {
        remedy: `Add the ending \`${endings[key]}\`.`,
      });
    }
  }
}

/** What the user deploys: files of the repository, for Airflows that are configured, from an index without a password. */
function checkDeployment(file: SettingsFile, settings: Settings, report: Report): void {
  for (const key of ['constraints', 'requirements'] as const) {
    for (const [airflow, path] of Object.entries(settings[key])) {
      const one = typeof file[key] === 'string';
      checkPlace(path, one ? `/${key}` : pointerTo(`/${key}`, airflow), report);
      if (one || settings.airflowVersions.includes(airflow)) continue;
      report.atKey(
        pointerTo(`/${key}`, airflow),
        'AS1039',
        `${quote(airflow)} is none of \`airflow-versions\``,
        {
          remedy: 'Name one of `airflow-versions`, or add it there.',
        },
      );
    }
  }
  if (settings.indexUrl === '' || /^https?:\/\/[^\s@]+$/.test(settings.indexUrl)) return;
  report.at('/index-url', 'AS1039', 'this is no address that can stand in a repository', {
    remedy: 'Write https:// and a host without a password; one with a password belongs in UV_DEFAULT_INDEX.',
  });
}

/** These folders go into the sandbox, so each is a plain folder of its own, never the repository itself. */
function checkPythonPath({ pythonPath }: Settings, report: Report): void {
  for (const [index, folder] of pythonPath.entries()) {
    const at = pointerTo('/python-path', index);
    if (!isPlainPath(folder)) {
      report.at(at, 'AS1049', `${quote(folder)} is no folder that can be imported from`, {
        cause: 'It begins with a folder of its own; names hold letters, digits, `_`, `-` and `.`.',
        remedy: 'Write a folder such as `include`, relative to the repository.',
      });
    } else if (pythonPath.indexOf(folder) !== index) {
      report.at(at, 'AS1016', `the folder ${quote(folder)} is given twice`, {
        remedy: 'Delete one of them.',
      });
    }
  }
}

function checkPlace(path: string, pointer: string, report: Report): void {
  const plain = path.replace(/\/$/, '');
  const guarded = /^\.(git|github)(\/|$)/i.test(plain);
  const fault = guarded ? 'is in a folder that steers the repository itself' : pathFault(plain);
  if (!fault) return;
  report.at(pointer, 'AS1049', `the path ${quote(path)} ${fault}`, {
    remedy: 'Write a path inside the repository, with `/`.',
  });
}

function checkVersions(
  versions: readonly string[],
  pointer: string,
  form: RegExp,
  example: string,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const at = pointerTo(pointer, index);
    if (!isVersion(version) || !form.test(version)) {
      report.at(at, 'AS1039', `${quote(version)} is not a version of the form ${example}`, {
        remedy: `Write a whole version in quotes, such as "${example}".`,
      });
    }
    if (seen.has(version)) {
      report.at(at, 'AS1016', `the version ${quote(version)} is given twice`, {
        remedy: 'Delete one of them.',
      });
    }
    seen.add(version);
  }
}

function checkRange(settings: Settings, report: Report): void {
  const range = settings.airflow;
  if (!isRange(range)) {
    const better = betterRange(range.trim());
    report.at('/airflow', 'AS1020', `${quote(range)} is not a range of versions`, {
      remedy: `Write ${better ? `"${better}"` : 'a range such as ">=2.8,<4"'}.`,
    });
  } else if (!settings.airflowVersions.some((version) => isInRange(version, range))) {
    report.at(
      '/airflow',
      'AS1021',
      `the range ${quote(range)} includes none of the configured Airflow versions`,
      {
        cause: `They are ${settings.airflowVersions.join(', ')}.`,
        remedy: 'Widen the range, or change `airflow-versions`.',
      },
    );
  }
}
