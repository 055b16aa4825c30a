import {
  type APIComponentInContainer,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Question, Submission } from '../../../records/records.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId } from '../custom-id.ts';
import { paragraphField } from '../form-fields.ts';
import { button, container, cut, type Message, notice, primary, row, text } from '../message.ts';
import { codeBlock, quote } from '../quote.ts';
import { stamp } from '../time.ts';
import { frame } from './frame.ts';
import { fileName } from './student-files.ts';
import { whyOf } from './why.ts';

const say = words('ask', {
  en: {
    addition: '### 🙋 <@{{user}}> adds\n> {{question}}',
    wholeQuestion: '-# All of it is in `question.txt`.',
    card: '### 🙋 <@{{user}}> asks\n> {{question}}',
    asked: '-# Asked {{when}} · {{lesson}}{{state}}',
    claimed: ' · <@{{user}}> takes care',
    closed: ' · closed by <@{{user}}>',
    passed: '**The last verification** passed.',
    result: '**The last verification:** {{todo}}{{why}}',
    todo: 'TODO {{n}} · ',
    noResult: '**The last verification:** none yet.',
    underway: '**The last verification** is under way.',
    claim: 'I take it',
    release: 'Give it back',
    answer: 'Answer…',
    close: 'Close',
    student: 'The student’s page',
    thread: 'The thread: <#{{thread}}>',
    answerTitle: 'Your answer',
    answerLabel: 'It goes to the student',
    answerMore: 'Into your thread, else in a DM. Your name is shown under it.',
    answered: '### 💬 <@{{by}}> answers your question\n> {{question}}\n\n{{answer}}',
    more: '-# Not clear yet? `/ask` again. Solved? Try `/verify`.',
    answerSent: '✅ Sent.',
    answerShut:
      '⚠️ I cannot write to this student: their DMs are closed. Press “I take it”: that opens a thread with the two of you.',
    threadIntro: '### 🙋 <@{{user}}>, <@{{ta}}> is here for your question\n> {{question}}',
    threadEnd: '✅ <@{{ta}}> closed this question. Ask again with `/ask` whenever you like.',
    gone: 'That question is closed already.',
    elsewhere: 'Somebody else was faster: that question is taken.',
  },
});

/** What a student added to a question, for its thread. */
export const askAddition = (locale: Locale, ask: Question, added: string): Message => ({
  components: [
    container('waiting', [
      text(say(locale, 'addition', { user: ask.student.user, question: quoted(added) })),
    ]),
  ],
  pings: ask.claimedBy === null ? [] : [ask.claimedBy],
});

/** What a question is about: the student's latest files, and the verification that it refers to. */
export interface AskContext {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly submission: Submission | null;
}

/** The card of a question for the staff channel: with the files, the verdict and the relevant lines. */
export function askCard(locale: Locale, ask: Question, context: AskContext): Message {
  const closed = ask.state === 'closed';
  const head = [
    say(locale, 'card', { user: ask.student.user, question: quoted(ask.question) }),
    say(locale, 'asked', { when: stamp(ask.at), lesson: quote(ask.lesson, 60), state: stateOf(locale, ask) }),
    ...(ask.thread === null ? [] : [say(locale, 'thread', { thread: ask.thread })]),
  ].join('\n');
  if (closed) return { components: [container('calm', [text(cut(head, 1500))])], files: [] };
  const { parts, files } = aboutWork(locale, context);
  const whole = wholeQuestion(locale, ask);
  return {
    components: [
      container(ask.claimedBy === null ? 'waiting' : 'calm', [
        text(cut(head, 1500)),
        ...whole.parts,
        ...parts,
      ]),
      row([
        ask.claimedBy === null
          ? primary({ kind: 'asked', act: 'claim', ask: ask.id }, say(locale, 'claim'))
          : button({ kind: 'asked', act: 'release', ask: ask.id }, say(locale, 'release')),
        button({ kind: 'asked', act: 'answer', ask: ask.id }, say(locale, 'answer')),
        button({ kind: 'student-new', user: ask.student.user }, say(locale, 'student')),
        button({ kind: 'asked', act: 'close', ask: ask.id }, say(locale, 'close'), ButtonStyle.Success),
      ]),
    ],
    files: [...whole.files, ...files],
  };
}

/** A question too long for the card is attached as a file. */
function wholeQuestion(locale: Locale, { question }: Question): ReturnType<typeof aboutWork> {
  if (question.length <= quotedLimit && question.split('\n').every((line) => line.length <= lineLimit))
    return { parts: [], files: [] };
  const name = 'question.txt';
  return {
    parts: [
      text(say(locale, 'wholeQuestion')),
      { type: ComponentType.File, file: { url: `attachment://${name}` } },
    ],
    files: [{ name, data: question }],
  };
}

function stateOf(locale: Locale, { state, closedBy, claimedBy }: Question): string {
  if (state === 'closed') return say(locale, 'closed', { user: closedBy ?? '0' });
  return claimedBy === null ? '' : say(locale, 'claimed', { user: claimedBy });
}

/** The first message of a thread: its participants, and everything on the card. */
export function threadIntro(locale: Locale, ask: Question, ta: string, context: AskContext): Message {
  const { parts, files } = aboutWork(locale, context);
  return {
    components: [
      container('calm', [
        text(
          cut(
            say(locale, 'threadIntro', { user: ask.student.user, ta, question: quoted(ask.question) }),
            1500,
          ),
        ),
        ...parts,
      ]),
    ],
    pings: [ask.student.user, ta],
    files,
  };
}

function resultOf(locale: Locale, submission: Submission | null): string {
  if (submission === null) return say(locale, 'noResult');
  const { verdict } = submission;
  if (verdict === null) return say(locale, 'underway');
  const why = whyOf(locale, verdict, 400);
  if (why === null) return say(locale, 'passed');
  const todo = verdict.todo === null ? '' : say(locale, 'todo', { n: verdict.todo });
  return say(locale, 'result', { todo, why });
}

function aboutWork(
  locale: Locale,
  { files, submission }: AskContext,
): {
  readonly parts: readonly APIComponentInContainer[];
  readonly files: readonly { readonly name: string; readonly data: string }[];
} {
  const verdict = submission?.verdict ?? null;
  const why = resultOf(locale, submission);
  const lines = submission === null || verdict === null ? null : frame(submission.files, verdict);
  const attached = files.slice(0, 8).map(({ path, text: data }, i) => ({ name: fileName(path, i), data }));
  return {
    parts: [
      text(why),
      ...(lines === null ? [] : [text(codeBlock(lines, '', 700))]),
      ...(verdict === null || verdict.excerpt.length === 0
        ? []
        : [text(codeBlock(verdict.excerpt.slice(-6), '', 600))]),
      ...attached.map(({ name }) => ({
        type: ComponentType.File as const,
        file: { url: `attachment://${name}` },
      })),
    ],
    files: attached,
  };
}

export const answerModal = (locale: Locale, ask: Question): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'asked-answer', ask: ask.id }),
  title: say(locale, 'answerTitle'),
  components: [
    { type: ComponentType.TextDisplay, content: `> ${cut(quoted(ask.question), 600)}` },
    paragraphField(
      'answer',
      { label: say(locale, 'answerLabel'), description: say(locale, 'answerMore') },
      { most: 1800, least: 1 },
    ),
  ],
});

/** A teaching assistant's answer, as sent to the student. It may contain code, so code fences stay unchanged. */
export const answerMessage = (locale: Locale, ask: Question, by: string, answer: string): Message => ({
  components: [
    container('calm', [
      text(
        say(locale, 'answered', {
          by,
          question: cut(quoted(ask.question), 400),
          answer: cut(answer.trim(), 1800),
        }),
      ),
      text(say(locale, 'more')),
    ]),
  ],
});

export const threadEnd = (locale: Locale, ta: string): Message => ({
  components: [text(say(locale, 'threadEnd', { ta }))],
});

/** A question as a block quote, with line breaks kept. Mentions neither ping nor look like mentions. */
const quoted = (question: string): string =>
  cut(
    question
      .split('\n')
      .map((each) => quote(each, lineLimit))
      .filter((each) => each !== '')
      .join('\n> '),
    quotedLimit,
  );

/** The most that is quoted of a question, and of one of its lines. Characters. */
const quotedLimit = 900;
const lineLimit = 500;

export const answerSent = (locale: Locale): Message => notice(say(locale, 'answerSent'));
export const answerShut = (locale: Locale): Message => notice(say(locale, 'answerShut'));
export const askIsClosed = (locale: Locale): Message => notice(say(locale, 'gone'));
export const askIsTaken = (locale: Locale): Message => notice(say(locale, 'elsewhere'));
