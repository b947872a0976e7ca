/** A real git remote over HTTP: git's own `http-backend`, behind the tokens that a forge would ask for. */

import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface GitAccess {
  /** Folder that holds the bare repositories as `OWNER/REPO.git` or `OWNER/REPO`. */
  readonly root: string;
  /** Token → whether it may push. */
  readonly tokens: ReadonlyMap<string, 'read' | 'write'>;
}

/** Answers one request of git. Reading needs any known token, writing one that may. */
export function serveGit(request: IncomingMessage, response: ServerResponse, access: GitAccess): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const right = access.tokens.get(tokenOf(request.headers.authorization));
  const writes =
    url.pathname.endsWith('/git-receive-pack') || url.searchParams.get('service') === 'git-receive-pack';
  if (right === undefined || (writes && right !== 'write')) {
    if (right === undefined) refuse(response, 401, 'Authentication required');
    else refuse(response, 403, 'Write access to repository not granted.');
    return;
  }

  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: access.root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'uploadpack.allowReachableSHA1InWant',
      GIT_CONFIG_VALUE_0: 'true',
      GIT_CONFIG_KEY_1: 'safe.directory',
      GIT_CONFIG_VALUE_1: '*',
      REMOTE_USER: 'x-access-token',
      REMOTE_ADDR: '127.0.0.1',
      REQUEST_METHOD: request.method ?? 'GET',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  let started = false;
  backend.stdout.on('data', (chunk: Buffer) => {
    if (started) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    started = true;
    writeHead(response, head.toString('latin1', 0, end));
    response.write(head.subarray(end + 4));
  });
  backend.on('close', () => response.end());
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const [name = '', value = ''] = line.split(/: (.*)/);
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.statusCode = status;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'www-authenticate': 'Basic realm="git"', 'content-type': 'text/plain' });
  response.end(message);
}

export function tokenOf(header: string | undefined): string {
  const [scheme, value = ''] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':')[1] ?? '';
}
