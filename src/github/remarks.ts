import type { PullRequestRule } from '../lesson/manifest/pull-request-options.ts';
import { type ExpectedPullRequest, isBranch } from '../lesson/pull-request.ts';
import type { SubmittedFiles } from '../submission/files.ts';
import { isSameMessage } from './github.ts';
import type { PullRequest } from './pull-request.ts';

/** A remark for the author of a pull request. */
export type PullRequestRemark =
  | {
      readonly kind: 'branch' | 'message' | 'base';
      readonly required: boolean;
      readonly found: string;
      readonly wanted: string;
    }
  | { readonly kind: 'draft'; readonly required: boolean }
  | { readonly kind: 'lost-fork' | 'windows-lines'; readonly required: false; readonly path?: string };

/** Differences from what the lesson asks for, and what may cause surprises later. */
export function remarksOn(
  pull: PullRequest,
  files: SubmittedFiles,
  expected: ExpectedPullRequest,
): readonly PullRequestRemark[] {
  const required = (rule: PullRequestRule): boolean => expected.required.includes(rule);
  const differs = (
    kind: 'branch' | 'message' | 'base',
    found: string,
    wanted: string | null,
    isSame: (found: string, wanted: string) => boolean,
  ): readonly PullRequestRemark[] =>
    wanted === null || isSame(found, wanted) ? [] : [{ kind, required: required(kind), found, wanted }];
  const [newest = ''] = pull.messages;
  const base = expected.base ?? pull.defaultBranch;
  const windows = Object.keys(files).find((path) => path.endsWith('.sh') && files[path]?.includes('\r\n'));
  return [
    ...differs('base', pull.base, base, (found, wanted) => found === wanted),
    ...differs('branch', pull.branch, expected.branch, isBranch),
    ...differs('message', newest, expected.message, (_, wanted) =>
      pull.messages.some((message) => isSameMessage(message, wanted)),
    ),
    ...(pull.draft ? [{ kind: 'draft', required: required('ready') } as const] : []),
    ...(pull.from === 'lost-fork' ? [{ kind: 'lost-fork', required: false } as const] : []),
    ...(windows === undefined ? [] : [{ kind: 'windows-lines', required: false, path: windows } as const]),
  ];
}
