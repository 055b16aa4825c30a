import type { QuizQuestion } from '../../../check/insights/quiz.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { code, plainly } from '../quote.ts';

const say = words('quiz', {
  en: {
    title: '### Question {{n}} of {{of}}, about your own image',
    'ask-database':
      'Your container wrote into its database. Then you type `docker rm`. Where is the database now?',
    'ask-port':
      'You type `docker run -p {{outside}}:{{port}} {{image}}`. Where does your browser find your backend?',
    'ask-rebuild': 'You edit {{edited}} and build again. What does line {{line}} do?\n{{written}}',
    'ask-folder': 'In which folder does your start command run?',
    'ask-user': 'Who runs your program in the container?',
    'ask-argument': 'You type `docker run {{image}} ls`. What starts?',
    'ask-context': 'You have {{path}} in your folder. Does `docker build` send it?',
    'ask-expose':
      'Your Dockerfile has `EXPOSE {{port}}`. Is `docker run {{image}}`, without `-p`, enough to reach it from your computer?',
    gone: 'Gone',
    image: 'In the image',
    computer: 'On my computer',
    volume: 'In a volume',
    'both-ports': 'At both',
    cache: 'It comes from the cache',
    again: 'It runs again',
    own: 'My user on my computer',
    nobody: 'Nobody',
    list: 'Only ls',
    server: 'The server, as always',
    'both-programs': 'Both of them',
    sent: 'Yes, it is sent',
    hidden: 'No, it stays here',
    yes: 'Yes',
    no: 'No',
    right: '### ✅ Right',
    wrong: '### Not quite',
    answer: 'The answer is: **{{answer}}**.',
    'why-gone':
      'SQLite is a file in the container, and `docker rm` throws the container’s files away. The image never had it.',
    'why-volume': 'A `VOLUME` of yours holds that folder. The volume stays when the container goes.',
    'why-port': 'The number before the colon is your computer’s, the one after it is the container’s.',
    'why-again': 'The edit comes in at line {{since}}. From there on, every step runs again.',
    'why-cache': 'No step up to line {{line}} takes that file. So Docker uses what it made last time.',
    'why-folder':
      'Line {{line}} says so: `WORKDIR` holds for all that comes after it, and for the container.',
    'why-folder-base': 'No `WORKDIR` of yours says another one, so the base image decides.',
    'why-root': 'Where no `USER` line says somebody else it is root, whoever you are on your computer.',
    'why-user': 'The last `USER` line decides.',
    'why-list': 'What you write after the image takes the place of `CMD`.',
    'why-server':
      'What you write after the image goes to your `ENTRYPOINT`, and your script does not look at it.',
    'why-sent': 'No line of {{ignore}} keeps it back.',
    'why-hidden': 'Line {{line}} of {{ignore}} keeps it back.',
    'why-expose': '`EXPOSE` is a note for people. Only `-p` opens a port.',
    next: 'Next question',
    score: '**{{right}} of {{of}}** right.',
    hunt: 'Bug hunt',
    once: 'Ask me once more',
  },
});

/** A position in the quiz about a submission. */
export interface QuizPlace {
  readonly submission: string;
  /** Index of the question, from 0. */
  readonly n: number;
  /** Right answers so far. */
  readonly right: number;
}

const valuesOf = ({ values }: QuizQuestion): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      // The image's name appears inside a command that is already formatted as code.
      typeof value === 'string' && name !== 'image' ? code(value, 90) : value,
    ]),
  );

function choiceText(locale: Locale, choice: QuizQuestion['choices'][number] | undefined): string {
  if (choice === undefined) return '';
  return choice.kind === 'literal' ? choice.text : say(locale, choice.key);
}

/** A question with a button for each answer. */
export function quizQuestion(
  locale: Locale,
  { submission, n, right }: QuizPlace,
  questions: readonly QuizQuestion[],
): Message {
  const question = questions[n];
  if (question === undefined) return { components: [] };
  const asked = say(locale, `ask-${question.topic}`, valuesOf(question));
  return {
    components: [
      container('calm', [text(`${say(locale, 'title', { n: n + 1, of: questions.length })}\n${asked}`)]),
      row(
        question.choices.map((choice, index) =>
          button(
            { kind: 'quiz-answer', submission, n, right, choice: index },
            plainly(choiceText(locale, choice), 80),
          ),
        ),
      ),
    ],
  };
}

/** Whether an answer was right, and the explanation. */
export function quizAnswer(
  locale: Locale,
  { submission, n, right }: QuizPlace,
  questions: readonly QuizQuestion[],
  chosen: number,
): Message {
  const question = questions[n];
  if (question === undefined) return { components: [] };
  const isRight = chosen === question.right;
  const rights = right + (isRight ? 1 : 0);
  const isLast = n >= questions.length - 1;
  const answer = question.choices[question.right];
  const shown = answer?.kind === 'literal' ? code(answer.text, 80) : choiceText(locale, answer);
  const lines = [
    say(locale, isRight ? 'right' : 'wrong'),
    say(locale, `ask-${question.topic}`, valuesOf(question)),
    say(locale, 'answer', { answer: shown }),
    say(locale, whyOf(question), valuesOf(question)),
    ...(isLast ? [say(locale, 'score', { right: rights, of: questions.length })] : []),
  ];
  return {
    components: [
      container(isRight ? 'good' : 'waiting', [text(cut(lines.join('\n'), 1_500))]),
      row(
        isLast
          ? [
              primary({ kind: 'hunt', submission, round: 0 }, say(locale, 'hunt')),
              button({ kind: 'quiz', submission, n: 0, right: 0 }, say(locale, 'once')),
            ]
          : [primary({ kind: 'quiz', submission, n: n + 1, right: rights }, say(locale, 'next'))],
      ),
    ],
  };
}

function whyOf({ topic, choices, right, values }: QuizQuestion) {
  const answer = choices[right];
  const key = answer?.kind === 'sentence' ? answer.key : null;
  switch (topic) {
    case 'database':
      return key === 'volume' ? 'why-volume' : 'why-gone';
    case 'rebuild':
      return key === 'again' ? 'why-again' : 'why-cache';
    case 'argument':
      return key === 'list' ? 'why-list' : 'why-server';
    case 'context':
      return key === 'sent' ? 'why-sent' : 'why-hidden';
    case 'folder':
      return values.line === 0 ? 'why-folder-base' : 'why-folder';
    case 'user':
      return values.user === 'root' ? 'why-root' : 'why-user';
    default:
      return topic === 'port' ? 'why-port' : 'why-expose';
  }
}
