/** Which repository a run belongs to, as its origin tells. */

/** Origin of a run on a terminal, in a repository without a remote and, when it was made, without a commit. */
export const TERMINAL = 'terminal';
/** Origin of such a run that was imported, and whose repository nobody can name. */
export const ELSEWHERE = 'terminal elsewhere';

const ROOTED = /^terminal ([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Origin of a run on a terminal, in a clone without a remote whose history begins with the commits `roots`: every clone has the
 * same, no other repository has, and they say nothing of the machine.
 */
export function terminalOrigin(roots: readonly string[] = []): string {
  const [first] = [...roots].sort();
  return first === undefined ? TERMINAL : `${TERMINAL} ${first}`;
}

/** How a repository is known. */
export interface Place {
  /** `github.com/octo/house`; undefined for a clone without a remote. */
  readonly address: string | undefined;
  /** The commits its history begins with; undefined where that cannot be seen, as in a shallow clone. */
  readonly roots?: readonly string[] | undefined;
}

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
 * Tells by its origin whether a run was made in the repository at `place`. A run of a terminal names the repository by the commit that
 * its history begins with. Where that cannot be seen, and of runs that name nothing, nobody can tell whose they are: they count as own,
 * and `import` names what it brings.
 */
export function madeAt({ address, roots }: Place): (origin: string) => boolean {
  const known = new Map<string, boolean>();
  return (origin) => {
    let own = known.get(origin);
    if (own === undefined) {
      own = isMadeAt(origin, address, roots);
      known.set(origin, own);
    }
    return own;
  };
}

function isMadeAt(origin: string, address: string | undefined, roots: Place['roots']): boolean {
  if (origin === TERMINAL) return true;
  const root = ROOTED.exec(origin)?.[1];
  if (root !== undefined) return roots === undefined || roots.includes(root);
  return address !== undefined && addressOf(origin) === address;
}
