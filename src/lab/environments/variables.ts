import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentOptions } from './options.js';

type Variables = { [name: string]: string };

// An allow list: a source distribution runs code while it is built, so tokens of the job must not be there to find.
const BASICS = [
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME',
  'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NETRC', 'CC', 'CXX', 'CFLAGS', 'LDFLAGS',
]; // biome-ignore format: a table reads better
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];
const UV = [
  'UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_FIND_LINKS', 'UV_INDEX_STRATEGY', 'UV_OFFLINE',
  'UV_INSECURE_HOST', 'UV_KEYRING_PROVIDER', 'UV_NATIVE_TLS', 'UV_SYSTEM_CERTS', 'UV_HTTP_TIMEOUT', 'UV_HTTP_RETRIES', 'UV_LINK_MODE',
  'UV_CACHE_DIR', 'UV_CONCURRENT_DOWNLOADS', 'UV_CONCURRENT_BUILDS', 'UV_CONCURRENT_INSTALLS', 'UV_PYTHON_DOWNLOADS',
  'UV_PYTHON_INSTALL_DIR', 'UV_PYTHON_INSTALL_MIRROR', 'UV_CONFIG_FILE',
]; // biome-ignore format: a table reads better

/** Variables for `python -m pip`: the user's index, certificates and proxies, without anything that moves an install elsewhere. */
export function pipVariables(options: EnvironmentOptions): Variables {
  const all = pick(options.environment, (name) => isShared(name) || name.startsWith('PIP_'));
  for (const name of [
    'PIP_TARGET',
    'PIP_PREFIX',
    'PIP_ROOT',
    'PIP_CONSTRAINT',
    'PIP_REQUIREMENT',
    'PIP_NO_BINARY',
  ])
    delete all[name];
  return {
    ...all,
    PIP_USER: '0',
    PIP_REQUIRE_VIRTUALENV: '0',
    PIP_NO_INPUT: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
}

/**
 * Variables for uv. Where the user configured only pip, its index, links and certificates are passed on in uv's words.
 * The project settings of the folder that we happen to run in are not: they may come from a pull request.
 */
export function uvVariables(options: EnvironmentOptions): Variables {
  const { environment, cache } = options;
  const own = pick(
    environment,
    (name) => isShared(name) || UV.includes(name) || name.startsWith('UV_INDEX_'),
  );
  const config = userConfiguration(environment);
  return {
    UV_CACHE_DIR: join(cache, 'wheels'),
    UV_PYTHON_INSTALL_DIR: join(cache, 'pythons'),
    ...fromPip(environment),
    ...own,
    ...(options.indexUrl ? { UV_DEFAULT_INDEX: options.indexUrl } : {}),
    ...(config === undefined ? { UV_NO_CONFIG: '1' } : { UV_CONFIG_FILE: config }),
    UV_NO_PROGRESS: '1',
  };
}

/** Those of them that say where packages come from, sorted: what was found out with others is another answer. */
export function indexVariables(options: EnvironmentOptions): readonly (readonly [string, string])[] {
  return Object.entries(uvVariables(options))
    .filter(([name]) => /INDEX|LINKS|CONFIG_FILE/.test(name))
    .sort();
}

function isShared(name: string): boolean {
  return BASICS.includes(name) || PROXIES.includes(name.toUpperCase());
}

function pick(environment: EnvironmentOptions['environment'], wanted: (name: string) => boolean): Variables {
  const picked: Variables = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && wanted(name)) picked[name] = value;
  return picked;
}

function fromPip(environment: EnvironmentOptions['environment']): Variables {
  const words = (name: string) => environment[name]?.trim().split(/\s+/).join(' ');
  const translated: { [name: string]: string | undefined } = {};
  // Whoever speaks uv's language is taken at that word alone.
  if (!Object.keys(environment).some((name) => name.startsWith('UV_INDEX') || name === 'UV_DEFAULT_INDEX')) {
    translated['UV_DEFAULT_INDEX'] = words('PIP_INDEX_URL');
    translated['UV_INDEX'] = words('PIP_EXTRA_INDEX_URL');
  }
  translated['UV_FIND_LINKS'] = words('PIP_FIND_LINKS')?.replaceAll(' ', ',');
  translated['UV_INSECURE_HOST'] = words('PIP_TRUSTED_HOST');
  translated['SSL_CERT_FILE'] = words('PIP_CERT');
  return pick(translated, () => true);
}

function userConfiguration(environment: EnvironmentOptions['environment']): string | undefined {
  if (environment['UV_CONFIG_FILE']) return environment['UV_CONFIG_FILE'];
  const home = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? '', '.config');
  const file = join(home, 'uv', 'uv.toml');
  return existsSync(file) ? file : undefined;
}
