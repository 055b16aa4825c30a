import type { Lesson } from './lesson.ts';
import type { PullRequestRule } from './manifest/pull-request-options.ts';

/** How a lesson has students submit their work by a pull request. Null values are not required. */
export interface ExpectedPullRequest {
  /** The repository folder with their files. */
  readonly folder: string;
  /** The branch; any text may take the place of `<…>`, `{…}` or `[…]`. */
  readonly branch: string | null;
  readonly message: string | null;
  /** The target branch. */
  readonly base: string | null;
  /** The rules that are enforced; the others only lead to remarks. */
  readonly required: readonly PullRequestRule[];
}

/** Longer lines contain no Git command that somebody types. */
const longestLine = 300;

/**
 * A lesson's expectations for a pull request: from its manifest, else from the Git commands in its text. `git checkout -b NAME`,
 * `git switch -c NAME` and `git commit -m "…"` are recognized.
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

/** Whether a branch matches the expected pattern. */
export function isBranch(branch: string, wanted: string): boolean {
  const [first = '', ...others] = wanted.split(/<[^<>]{0,100}>|\{[^{}]{0,100}\}|\[[^[\]]{0,100}\]|\*/);
  if (others.length === 0) return branch === wanted;
  if (!branch.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const isLast = index === others.length - 1;
    const found = isLast ? branch.length - part.length : branch.indexOf(part, at + 1);
    // A placeholder must match at least one character.
    if (found <= at || !branch.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return at === branch.length;
}
