import type { Verdict } from '../submission/verdict.ts';
import { type Locale, words } from '../wording/wording.ts';

const say = words('github-report', {
  en: {
    pending: 'The full verification is under way.',
    passed: 'Passed: it builds, it runs and it answers.',
    failed: 'Not passed yet.',
    failedTodo: 'Not passed yet: it is at TODO {{todo}}.',
    error: 'This broke down on Dockhand’s side. It does not count.',
    cancelled: 'Cancelled.',
    commit: 'Commit {{commit}}. The details are in Discord, for the author alone: `/status`.',
  },
});

/** What is published about a submission, where everybody can read it. */
export interface PublicReport {
  readonly slug: string;
  readonly title: string;
  readonly commit: string;
  /** Null while it is in progress. */
  readonly verdict: Verdict | null;
  readonly locale: Locale;
}

const states = { passed: 'success', failed: 'failure', error: 'error', cancelled: 'error' } as const;
const marks = { passed: '✅', failed: '❌', error: '⚠️', cancelled: '➖' } as const;

export const reportState = ({ verdict }: PublicReport): 'pending' | (typeof states)[keyof typeof states] =>
  verdict === null ? 'pending' : states[verdict.outcome];

/** The commit status in one line; GitHub accepts 140 characters. */
export const statusDescription = (report: PublicReport): string => outcomeOf(report).slice(0, 140);

/** An invisible marker, by which the comment is found again. */
export const commentMarker = ({ slug }: Pick<PublicReport, 'slug'>): string => `<!-- dockhand:${slug} -->`;

/** The comment, in Markdown. */
export function reportComment(report: PublicReport): string {
  const { verdict, title, locale, commit } = report;
  const mark = verdict === null ? '⏳' : marks[verdict.outcome];
  return [
    commentMarker(report),
    `**Dockhand · ${inMarkdown(title)}**`,
    '',
    `${mark} ${outcomeOf(report)}`,
    '',
    say(locale, 'commit', { commit: commit.slice(0, 7) }),
  ].join('\n');
}

function outcomeOf({ verdict, locale }: PublicReport): string {
  if (verdict === null) return say(locale, 'pending');
  if (verdict.outcome === 'failed' && verdict.todo !== null)
    return say(locale, 'failedTodo', { todo: verdict.todo });
  return say(locale, verdict.outcome);
}

/** A title comes from the teacher and must not produce mentions or HTML. */
const inMarkdown = (title: string): string => title.slice(0, 200).replace(/[\\`*_[\]<>#@|]/g, ' ');
