import type { Submission } from '../../../records/records.ts';
import type { Outcome, Verdict } from '../../../submission/verdict.ts';
// A worker's results are data; these modules word them.
import '../../../submission/wording/pages.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { type Accent, cut } from '../message.ts';
import { code, codeBlock, translateSafely } from '../quote.ts';
import { phaseName } from './phases.ts';

/** Parts shared by a verdict and its details. */

const say = words('verdict-parts', {
  en: {
    passed: '### 🎉 Passed! It builds, it runs and it answers.',
    failed: '### Not passed yet',
    failedAt: '### Not passed yet: {{phase}}',
    error: '### This one is on us',
    cancelled: '### Cancelled',
    well: 'Your image does everything this lesson asks for. Well done!',
    ours: 'It is not your fault, and it does not count against you. Your files are safe: try `/verify` again in a few minutes, or ask a teaching assistant.',
    place: 'It comes from {{file}}, line {{line}}:',
    placeFile: 'It comes from {{file}}.',
  },
});

const accents: Readonly<Record<Outcome, Accent>> = {
  passed: 'good',
  failed: 'wrong',
  error: 'waiting',
  cancelled: 'waiting',
};
export const accentOf = ({ outcome }: Verdict): Accent => accents[outcome];

/** The outcome and its reason. */
export function heading(locale: Locale, verdict: Verdict): readonly string[] {
  const { outcome, explanation } = verdict;
  const failedIn = verdict.phases.find((phase) => phase.status === 'failed');
  const title =
    outcome === 'failed' && failedIn !== undefined
      ? say(locale, 'failedAt', { phase: phaseName(locale, failedIn.name) })
      : say(locale, outcome);
  return [
    title,
    ...(explanation === null ? [] : [translateSafely(locale, explanation, 500)]),
    ...(outcome === 'passed' ? [say(locale, 'well')] : []),
    ...(outcome === 'error' ? [say(locale, 'ours')] : []),
  ];
}

/** The line that caused the result, as the student wrote it, with `around` lines above and below. */
export function placeLine(
  locale: Locale,
  submission: Pick<Submission, 'files'>,
  { file, line: at }: Verdict,
  around = 0,
): readonly string[] {
  if (file === null) return [];
  const lines = submission.files[file]?.split(/\r?\n/);
  if (at === null || lines === undefined || at < 1 || at > lines.length)
    return [say(locale, 'placeFile', { file: code(file, 60) })];
  const first = Math.max(1, at - around);
  const shown = lines.slice(first - 1, at + around).map((content, i) => {
    const n = first + i;
    return `${n === at ? '>' : ' '} ${String(n).padStart(3)} | ${cut(content, around === 0 ? 100 : 120)}`;
  });
  return [say(locale, 'place', { file: code(file, 60), line: at }), codeBlock(shown, '', 800)];
}

/** The first lines of a log, each cut to `width`, with a mark if there are more. */
export function firstLines(lines: readonly string[], most: number, width: number): readonly string[] {
  const shown = lines.slice(0, most).map((line) => cut(line, width));
  return lines.length > most ? [...shown, '…'] : shown;
}
