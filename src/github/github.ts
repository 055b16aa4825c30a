import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import { type AddressReading, addressIn, type PullRequestAddress, readAddress } from './address.ts';
import { commitListSchema, commitSchema, pullSchema } from './answers.ts';
import { CommitTree } from './commit-tree.ts';
import type { GitHubConnection } from './connection.ts';
import type { PullRequest, PullRequestReading, WantedFiles } from './pull-request.ts';
import { GitHubFailure } from './trouble.ts';

/** Time limit for all requests of one reading together. Milliseconds. */
const usualPatienceMs = 12_000;
/** At most this many commits of a pull request are examined for their messages. */
const mostCommits = 100;

/** Reads pull requests: their properties, and a lesson's files at their newest commit. */
export class GitHub {
  readonly #connection: GitHubConnection;
  readonly #patienceMs: number;

  constructor(connection: GitHubConnection, patienceMs: number = usualPatienceMs) {
    this.#connection = connection;
    this.#patienceMs = patienceMs;
  }

  /** The web host: `github.com`. */
  get host(): string {
    return this.#connection.host;
  }

  readAddress(text: string): AddressReading {
    return readAddress(text, this.host);
  }

  /** The pull request whose address is in a message; null if there is none. */
  addressIn(message: string): PullRequestAddress | null {
    return addressIn(message, this.host);
  }

  /** The web page of a pull request. */
  urlOf({ owner, repo, number }: PullRequestAddress): string {
    return `${this.#connection.pages}/${owner}/${repo}/pull/${number}`;
  }

  async read(address: PullRequestAddress, wanted: WantedFiles): Promise<PullRequestReading> {
    try {
      return await this.#read(address, wanted, AbortSignal.timeout(this.#patienceMs));
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      return { kind: 'trouble', trouble: error.trouble };
    }
  }

  async #read(
    address: PullRequestAddress,
    wanted: WantedFiles,
    signal: AbortSignal,
  ): Promise<PullRequestReading> {
    const connection = this.#connection;
    const asked = { owner: address.owner, repo: address.repo, pull_number: address.number };
    const found = await connection.ask(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      asked,
      pullSchema,
      signal,
    );
    const { head, base, user, draft } = found;
    // The names from GitHub's response: a repository may have been renamed since the address was copied.
    const place = { owner: base.repo.owner.login, repo: base.repo.name };
    const submitted: SubmittedPullRequest = {
      ...place,
      number: found.number,
      commit: head.sha,
      branch: head.ref,
      author: user?.login ?? null,
      url: this.urlOf({ ...place, number: found.number }),
    };
    if (found.merged) return { kind: 'merged', pull: submitted };
    if (found.state === 'closed') return { kind: 'closed', pull: submitted };
    const commit = await connection.askOnce(
      'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      { ...place, commit_sha: head.sha },
      commitSchema,
      signal,
    );
    const tree = new CommitTree({ connection, ...place, signal }, commit.tree.sha);
    const { files, troubles } = await tree.read(wanted);
    const pull: PullRequest = {
      ...submitted,
      draft,
      private: base.repo.private,
      base: base.ref,
      defaultBranch: base.repo.default_branch,
      from: originOf(head.repo?.full_name ?? null, place),
      messages: await this.#messages(submitted, commit.message, wanted.message, signal),
    };
    return troubles.length > 0 ? { kind: 'files', pull, troubles } : { kind: 'read', pull, files };
  }

  /** The newest commit's message, and those of earlier commits if it is not the one that the lesson asks for. */
  async #messages(
    { owner, repo, number }: SubmittedPullRequest,
    newest: string,
    wanted: string | null,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const first = firstLine(newest);
    if (wanted === null || isSameMessage(first, wanted)) return [first];
    const commits = await this.#connection.ask(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
      { owner, repo, pull_number: number, per_page: mostCommits },
      commitListSchema,
      signal,
    );
    return [first, ...commits.map(({ commit }) => firstLine(commit.message)).toReversed()];
  }
}

const originOf = (
  source: string | null,
  { owner, repo }: { readonly owner: string; readonly repo: string },
): PullRequest['from'] => {
  if (source === null) return 'lost-fork';
  return source.toLowerCase() === `${owner}/${repo}`.toLowerCase() ? 'here' : 'fork';
};

const firstLine = (message: string): string => (message.split('\n', 1)[0] ?? '').trim().slice(0, 200);

/** Whether two commit messages are equal, ignoring case, whitespace and full stops. */
export const isSameMessage = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (message: string): string =>
  message
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s"'`.!]+/g, ' ')
    .trim();
