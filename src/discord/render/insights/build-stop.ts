import type { BuildStop } from '../../../check/insights/insights.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, primary, row, text } from '../message.ts';

const say = words('build-stop', {
  en: {
    absent: '### I need your Dockerfile first\nThen I can show what Docker makes of it.',
    unread:
      '### Docker cannot read line {{line}}\nSo there is no build that I could show. The check says what is wrong there.',
    unknown: '### There is nothing to show\nI find nothing in this Dockerfile for that.',
    notPassed:
      '### First let your files pass\nThis is about an image that works. Verify yours, then it opens.',
    step: '-# The build stops at line {{line}}: what comes after it only happens once that is fixed.',
    check: 'What is wrong?',
    send: 'Send my files',
    verify: 'Full verification',
  },
});

/** Why there is nothing to show of a build; null if it can be predicted, at least up to a failing step. */
export function noBuild(locale: Locale, guild: string, stop: BuildStop | null): Message | null {
  if (stop === null || stop.kind === 'step') return null;
  return {
    components: [
      container('waiting', [text(say(locale, stop.kind, { line: stop.line }))]),
      row([
        stop.kind === 'absent'
          ? primary({ kind: 'check-form' }, say(locale, 'send'))
          : button({ kind: 'check-details', message: '0', guild }, say(locale, 'check')),
      ]),
    ],
  };
}

/** There is not enough information to answer the question. */
export const nothingToShow = (locale: Locale, guild: string): Message => ({
  components: [
    container('waiting', [text(say(locale, 'unknown'))]),
    row([button({ kind: 'check-details', message: '0', guild }, say(locale, 'check'))]),
  ],
});

/** The feature requires a submission that passed, and there is none yet. */
export const notPassedYet = (locale: Locale, guild: string): Message => ({
  components: [
    container('waiting', [text(say(locale, 'notPassed'))]),
    row([primary({ kind: 'verify', guild }, say(locale, 'verify'))]),
  ],
});

/** A line that says where a build fails, for answers that show it up to there. */
export const stopLine = (locale: Locale, stop: BuildStop | null): readonly string[] =>
  stop?.kind === 'step' ? [say(locale, 'step', { line: stop.line })] : [];
