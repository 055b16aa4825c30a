import { type APIComponentInContainer, ButtonStyle } from 'discord-api-types/v10';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Submission } from '../../records/records.ts';
import type { Outcome, Verdict } from '../../submission/verdict.ts';
// What a worker found out comes as data; these pages word it.
import '../../submission/wording/causes.ts';
import '../../submission/wording/reasons.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type Accent, button, container, cut, divider, type Message, primary, row, text } from './message.ts';
import { phaseName, phaseTable } from './phases.ts';
import { code, codeBlock, translateSafely } from './quote.ts';

const say = words('verdict', {
  en: {
    passed: '### 🎉 Passed! It builds, it runs and it answers.',
    failed: '### Not passed yet',
    failedAt: '### Not passed yet: {{phase}}',
    error: '### This one is on us',
    cancelled: '### Cancelled',
    well: 'Your image does everything this lesson asks for. Well done!',
    image: 'Your image has {{mb}} MB in {{layers}} layers.',
    ours: 'It is not your fault, and it does not count against you. Your files are safe: try `/verify` again in a few minutes, or ask a teaching assistant.',
    place: 'It comes from {{file}}, line {{line}}:',
    placeFile: 'It comes from {{file}}.',
    log: '**What the log says**',
    hint: 'Hint for TODO {{n}}',
    again: 'Verify again',
    rerun: 'Run it again',
    remembered:
      '-# I know this result already: the very same files were verified {{time}}, and nothing they are measured by has changed.',
    human: 'Ask a human',
    change: 'Send a fixed file',
    show: '<@{{user}}> your verification is done. Press the button to see it: only you will.',
    button: 'Show my result',
    notYours: 'That result belongs to somebody else, so I keep it to them.',
    gone: 'I no longer have that result. Ask for a new verification with `/verify`.',
  },
});

const accents: Readonly<Record<Outcome, Accent>> = {
  passed: 'good',
  failed: 'wrong',
  error: 'waiting',
  cancelled: 'waiting',
};

/** How a verification came out: what, why, where, and what to do next. */
export function verdictMessage(
  locale: Locale,
  submission: Submission,
  verdict: Verdict,
  lesson: Lesson | null,
): Message {
  const { todo, phases, excerpt, image } = verdict;
  const guild = submission.student.guild;
  const hinted = todo !== null && lesson?.todos.some((known) => known.n === todo) === true ? todo : null;
  const parts: APIComponentInContainer[] = [text(heading(locale, verdict))];
  if (verdict.outcome === 'failed') {
    const frame = codeFrame(locale, submission, verdict);
    if (frame !== null) parts.push(text(frame));
    if (excerpt.length > 0) parts.push(text(`${say(locale, 'log')}\n${codeBlock(excerpt, '', 1000)}`));
  }
  if (phases.length > 0) parts.push(divider(), text(cut(phaseTable(locale, phases), 1100)));
  if (image !== null && verdict.outcome === 'passed') {
    const mb = Math.round(image.bytes / 1e6);
    parts.push(text(`-# ${say(locale, 'image', { mb, layers: image.layers.length })}`));
  }
  if (verdict.remembered !== undefined) {
    const time = `<t:${Math.floor(verdict.remembered.judgedAt / 1000)}:R>`;
    parts.push(text(say(locale, 'remembered', { time })));
  }
  const ways = [
    ...(hinted === null
      ? []
      : [primary({ kind: 'hint', todo: hinted, guild }, say(locale, 'hint', { n: hinted }))]),
    ...(verdict.outcome === 'failed' ? [button({ kind: 'check-form' }, say(locale, 'change'))] : []),
    ...againButtons(locale, verdict, guild),
    ...(verdict.outcome === 'failed' || verdict.outcome === 'error'
      ? [button({ kind: 'ask', submission: submission.id, guild }, say(locale, 'human'))]
      : []),
  ];
  return {
    components: [container(accents[verdict.outcome], parts), ...(ways.length === 0 ? [] : [row(ways)])],
  };
}

/** What came from memory may be verified for real; what did not pass, once more. */
function againButtons(locale: Locale, verdict: Verdict, guild: string): readonly ReturnType<typeof button>[] {
  if (verdict.remembered !== undefined) return [button({ kind: 'rerun', guild }, say(locale, 'rerun'))];
  return verdict.outcome === 'passed' ? [] : [button({ kind: 'verify', guild }, say(locale, 'again'))];
}

function heading(locale: Locale, verdict: Verdict): string {
  const { outcome, explanation } = verdict;
  const failedIn = verdict.phases.find((phase) => phase.status === 'failed');
  const title =
    outcome === 'failed' && failedIn !== undefined
      ? say(locale, 'failedAt', { phase: phaseName(locale, failedIn.name) })
      : say(locale, outcome);
  const lines = [
    title,
    ...(explanation === null ? [] : [translateSafely(locale, explanation, 700)]),
    ...(outcome === 'passed' ? [say(locale, 'well')] : []),
    ...(outcome === 'error' ? [say(locale, 'ours')] : []),
  ];
  return lines.join('\n');
}

/** The line it comes from, with two lines around it, as the student wrote them. */
function codeFrame(locale: Locale, submission: Submission, verdict: Verdict): string | null {
  const { file, line: at } = verdict;
  if (file === null) return null;
  const lines = submission.files[file]?.split(/\r?\n/);
  if (at === null || lines === undefined || at < 1 || at > lines.length) {
    return say(locale, 'placeFile', { file: code(file, 60) });
  }
  const first = Math.max(1, at - 2);
  const shown = lines.slice(first - 1, at + 2).map((content, i) => {
    const n = first + i;
    return `${n === at ? '>' : ' '} ${String(n).padStart(3)} | ${cut(content, 120)}`;
  });
  return `${say(locale, 'place', { file: code(file, 60), line: at })}\n${codeBlock(shown, '', 800)}`;
}

/** The last way to tell a student: a mention in the class channel, which shows nothing to anybody else. */
export const resultInvitation = (locale: Locale, submission: Submission): Message => ({
  components: [
    text(say(locale, 'show', { user: submission.student.user })),
    row([button({ kind: 'result', submission: submission.id }, say(locale, 'button'), ButtonStyle.Primary)]),
  ],
  pings: [submission.student.user],
});

export const resultIsNotYours = (locale: Locale): Message => ({
  components: [text(say(locale, 'notYours'))],
});
export const resultIsGone = (locale: Locale): Message => ({ components: [text(say(locale, 'gone'))] });
