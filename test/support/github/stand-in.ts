import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { blobSha } from '../../../src/github/commit-file.ts';
import {
  blobAnswer,
  commentAnswer,
  commitAnswer,
  errorAnswer,
  listedCommitAnswer,
  type PullFacts,
  pullAnswer,
  type RepositoryFacts,
  statusAnswer,
  treeAnswer,
} from './answers.ts';

/** What is at a path of a commit: a file, by its content, or another kind of Git entry. */
export type CommittedEntry = string | Buffer | { readonly link: string } | { readonly submodule: true };

export interface PullOptions extends Partial<Omit<PullFacts, 'sha' | 'from' | 'into'>> {
  readonly files?: Readonly<Record<string, CommittedEntry>>;
  /** Its commits, the oldest first. */
  readonly messages?: readonly string[];
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** The fork, by its owner, or one that has been deleted; the repository itself when left out. */
  readonly fork?: string | 'gone';
}

/** What the stand-in does instead of answering. */
export type GitHubFault = (request: FastifyRequest, reply: FastifyReply) => unknown;

type Entry = ReturnType<typeof treeAnswer>['tree'][number];
interface Pull {
  readonly facts: PullFacts;
  readonly messages: readonly string[];
}

/** A local GitHub: pull requests, commits, trees, files, statuses and comments, and faults. */
export class GitHubStandIn {
  readonly requests: { readonly method: string; readonly path: string; readonly token: string | null }[] = [];
  readonly statuses: {
    readonly sha: string;
    readonly state: string;
    readonly context: string;
    readonly description: string;
  }[] = [];
  readonly comments: { readonly id: number; readonly issue: number; body: string }[] = [];
  /** Null: everything is answered. */
  fault: GitHubFault | null = null;
  /** The only token that can read private repositories and write. */
  token = 'ghp_standInTokenOf40CharactersXXXXXXXXXXX';
  readonly #app: FastifyInstance;
  readonly #pulls = new Map<string, Pull>();
  readonly #commits = new Map<string, { readonly message: string; readonly tree: string }>();
  readonly #trees = new Map<string, Entry[]>();
  readonly #blobs = new Map<string, Buffer>();
  #url = '';

  private constructor() {
    this.#app = Fastify();
    this.#app.addHook('onRequest', async (request) => {
      const token = request.headers.authorization?.replace(/^\S+ /, '') ?? null;
      this.requests.push({ method: request.method, path: request.url, token });
    });
    this.#app.addHook('preHandler', async (request, reply) => {
      if (this.fault !== null) await this.fault(request, reply);
    });
    this.#read();
    this.#write();
  }

  static async open(): Promise<GitHubStandIn> {
    const standIn = new GitHubStandIn();
    standIn.#url = await standIn.#app.listen({ host: '127.0.0.1', port: 0 });
    return standIn;
  }

  /** Where its API is. */
  get url(): string {
    return this.#url;
  }

  /** The address of a pull request, as a browser shows it. */
  addressOf(repository: string, number = 1): string {
    return `${this.#url}/${repository}/pull/${number}`;
  }

  close(): Promise<void> {
    this.#app.server.closeAllConnections();
    return this.#app.close();
  }

  /** Opens a pull request, or pushes to it. Returns its newest commit. */
  put(repository: string, options: PullOptions = {}): string {
    const [owner = '', name = ''] = repository.split('/');
    const { files = {}, messages = ['Add Dockerfile for backend'], fork } = options;
    const into: RepositoryFacts = {
      owner,
      name,
      private: options.private ?? false,
      defaultBranch: options.defaultBranch ?? 'main',
      fork: false,
    };
    const newest = messages.at(-1) ?? '';
    const tree = this.#putTree(Object.entries(files));
    const sha = hashOf(`commit ${tree} ${newest}`);
    this.#commits.set(sha, { message: newest, tree });
    const number = options.number ?? 1;
    const facts: PullFacts = {
      state: 'open',
      merged: false,
      draft: false,
      author: fork ?? owner,
      branch: 'feature/docker-backend',
      base: into.defaultBranch,
      ...options,
      number,
      into,
      from: fork === undefined ? into : fork === 'gone' ? null : { ...into, owner: fork, fork: true },
      sha,
    };
    this.#pulls.set(`${repository}#${number}`, { facts, messages });
    return sha;
  }

  #putTree(entries: readonly (readonly [string, CommittedEntry])[]): string {
    const byName = Map.groupBy(entries, ([path]) => path.split('/', 1)[0] ?? '');
    const tree = [...byName].map(([name, below]): Entry => {
      const own = below.find(([path]) => path === name);
      if (own !== undefined) return this.#putEntry(name, own[1]);
      const inside = below.map(([path, entry]) => [path.slice(name.length + 1), entry] as const);
      return { path: name, mode: '040000', type: 'tree', sha: this.#putTree(inside) };
    });
    const sha = hashOf(`tree ${JSON.stringify(tree)}`);
    this.#trees.set(sha, tree);
    return sha;
  }

  #putEntry(path: string, entry: CommittedEntry): Entry {
    if (typeof entry === 'object' && 'submodule' in entry)
      return { path, mode: '160000', type: 'commit', sha: hashOf(path) };
    const isLink = typeof entry === 'object' && 'link' in entry;
    const content = Buffer.from(isLink ? entry.link : entry);
    const sha = blobSha(content);
    this.#blobs.set(sha, content);
    return { path, mode: isLink ? '120000' : '100644', type: 'blob', sha, size: content.length };
  }

  #read(): void {
    const app = this.#app;
    type Place = { readonly Params: Readonly<Record<string, string>> };
    app.get<Place>('/repos/:owner/:repo/pulls/:number', ({ params, headers }, reply) => {
      const pull = this.#pulls.get(`${params.owner}/${params.repo}#${params.number}`);
      const mayRead = pull?.facts.into.private !== true || headers.authorization?.endsWith(this.token);
      if (pull === undefined || !mayRead) return notFound(reply);
      return pullAnswer(this.url, pull.facts);
    });
    app.get<Place>('/repos/:owner/:repo/pulls/:number/commits', ({ params }, reply) => {
      const pull = this.#pulls.get(`${params.owner}/${params.repo}#${params.number}`);
      if (pull === undefined) return notFound(reply);
      return pull.messages.map((message) => listedCommitAnswer(this.url, hashOf(message), message));
    });
    app.get<Place>('/repos/:owner/:repo/git/commits/:sha', ({ params }, reply) => {
      const commit = this.#commits.get(params.sha ?? '');
      if (commit === undefined) return notFound(reply);
      return commitAnswer(this.url, params.sha ?? '', commit.message, commit.tree);
    });
    app.get<Place>('/repos/:owner/:repo/git/trees/:sha', ({ params }, reply) => {
      const tree = this.#trees.get(params.sha ?? '');
      return tree === undefined ? notFound(reply) : treeAnswer(params.sha ?? '', tree);
    });
    app.get<Place>('/repos/:owner/:repo/git/blobs/:sha', ({ params }, reply) => {
      const blob = this.#blobs.get(params.sha ?? '');
      return blob === undefined ? notFound(reply) : blobAnswer(this.url, params.sha ?? '', blob);
    });
    app.get<Place>('/repos/:owner/:repo/issues/:number/comments', ({ params }) =>
      this.comments
        .filter(({ issue }) => issue === Number(params.number))
        .map(({ id, body }) => commentAnswer(this.url, id, body)),
    );
  }

  #write(): void {
    type Written = {
      readonly Params: Readonly<Record<string, string>>;
      readonly Body: Readonly<Record<string, string>>;
    };
    const app = this.#app;
    const allowed = ({ headers }: FastifyRequest): boolean =>
      headers.authorization?.endsWith(this.token) === true;
    app.post<Written>('/repos/:owner/:repo/statuses/:sha', (request, reply) => {
      if (!allowed(request)) return notFound(reply);
      const { state = '', context = '', description = '' } = request.body;
      this.statuses.push({ sha: request.params.sha ?? '', state, context, description });
      return reply.code(201).send(statusAnswer(this.url, { state, context, description }));
    });
    app.post<Written>('/repos/:owner/:repo/issues/:number/comments', (request, reply) => {
      if (!allowed(request)) return notFound(reply);
      const id = this.comments.length + 1;
      this.comments.push({ id, issue: Number(request.params.number), body: request.body.body ?? '' });
      return reply.code(201).send(commentAnswer(this.url, id, request.body.body ?? ''));
    });
    app.patch<Written>('/repos/:owner/:repo/issues/comments/:id', (request, reply) => {
      const comment = this.comments.find(({ id }) => id === Number(request.params.id));
      if (!allowed(request) || comment === undefined) return notFound(reply);
      comment.body = request.body.body ?? '';
      return commentAnswer(this.url, comment.id, comment.body);
    });
  }
}

const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex');
const notFound = (reply: FastifyReply) => reply.code(404).send(errorAnswer('Not Found'));

/** Faults of a GitHub that rate limits, or that is failing. */
export const gitHubFaults = {
  rateLimit:
    (resetAt: number): GitHubFault =>
    (_request, reply) =>
      reply
        .code(403)
        .headers({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(resetAt / 1_000)) })
        .send(errorAnswer('API rate limit exceeded for 203.0.113.7.')),
  tooMany:
    (seconds: number): GitHubFault =>
    (_request, reply) =>
      reply.code(429).header('retry-after', String(seconds)).send(errorAnswer('Too many requests')),
  status:
    (code: number, message = 'no'): GitHubFault =>
    (_request, reply) =>
      reply.code(code).send(errorAnswer(message)),
  never: (): GitHubFault => () => new Promise(() => undefined),
  redirect:
    (to: string): GitHubFault =>
    (_request, reply) =>
      reply.redirect(to, 302),
  /** A correct answer of excessive size: padded with leading white space, compressed or not. */
  huge:
    (bytes: number, packed: boolean): GitHubFault =>
    (_request, reply) => {
      const body = Buffer.from(`${' '.repeat(bytes)}{}`);
      return reply
        .headers({ 'content-type': 'application/json', ...(packed ? { 'content-encoding': 'gzip' } : {}) })
        .send(packed ? gzipSync(body) : body);
    },
  noJson: (): GitHubFault => (_request, reply) =>
    reply.header('content-type', 'text/html').send('<html>Sign in</html>'),
};
