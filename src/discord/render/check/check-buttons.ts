import type { CheckReport } from '../../../check/model/report.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { insightsButton, xrayButton } from '../insights/insights-menu.ts';
import { button, primary, row } from '../message.ts';
import { isShownAsNext, type NextStep, placeOfNext, todoOf } from './check-next.ts';
import type { CheckResult } from './check-result.ts';
import { fileKey } from './student-file-key.ts';

const say = words('check-buttons', {
  en: {
    hint: 'Hint for TODO {{n}}',
    fix: 'Fix in a form',
    stuck: 'I am stuck',
    verify: 'Full verification',
    details: 'Show all',
    send: 'Send my files',
    again: 'Send other files',
    takeBack: 'Undo',
  },
});

/** Buttons that help with the next step come first, then general ones. */
export function buttonRows(locale: Locale, result: CheckResult, next: NextStep) {
  const { guild, ofMessage, change, report, lesson, names } = result;
  const own = ofMessage === null;
  const todo = todoOf(next);
  const hinted = todo !== null && lesson.todos.some(({ n }) => n === todo) ? todo : null;
  const asksForFiles = next.kind === 'send' || report.wanted.includes(names.dockerfile);
  const verify = verifyButton(locale, result);
  const details = button({ kind: 'check-details', message: ofMessage ?? '0', guild }, say(locale, 'details'));
  return [
    row([
      ...(hinted === null
        ? []
        : [primary({ kind: 'hint', todo: hinted, guild }, say(locale, 'hint', { n: hinted }))]),
      ...(own && report.ready === true ? verify : []),
      ...(own && asksForFiles
        ? [(hinted === null ? primary : button)({ kind: 'check-form' }, say(locale, 'send'))]
        : []),
      ...(own ? helpButtons(locale, result, next) : []),
    ]),
    row([
      ...(own && report.ready !== true ? verify : []),
      ...(hasMore(report, next) ? [details] : []),
      ...(own && !asksForFiles && placeOfNext(next) === null
        ? [button({ kind: 'check-form' }, say(locale, 'again'))]
        : []),
      ...(own
        ? [
            report.wanted.includes(names.dockerfile)
              ? xrayButton(locale, guild)
              : insightsButton(locale, guild),
          ]
        : []),
      ...(change === null ? [] : [button({ kind: 'take-back', change }, say(locale, 'takeBack'))]),
    ]),
  ].filter(({ components }) => components.length > 0);
}

/** The verify button: primary only if the check passed, and absent while there is no Dockerfile to verify. */
export const verifyButton = (locale: Locale, { guild, report, names }: CheckResult) =>
  report.wanted.includes(names.dockerfile)
    ? []
    : [(report.ready === true ? primary : button)({ kind: 'verify', guild }, say(locale, 'verify'))];

/** Buttons for editing the file in a form, and for asking a human. */
function helpButtons(locale: Locale, { guild, names }: CheckResult, next: NextStep) {
  const place = placeOfNext(next);
  if (place === null) return [];
  const line = Math.min(place.line ?? 0, 99_999);
  const file = fileKey(place.file, names);
  return [
    button({ kind: 'fix', file, line, guild }, say(locale, 'fix')),
    button({ kind: 'stuck', todo: todoOf(next) ?? 'none', file, line, guild }, say(locale, 'stuck')),
  ];
}

/** Whether the details show more than the answer does. */
const hasMore = ({ todos, findings }: CheckReport, next: NextStep): boolean =>
  findings.some((finding) => !isShownAsNext(next, finding)) ||
  todos.filter(({ n, status }) => status !== 'done' && n !== todoOf(next)).length > 0;
