/**
 * A local GitHub: the operations that airsmith uses, over HTTP, beside a real git remote. Every request and every answer
 * is held against GitHub's published description; what does not fit is answered with 500 and kept as a complaint,
 * so that a test that looks at `complaints` cannot pass on an invented API.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveGit, tokenOf } from './git-http.js';
import { answerGraphql } from './graphql.js';
import { judgeRequest, judgeResponse, sampleItem, sampleResponse } from './openapi.js';
import { git, Remotes } from './repositories.js';

export interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

export interface Actor {
  readonly login: string;
  /** What its token may do to the repository's content and to the pull request. */
  readonly contents: 'read' | 'write';
  readonly pullRequests: 'read' | 'write';
  readonly checks?: 'write';
}

export interface Check {
  readonly id: number;
  readonly commit: string;
  readonly externalId: string;
  content: { readonly [field: string]: unknown };
}

export interface Pull {
  readonly number: number;
  readonly base: string;
  readonly head: string;
  readonly fromFork?: boolean;
  state?: 'open' | 'closed';
  readonly title?: string;
  readonly body?: string;
}

export interface Sign {
  readonly comment: number;
  readonly login: string;
  readonly content: string;
}

/** What goes wrong next, for requests whose method and path it matches. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  /** The status to answer with; `lost` does the work, then drops the connection. */
  readonly answer: number | 'lost';
  readonly headers?: { readonly [name: string]: string };
  /** What else happens at that moment. */
  readonly effect?: () => void;
  times: number;
}

/** A branch that moved, with the login of the token that moved it. */
export interface Push {
  readonly login: string;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

const NO_COMMIT = '0'.repeat(40);
const OWNER = 'acme';
const REPO = 'airflow';

export class GitHubDouble implements AsyncDisposable {
  readonly remotes = new Remotes();
  readonly bare = this.remotes.bare(`${OWNER}/${REPO}`);
  readonly actors = new Map<string, Actor>();
  readonly comments: Comment[] = [];
  readonly pulls: Pull[] = [];
  readonly faults: Fault[] = [];
  /** What was pushed over HTTP, and by whom; the newest first. */
  readonly pushes: Push[] = [];
  /** Requests as `METHOD /path`, in order. */
  readonly requests: string[] = [];
  readonly complaints: string[] = [];
  /** Login → what it may do here; those that are not named are nobody here. */
  readonly roles = new Map<string, 'admin' | 'write' | 'read'>();
  readonly reactions: Sign[] = [];
  readonly checks: Check[] = [];
  /** Labels of the pull request. */
  readonly labels = new Set<string>();
  /** Whether the repository lets workflows open pull requests. */
  mayPropose = true;
  /** Items on one page where the request allows more; small, so that pagination happens. */
  pageSize = 100;
  /** Commits that it makes hold other bytes than it was sent. */
  corrupt = false;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #nextId = 100;

  static async start(): Promise<GitHubDouble> {
    const double = new GitHubDouble();
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  readonly owner = OWNER;
  readonly repo = REPO;

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.url}/api/v3`;
  }

  get remoteUrl(): string {
    return `${this.url}/${OWNER}/${REPO}`;
  }

  /** A comment that somebody wrote without airsmith. */
  say(author: string, body: string): Comment {
    const comment = { id: this.#nextId++, author, body };
    this.comments.push(comment);
    return comment;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.remotes[Symbol.dispose]();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname.startsWith(`/${OWNER}/${REPO}`)) {
      if (request.method === 'POST' && url.pathname.endsWith('/git-receive-pack')) {
        const before = this.#tips();
        const login = this.actors.get(tokenOf(request.headers.authorization))?.login ?? '';
        response.once('finish', () => this.#notePush(login, before));
      }
      const tokens = new Map([...this.actors].map(([token, { contents }]) => [token, contents]));
      return serveGit(request, response, { root: this.remotes.root, tokens });
    }
    const path = url.pathname.replace(/^\/api(\/v3)?/, '');
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${path}`);
    try {
      const body = await readJson(request);
      const fault = this.#fault(method, path);
      if (fault && fault.answer !== 'lost')
        return send(response, fault.answer, { message: 'a fault' }, fault.headers);
      const actor = this.actors.get((request.headers.authorization ?? '').replace(/^(token|bearer) /i, ''));
      if (!actor) return send(response, 401, { message: 'Bad credentials' });
      const answer: Answer =
        path === '/graphql'
          ? { status: 200, body: await this.#graphql(body, actor) }
          : this.#answer(method, path, url, body, actor);
      if (fault) return void response.destroy();
      send(response, answer.status, answer.body, answer.headers);
    } catch (error) {
      this.complaints.push(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
      send(response, 500, { message: 'the double does not know this' });
    }
  }

  #answer(method: string, path: string, url: URL, body: unknown, actor: Actor): Answer {
    const { operation, complaints } = judgeRequest(method, path, url.searchParams, body);
    if (!operation || complaints.length > 0) throw new Error(complaints.join('; '));
    const number = Number(/\/(?:pulls|issues)\/(\d+)/.exec(path)?.[1]);
    const handlers: { [operation: string]: () => Answer } = {
      'pulls/get': () => this.#pull(number),
      'pulls/list-files': () => this.#page(url, this.#files(number)),
      'repos/list-activities': () => this.#cursor(url, this.#activities(url)),
      'issues/list-comments': () =>
        this.#page(
          url,
          this.comments.map((comment) => this.#comment(comment)),
        ),
      'issues/create-comment': () => {
        if (actor.pullRequests !== 'write') return forbidden();
        const made = this.say(actor.login, (body as { body: string }).body);
        return tooLong(made.body) ?? { status: 201, body: this.#comment(made) };
      },
      'issues/update-comment': () => {
        if (actor.pullRequests !== 'write') return forbidden();
        const id = Number(/\/comments\/(\d+)$/.exec(path)?.[1]);
        const found = this.comments.find((comment) => comment.id === id);
        if (!found) return { status: 404, body: { message: 'Not Found' } };
        found.body = (body as { body: string }).body;
        return tooLong(found.body) ?? { status: 200, body: this.#comment(found) };
      },
    };
    Object.assign(handlers, this.#peopleAndBranches(path, url, body, actor));
    const handler = handlers[operation.operationId];
    if (!handler) throw new Error(`${operation.operationId} is not doubled`);
    const answer = handler();
    // GitHub documents no 403 or 404 for some operations that give them.
    const wrong = answer.status < 300 ? judgeResponse(operation, answer.status, answer.body) : [];
    if (wrong.length > 0) throw new Error(`the double's own answer: ${wrong.join('; ')}`);
    return answer;
  }

  #peopleAndBranches(
    path: string,
    url: URL,
    body: unknown,
    actor: Actor,
  ): { [operation: string]: () => Answer } {
    const last = decodeURIComponent(path.split('/').at(-1) ?? '');
    const comment = Number(/\/comments\/(\d+)\//.exec(path)?.[1]);
    const signs = () => this.reactions.filter((sign) => sign.comment === comment);
    return {
      'repos/get-collaborator-permission-level': () => {
        const login = decodeURIComponent(path.split('/').at(-2) ?? '');
        const role = this.roles.get(login);
        if (role === undefined) return { status: 404, body: { message: `${login} is not a user` } };
        return { status: 200, body: { permission: role, role_name: role, user: null } };
      },
      'reactions/list-for-issue-comment': () =>
        this.#page(
          url,
          signs().map((sign) => this.#sign(sign)),
        ),
      'reactions/create-for-issue-comment': () => {
        if (actor.pullRequests !== 'write') return forbidden();
        const { content } = body as { content: string };
        const known = signs().find((sign) => sign.login === actor.login && sign.content === content);
        const sign = known ?? { comment, login: actor.login, content };
        if (!known) this.reactions.push(sign);
        return { status: known ? 200 : 201, body: this.#sign(sign) };
      },
      'issues/remove-label': () => {
        if (actor.pullRequests !== 'write') return forbidden();
        const there = this.labels.delete(last);
        return there ? { status: 200, body: [] } : { status: 404, body: { message: 'Label does not exist' } };
      },
      'git/create-ref': () => {
        if (actor.contents !== 'write') return forbidden();
        const { ref, sha } = body as { ref: string; sha: string };
        if (this.#tips().has(ref)) return { status: 422, body: { message: 'Reference already exists' } };
        git(this.bare, 'update-ref', ref, sha, NO_COMMIT);
        const sample = sampleResponse('git/create-ref', 201) as { object: object };
        return { status: 201, body: { ...sample, ref, object: { ...sample.object, sha } } };
      },
      // The token of a workflow is no user.
      'users/get-authenticated': () =>
        actor.login.endsWith('[bot]')
          ? forbidden()
          : {
              status: 200,
              body: { ...(sampleResponse('users/get-authenticated', 200) as object), login: actor.login },
            },
      'checks/list-for-ref': () => {
        if (actor.checks !== 'write') return forbidden();
        const commit = /\/commits\/([^/]+)\//.exec(path)?.[1];
        const runs = this.checks
          .filter((check) => check.commit === commit)
          .map((check) => this.#check(check));
        return { status: 200, body: { total_count: runs.length, check_runs: runs } };
      },
      'checks/create': () => {
        if (actor.checks !== 'write') return forbidden();
        const content = body as { head_sha: string; external_id: string };
        const check = {
          id: this.#nextId++,
          commit: content.head_sha,
          externalId: content.external_id,
          content: { ...content },
        };
        this.checks.push(check);
        return { status: 201, body: this.#check(check) };
      },
      'checks/update': () => {
        const check = this.checks.find(({ id }) => String(id) === last);
        if (!check) return { status: 404, body: { message: 'Not Found' } };
        check.content = { ...check.content, ...(body as object) };
        return { status: 200, body: this.#check(check) };
      },
      'pulls/list': () => {
        const [head, state] = [url.searchParams.get('head'), url.searchParams.get('state')];
        const found = this.pulls
          .filter((pull) => head === null || head === `${OWNER}:${pull.head}`)
          .filter((pull) => state === 'all' || (pull.state ?? 'open') === (state ?? 'open'));
        return this.#page(
          url,
          found.reverse().map((pull) => this.#listed(pull, sampleItem('pulls/list'))),
        );
      },
      'pulls/create': () => {
        if (actor.pullRequests !== 'write' || !this.mayPropose) return forbidden();
        const made = body as { head: string; base: string; title: string; body: string };
        if (this.pulls.some(({ head, state = 'open' }) => head === made.head && state === 'open'))
          return { status: 422, body: { message: 'A pull request already exists' } };
        const pull: Pull = { ...made, number: this.pulls.length + 1 };
        this.pulls.push(pull);
        return { status: 201, body: this.#listed(pull, sampleResponse('pulls/create', 201)) };
      },
    };
  }

  #listed({ number, head, base, fromFork, state = 'open' }: Pull, sample: unknown): object {
    const item = sample as { head: object; base: object };
    const repo = (id: number) => ({
      ...(sampleItem('pulls/list') as PullSample).base.repo,
      ...(sampleResponse('pulls/get', 200) as PullSample).base.repo,
      id,
    });
    return {
      ...item,
      number,
      state,
      html_url: `${this.url}/${OWNER}/${REPO}/pull/${number}`,
      head: { ...item.head, ref: head, repo: repo(fromFork ? 2 : 1) },
      base: { ...item.base, ref: base, repo: repo(1) },
    };
  }

  #check({ id, commit, externalId, content }: Check): object {
    const sample = sampleResponse('checks/create', 201) as object;
    return { ...sample, id, head_sha: commit, external_id: externalId, conclusion: content['conclusion'] };
  }

  #sign({ login, content }: Sign): object {
    const sample = sampleResponse('reactions/create-for-issue-comment', 201) as object;
    return { ...sample, content, user: { ...sampleUser(), login } };
  }

  #graphql(body: unknown, actor: Actor): Promise<object> {
    return answerGraphql(body, {
      bare: this.bare,
      name: `${OWNER}/${REPO}`,
      actor,
      corrupt: this.corrupt,
      moved: (ref, before, after) => this.pushes.unshift({ login: actor.login, ref, before, after }),
    });
  }

  #pull(number: number): Answer {
    const pull = this.pulls.find((one) => one.number === number);
    if (!pull) return { status: 404, body: { message: 'Not Found' } };
    const sample = sampleResponse('pulls/get', 200) as PullSample;
    const side = (part: PullSample['head'], ref: string, id: number) => ({
      ...part,
      ref,
      sha: git(
        this.bare,
        'rev-parse',
        pull.fromFork && id === 2 ? `refs/pull/${number}/head` : `refs/heads/${ref}`,
      ),
      repo: { ...(part.repo ?? (sampleResponse('pulls/get', 200) as PullSample).base.repo), id },
    });
    const head = side(sample.head, pull.head, pull.fromFork ? 2 : 1);
    return { status: 200, body: { ...sample, number, base: side(sample.base, pull.base, 1), head } };
  }

  #files(number: number): readonly unknown[] {
    const { base, head, fromFork } = this.pulls.find((one) => one.number === number) ?? {
      base: 'main',
      head: 'main',
    };
    const tip = fromFork ? `refs/pull/${number}/head` : `refs/heads/${head}`;
    const fields = git(this.bare, 'diff', '--name-status', '-z', '-M', `refs/heads/${base}...${tip}`).split(
      '\0',
    );
    const files: unknown[] = [];
    for (let at = 0; at + 1 < fields.length; ) {
      const letter = (fields[at] ?? '').charAt(0);
      const renamed = letter === 'R';
      const filename = fields[at + (renamed ? 2 : 1)];
      files.push({
        sha: '0'.repeat(40),
        filename,
        status: { A: 'added', M: 'modified', D: 'removed', R: 'renamed' }[letter],
        additions: 1,
        deletions: 0,
        changes: 1,
        blob_url: `${this.url}/blob`,
        raw_url: `${this.url}/raw`,
        contents_url: `${this.url}/contents`,
        ...(renamed ? { previous_filename: fields[at + 1] } : {}),
      });
      at += renamed ? 3 : 2;
    }
    return files;
  }

  #tips(): ReadonlyMap<string, string> {
    const lines = git(this.bare, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads').split(
      '\n',
    );
    return new Map(lines.filter((line) => line !== '').map((line) => line.split(' ') as [string, string]));
  }

  #notePush(login: string, before: ReadonlyMap<string, string>): void {
    for (const [ref, after] of this.#tips())
      if (before.get(ref) !== after)
        this.pushes.unshift({ login, ref, before: before.get(ref) ?? NO_COMMIT, after });
  }

  #activities(url: URL): readonly unknown[] {
    const [ref, type] = [url.searchParams.get('ref'), url.searchParams.get('activity_type')];
    return this.pushes
      .map((push, index) => ({
        id: this.pushes.length - index,
        node_id: `push ${this.pushes.length - index}`,
        ref: push.ref,
        before: push.before,
        after: push.after,
        timestamp: '2026-01-02T03:04:05Z',
        activity_type: push.before === NO_COMMIT ? 'branch_creation' : 'push',
        actor: { ...sampleUser(), login: push.login },
      }))
      .filter((one) => (ref === null || one.ref === ref) && (type === null || one.activity_type === type));
  }

  #comment({ id, author, body }: Comment): unknown {
    const sample = sampleResponse('issues/create-comment', 201) as { user: object | null };
    const user = { ...(sample.user ?? sampleUser()), login: author };
    return { ...sample, id, body, user, html_url: `${this.url}/${OWNER}/${REPO}/pull/1#issuecomment-${id}` };
  }

  #page(url: URL, items: readonly unknown[]): Answer {
    const size = Math.min(this.pageSize, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const body = items.slice((page - 1) * size, page * size);
    if (page * size >= items.length) return { status: 200, body };
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    return { status: 200, body, headers: { link: `<${next.href}>; rel="next"` } };
  }

  /** Pages that are asked for by what came before them, not by number. */
  #cursor(url: URL, items: readonly unknown[]): Answer {
    const size = Math.min(this.pageSize, Number(url.searchParams.get('per_page') ?? 30));
    const start = Number(url.searchParams.get('after') ?? 0);
    const body = items.slice(start, start + size);
    if (start + size >= items.length) return { status: 200, body };
    const next = new URL(url);
    next.searchParams.set('after', String(start + size));
    return { status: 200, body, headers: { link: `<${next.href}>; rel="next"` } };
  }

  #fault(method: string, path: string): Fault | undefined {
    const fault = this.faults.find((one) => one.times > 0 && one.method === method && one.path.test(path));
    if (!fault) return undefined;
    fault.times -= 1;
    fault.effect?.();
    return fault;
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: { readonly [name: string]: string };
}

interface PullSample {
  readonly head: { readonly repo: object | null };
  readonly base: { readonly repo: object };
}

function sampleUser(): object {
  return (sampleResponse('pulls/get', 200) as { user: object }).user;
}

function forbidden(): Answer {
  return { status: 403, body: { message: 'Resource not accessible by integration' } };
}

function tooLong(body: string): Answer | undefined {
  return body.length > 65_536
    ? { status: 422, body: { message: 'Validation Failed: body is too long (maximum is 65536 characters)' } }
    : undefined;
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}
