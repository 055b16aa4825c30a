import type { Lesson } from './lesson.ts';
import type { PullRequestRule } from './manifest/pull-request-options.ts';

/** How a lesson has its students hand their work in by a pull request. What is null is not asked for. */
export interface ExpectedPullRequest {
  /** The folder of the repository with their files. */
  readonly folder: string;
  /** The branch; what stands in `<…>`, `{…}` or `[…]` of it may be anything. */
  readonly branch: string | null;
  readonly message: string | null;
  /** The branch that it goes into. */
  readonly base: string | null;
  /** What has to be so; the rest is said, and nothing more. */
  readonly required: readonly PullRequestRule[];
}

/** Longer lines hold no command of Git that somebody types. */
const longestLine = 300;

/**
 * What a lesson asks of a pull request: its manifest says it, else the commands of Git that its text has its students type.
 * `git checkout -b NAME`, `git switch -c NAME` and `git commit -m "…"` are understood.
 */
export function expectedPullRequest({
  manifest,
  parts,
}: Pick<Lesson, 'manifest' | 'parts'>): ExpectedPullRequest {
  const asked = manifest?.pullRequest ?? null;
  const lines = parts
    .flatMap(({ markdown }) => markdown.split('\n'))
    .filter(({ length }) => length <= longestLine);
  return {
    folder: asked?.folder ?? manifest?.backend ?? 'backend',
    branch:
      asked?.branch ?? firstIn(lines, /\bgit (?:checkout -[bB]|switch (?:-[cC]|--create)) ([^\s`'"]{1,100})/),
    message:
      asked?.message ??
      firstIn(lines, /\bgit commit (?:-[a-z]{1,3} )?(?:-[a-z]{0,2}m|--message)[ =]["'“]([^"'”]{1,120})["'”]/),
    base: asked?.base ?? null,
    required: asked?.require ?? [],
  };
}

function firstIn(lines: readonly string[], pattern: RegExp): string | null {
  for (const line of lines) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a branch is the one that is asked for. */
export function isBranch(branch: string, wanted: string): boolean {
  const [first = '', ...others] = wanted.split(/<[^<>]{0,100}>|\{[^{}]{0,100}\}|\[[^[\]]{0,100}\]|\*/);
  if (others.length === 0) return branch === wanted;
  if (!branch.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const isLast = index === others.length - 1;
    const found = isLast ? branch.length - part.length : branch.indexOf(part, at + 1);
    // Something has to stand where anything may.
    if (found <= at || !branch.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return at === branch.length;
}
