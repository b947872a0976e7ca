/** What reaches outside: networks, connections, Variables, files. */

import type { Node } from '../../../python/index.js';
import type { Call, Code } from '../code.js';

const NETWORK =
  /^(requests\.(get|post|put|patch|delete|head|request)|httpx\.(get|post|put|patch|delete|head|request|stream)|urllib\.request\.(urlopen|urlretrieve)|urllib3\.request|socket\.(create_connection|getaddrinfo|gethostbyname)|http\.client\.HTTPS?Connection|smtplib\.SMTP(_SSL)?|ftplib\.FTP(_TLS)?|sqlite3\.connect|psycopg2?\.connect|pymysql\.connect|boto3\.(client|resource))$/;
const SETTINGS =
  /(^|\.)(Variable\.get|BaseHook\.get_connection|BaseHook\.get_hook|Connection\.get_connection_from_secrets)$/;
const FILES =
  /^(open|io\.open|os\.(makedirs|mkdir|remove|unlink|rename|rmdir|listdir|scandir|walk|stat|access)|os\.path\.(l?exists|isfile|isdir|get[acm]time|getsize)|glob\.i?glob|shutil\.\w+|tempfile\.(mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile))$/;
const FILE_METHODS = new Set(['read_text', 'write_text', 'read_bytes', 'write_bytes']);
/** What a path is asked, or does, where it is certain to be a path. */
const PATH_METHODS = /^(exists|is_file|is_dir|iterdir|glob|rglob|open|mkdir|touch|unlink|stat)$/;
const PROCESSES = /^(subprocess\.(run|call|check_call|check_output|Popen)|os\.(system|popen))$/;

/** What a call reaches for, in words; undefined when it reaches for nothing that is known. */
export function accessOf(call: Call, code: Code): string | undefined {
  const name = code.nameOf(call.func) ?? '';
  if (NETWORK.test(name)) return `the network (${name})`;
  if (SETTINGS.test(name)) return name.endsWith('Variable.get') ? 'an Airflow Variable' : 'a connection';
  if (PROCESSES.test(name)) return `another program (${name})`;
  if (FILES.test(name)) return `files (${name})`;
  const { func } = call;
  if (func.nodeType !== 'Attribute') return undefined;
  if (FILE_METHODS.has(func.attr)) return `files (${func.attr})`;
  if (PATH_METHODS.test(func.attr) && isPath(func.value, code)) return `files (${func.attr})`;
  const own = func.value.nodeType === 'Name' && func.value.id === 'self';
  if (own && func.attr === 'get_connection') return 'a connection';
  return undefined;
}

function isPath(node: Node, code: Code): boolean {
  return node.nodeType === 'Call' && /^pathlib\.Path$/.test(code.nameOf(node.func) ?? '');
}

/** `Path(__file__).with_name("query.sql").read_text()`: what ships beside the module is as good as its text. */
export function isBesideModule(call: Call, code: Code): boolean {
  return /__file__|files\(__package__|importlib\.resources/.test(code.module.slice(call));
}
