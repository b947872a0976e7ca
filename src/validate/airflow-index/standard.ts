/** What components take from Python's own library, by the names that they are used by; every supported Python has all of it. */

/** Modules that are only used as `json.loads`. */
const MODULES = new Set(
  `
  asyncio base64 bisect calendar collections contextlib copy csv dataclasses decimal enum ftplib functools getpass glob gzip hashlib
  heapq hmac html inspect io itertools json logging math operator os pathlib pickle platform random re secrets shlex shutil signal
  smtplib socket sqlite3 ssl statistics string struct subprocess sys tempfile textwrap threading time traceback types typing
  unicodedata uuid warnings zipfile zlib zoneinfo
  `
    .trim()
    .split(/\s+/),
);

/** Names that stand for one thing of one module. */
const NAMES = new Map(
  Object.entries({
    abc: 'ABC abstractmethod',
    'collections.abc':
      'AsyncIterator Callable Collection Generator Iterable Iterator Mapping MutableMapping Sequence',
    collections: 'Counter OrderedDict defaultdict deque namedtuple',
    contextlib: 'closing contextmanager suppress',
    dataclasses: 'asdict dataclass',
    datetime: 'timedelta',
    decimal: 'Decimal',
    enum: 'Enum IntEnum',
    functools: 'cached_property lru_cache partial wraps',
    pathlib: 'Path PurePosixPath',
    tempfile: 'NamedTemporaryFile TemporaryDirectory',
    typing:
      'Any ClassVar Dict List Literal NamedTuple Optional Protocol Set TYPE_CHECKING Tuple TypedDict Union cast',
    'urllib.parse': 'parse_qs quote urlencode urljoin urlparse urlsplit',
    uuid: 'uuid4',
    zoneinfo: 'ZoneInfo',
  }).flatMap(([module, names]) => names.split(' ').map((name) => [name, module] as const)),
);

/** How a name is used: the attributes that are read from it, and whether it is used in any other way. */
export interface Uses {
  readonly attributes: ReadonlySet<string>;
  readonly bare: boolean;
}

const OF_CLASS = ['combine', 'fromisoformat', 'fromtimestamp', 'max', 'min', 'now', 'strptime', 'utcnow'];
const OF_MODULE = ['date', 'datetime', 'time', 'timedelta', 'timezone'];

/** The import of `name` from Python's own library; undefined where it has none, or where the uses fit several. */
export function standardImport(name: string, { attributes, bare }: Uses): string | undefined {
  const read = [...attributes];
  if (name === 'datetime') {
    if (!bare && read.every((attribute) => OF_MODULE.includes(attribute))) return 'import datetime';
    return read.every((attribute) => OF_CLASS.includes(attribute))
      ? 'from datetime import datetime'
      : undefined;
  }
  // Airflow has a module of that name too, which is no class and has more.
  if (name === 'timezone')
    return read.every((attribute) => attribute === 'utc') ? 'from datetime import timezone' : undefined;
  const module = NAMES.get(name);
  if (module !== undefined) return `from ${module} import ${name}`;
  return MODULES.has(name) && !bare ? `import ${name}` : undefined;
}

/** What needs no import. */
const BUILTINS = new Set(
  `
  ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
  ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
  Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError
  FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
  KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError
  OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError
  ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
  SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
  UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint
  bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter
  float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max
  memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str
  sum super tuple type vars zip
  `
    .trim()
    .split(/\s+/),
);

export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name) || /^__\w+__$/.test(name);
}
