/** Which repository a run belongs to, as its origin tells. */

/** Origin of a run on a terminal, in a repository without a remote. */
export const TERMINAL = 'terminal';

/** What follows the repository in the address of a run. */
const RUN = /\/actions\/runs\/.*$/;
const BY_SSH = /^(?:[^@/:\s]+@)?([A-Za-z0-9][A-Za-z0-9.-]*):(?!\/)(.+)$/;
const PLAIN = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9._~-]+){1,8}$/;

/**
 * `github.com/octo/house`: the repository of an address that git or a forge knows it by, or of a run in it. Without user,
 * password, port, protocol and `.git`, so that every clone says the same and no secret is written down. Undefined for
 * folders of this machine, which are nobody else's business, and for what is no address.
 */
export function addressOf(text: string): string | undefined {
  const place = placeOf(text.trim());
  if (place === undefined) return undefined;
  const path = place.path
    .replace(RUN, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .replace(/^\/+/, '');
  const address = `${place.host}/${path}`.toLowerCase();
  return PLAIN.test(address) && !address.split('/').some((part) => /^\.+$/.test(part)) ? address : undefined;
}

function placeOf(text: string): { readonly host: string; readonly path: string } | undefined {
  if (/^(https?|ssh|git|git\+ssh):\/\//i.test(text)) {
    // Other protocols keep the host of `ssh://` as it is written; case is dropped later all the same.
    const url = URL.parse(text);
    return url?.hostname ? { host: url.hostname, path: url.pathname } : undefined;
  }
  if (text.includes('://')) return undefined;
  const [, host, path] = BY_SSH.exec(text) ?? [];
  if (host !== undefined && path !== undefined && host.length > 1) return { host, path };
  // As it is written into evidence.
  const [first = '', ...rest] = text.split('/');
  return first.includes('.') && rest.length > 1 ? { host: first, path: rest.join('/') } : undefined;
}

/**
 * Tells by its origin whether a run was made in the repository at `address`. Runs of terminals without a remote count as
 * own: nobody can tell whose they are, and most are of whoever added the remote later.
 */
export function madeAt(address: string | undefined): (origin: string) => boolean {
  const known = new Map<string, boolean>();
  return (origin) => {
    if (address === undefined || origin === TERMINAL) return true;
    let own = known.get(origin);
    if (own === undefined) {
      own = addressOf(origin) === address;
      known.set(origin, own);
    }
    return own;
  };
}
