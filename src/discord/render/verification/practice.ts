import { ButtonStyle } from 'discord-api-types/v10';
import type { PracticeRun } from '../../../records/records.ts';
import type { Verdict } from '../../../submission/verdict.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { type HuntRun, huntResult } from '../insights/bug-hunt.ts';
import { button, container, cut, type Message, row, text } from '../message.ts';
import { codeBlock, translateSafely } from '../quote.ts';
import { firstLines, placeLine } from './verdict-parts.ts';
import { progressText, type VerificationProgress } from './verify.ts';

const say = words('practice', {
  en: {
    title: '### 🐞 Bug hunt: a real run',
    mended: 'My quick check says that it is fixed. Now I build and run it to be sure.',
    'still-there': 'My quick check says that something is still wrong. Now I build and run it to be sure.',
    unknown: 'My quick check cannot say. So I build and run it.',
    practice: '-# This is practice. Your points stay as they are, and real verifications go first.',
    cancel: 'Stop it',
  },
});

/** A repair in progress: the result of the instant check, and the progress of the real run. */
export const practiceProgress = (
  locale: Locale,
  { id, hunt }: Pick<PracticeRun, 'id' | 'hunt'>,
  now: VerificationProgress,
): Message => ({
  components: [
    container(now.state === 'running' ? 'calm' : 'waiting', [
      text(`${say(locale, 'title')}\n${say(locale, hunt.outcome)}`),
      text(cut(progressText(locale, now), 2000)),
      text(say(locale, 'practice')),
    ]),
    row([button({ kind: 'cancel', submission: id }, say(locale, 'cancel'), ButtonStyle.Danger)]),
  ],
});

/** The result of the real run. Without one, the result of the instant check stands. */
export const practiceResult = (locale: Locale, practice: PracticeRun, verdict: Verdict): Message =>
  huntResult(locale, practice.hunt, practice.hunt, runOf(locale, practice, verdict));

/** The most log lines shown. */
const shownLines = 3;

function runOf(locale: Locale, practice: PracticeRun, verdict: Verdict): HuntRun {
  const { outcome, explanation, excerpt } = verdict;
  switch (outcome) {
    case 'passed':
      return { kind: 'passed' };
    case 'cancelled':
      return { kind: verdict.reason === 'by-student' ? 'called-off' : 'away' };
    case 'error':
      return { kind: 'away' };
    case 'failed': {
      const why = explanation === null ? [] : [translateSafely(locale, explanation, 400)];
      const log = excerpt.length === 0 ? [] : [codeBlock(firstLines(excerpt, shownLines, 100), '', 330)];
      return { kind: 'failed', lines: [...why, ...placeLine(locale, practice, verdict), ...log] };
    }
  }
}
