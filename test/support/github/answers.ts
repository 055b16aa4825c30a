import type { components } from '@octokit/openapi-types';

/** GitHub's complete responses, typed by its published types: a missing or wrong field does not compile. */
type Schemas = components['schemas'];

const when = '2026-01-05T10:00:00Z';

const userAnswer = (base: string, login: string): Schemas['simple-user'] => {
  const url = `${base}/users/${login}`;
  return {
    login,
    id: 583_231,
    node_id: 'MDQ6VXNlcjU4MzIzMQ==',
    avatar_url: `${url}/avatar`,
    gravatar_id: '',
    url,
    html_url: url,
    followers_url: url,
    following_url: url,
    gists_url: url,
    starred_url: url,
    subscriptions_url: url,
    organizations_url: url,
    repos_url: url,
    events_url: url,
    received_events_url: url,
    type: 'User',
    site_admin: false,
  };
};

/** The many addresses in a repository's response. */
const repositoryUrls = (url: string) =>
  Object.fromEntries(
    (
      'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags git issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases ssh stargazers statuses subscribers subscription tags teams trees clone svn hooks' as const
    )
      .split(' ')
      .map((name) => [`${name}_url`, `${url}/${name}`]),
  ) as Record<Extract<keyof Schemas['repository'], `${string}_url`>, string>;

export interface RepositoryFacts {
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly fork: boolean;
}

function repositoryAnswer(base: string, facts: RepositoryFacts): Schemas['repository'] {
  const url = `${base}/repos/${facts.owner}/${facts.name}`;
  return {
    ...repositoryUrls(url),
    id: 1_296_269,
    node_id: 'MDEwOlJlcG9zaXRvcnkxMjk2MjY5',
    name: facts.name,
    full_name: `${facts.owner}/${facts.name}`,
    license: null,
    forks: 0,
    owner: userAnswer(base, facts.owner),
    private: facts.private,
    html_url: url,
    description: null,
    fork: facts.fork,
    url,
    mirror_url: null,
    homepage: null,
    language: 'Python',
    forks_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
    size: 108,
    default_branch: facts.defaultBranch,
    open_issues_count: 1,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    archived: false,
    disabled: false,
    pushed_at: when,
    created_at: when,
    updated_at: when,
    open_issues: 1,
    watchers: 0,
  } satisfies Schemas['repository'];
}

export interface PullFacts {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly draft: boolean;
  readonly author: string;
  readonly branch: string;
  readonly sha: string;
  /** Null: the fork has been deleted. */
  readonly from: RepositoryFacts | null;
  readonly into: RepositoryFacts;
  readonly base: string;
}

export function pullAnswer(base: string, facts: PullFacts): Schemas['pull-request'] {
  const url = `${base}/repos/${facts.into.owner}/${facts.into.name}/pulls/${facts.number}`;
  const link: Schemas['link'] = { href: url };
  const user = userAnswer(base, facts.author);
  return {
    url,
    id: 1,
    node_id: 'MDExOlB1bGxSZXF1ZXN0MQ==',
    html_url: url,
    diff_url: url,
    patch_url: url,
    issue_url: url,
    commits_url: url,
    review_comments_url: url,
    review_comment_url: url,
    comments_url: url,
    statuses_url: url,
    number: facts.number,
    state: facts.state,
    locked: false,
    title: 'Dockerfile',
    user,
    body: null,
    labels: [],
    milestone: null,
    created_at: when,
    updated_at: when,
    closed_at: facts.state === 'closed' ? when : null,
    merged_at: facts.merged ? when : null,
    merge_commit_sha: null,
    assignee: null,
    draft: facts.draft,
    head: {
      label: `${facts.author}:${facts.branch}`,
      ref: facts.branch,
      // The published type does not allow null here, but GitHub sends it for a deleted fork.
      repo: facts.from === null ? (null as never) : repositoryAnswer(base, facts.from),
      sha: facts.sha,
      user,
    },
    base: {
      label: facts.base,
      ref: facts.base,
      repo: repositoryAnswer(base, facts.into),
      sha: '0'.repeat(40),
      user: userAnswer(base, facts.into.owner),
    },
    _links: {
      comments: link,
      commits: link,
      statuses: link,
      html: link,
      issue: link,
      review_comments: link,
      review_comment: link,
      self: link,
    },
    author_association: 'OWNER',
    auto_merge: null,
    merged: facts.merged,
    mergeable: true,
    mergeable_state: 'clean',
    merged_by: null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 10,
    deletions: 0,
    changed_files: 3,
  } satisfies Schemas['pull-request'];
}

const person = { date: when, email: 'ada@example.org', name: 'Ada' };

export const commitAnswer = (
  base: string,
  sha: string,
  message: string,
  tree: string,
): Schemas['git-commit'] => ({
  sha,
  node_id: 'C1',
  url: base,
  author: person,
  committer: person,
  message,
  tree: { sha: tree, url: base },
  parents: [],
  verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  html_url: base,
});

export const listedCommitAnswer = (base: string, sha: string, message: string): Schemas['commit'] => ({
  url: base,
  sha,
  node_id: 'C1',
  html_url: base,
  comments_url: base,
  commit: {
    url: base,
    author: person,
    committer: person,
    message,
    comment_count: 0,
    tree: { sha, url: base },
  },
  author: null,
  committer: null,
  parents: [],
});

type Entry = Schemas['git-tree']['tree'][number];
export const treeAnswer = (sha: string, tree: Entry[]): Schemas['git-tree'] => ({
  sha,
  truncated: false,
  tree,
});

export const blobAnswer = (base: string, sha: string, content: Buffer): Schemas['blob'] => ({
  content: content.toString('base64').replace(/.{60}/g, '$&\n'),
  encoding: 'base64',
  url: base,
  sha,
  size: content.length,
  node_id: 'B1',
});

export const commentAnswer = (base: string, id: number, body: string): Schemas['issue-comment'] => ({
  id,
  node_id: 'I1',
  url: base,
  html_url: base,
  body,
  user: userAnswer(base, 'dockhand-bot'),
  created_at: when,
  updated_at: when,
  issue_url: base,
  author_association: 'NONE',
});

export const statusAnswer = (
  base: string,
  said: Pick<Schemas['status'], 'state' | 'context' | 'description'>,
): Schemas['status'] => ({
  ...said,
  url: base,
  avatar_url: null,
  id: 1,
  node_id: 'S1',
  target_url: null,
  created_at: when,
  updated_at: when,
  creator: userAnswer(base, 'dockhand-bot'),
});

export const errorAnswer = (message: string): Schemas['basic-error'] => ({ message });
