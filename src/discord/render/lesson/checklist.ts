import type { APIModalInteractionResponseCallbackData, APISelectMenuOption } from 'discord-api-types/v10';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { ChecklistBox } from '../../../teaching/checklist.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId } from '../custom-id.ts';
import { paragraphField } from '../form-fields.ts';
import { button, container, cut, type Message, menu, primary, row, text } from '../message.ts';
import { code, quote } from '../quote.ts';
import { stamp } from '../time.ts';

const say = words('checklist', {
  en: {
    title: '### {{lesson}}: {{done}} of {{of}} done',
    done: '☑ {{item}}\n-# {{proof}}',
    open: '☐ {{item}}',
    'open-how': '☐ {{item}}\n-# {{how}}',
    'proof-file': 'I got {{path}} {{when}}.',
    'proof-todos': 'Every TODO was done {{when}}.',
    'proof-verification': 'Shown by your verification {{when}}.',
    'proof-link': '[Shown by your verification]({{link}}) {{when}}.',
    'proof-docker': 'You pasted: Docker version {{version}}.',
    'proof-pull-request': '[Your pull request]({{link}}), checked {{when}}.',
    'proof-hand': 'You ticked it {{when}}.',
    'how-file': 'Send it to me, then it is ticked.',
    'how-todos': 'Ticked when a check finds them all done.',
    'how-build': 'Ticked when a full verification builds it.',
    'how-run': 'Ticked when a full verification runs it.',
    'how-answer': 'Ticked when it answers in a full verification.',
    'how-docker': 'Paste what `docker --version` says.',
    'how-pull-request': 'Ticked by hand, or with the address of your pull request.',
    more: '…and {{count}} more in the lesson.',
    none: '**{{lesson}}** has no checklist. `/status` shows where you stand.',
    status: 'Where do I stand?',
    hand: 'Tick or untick by hand',
    paste: 'Paste docker --version',
    result: 'Show the verification',
    verify: 'Full verification',
    check: 'Send my files',
    again: 'Refresh',
    form: 'What does your terminal say?',
    output: 'docker --version',
    outputMore: 'Type it in your terminal, and paste what it prints.',
    noVersion:
      'I do not see “Docker version …” in that. Type `docker --version` in your terminal and paste all that it prints. If it says that the command is not found, Docker is not installed yet.',
  },
});

const maxShown = 14;

/** The lesson's checklist: each box with its proof, or the way to get it. */
export function checklistMessage(
  locale: Locale,
  guild: string,
  lesson: Pick<Lesson, 'title'>,
  boxes: readonly ChecklistBox[],
): Message {
  const name = quote(lesson.title, 100);
  if (boxes.length === 0)
    return {
      components: [
        container('calm', [text(say(locale, 'none', { lesson: name }))]),
        row([button({ kind: 'status', guild, how: 'new' }, say(locale, 'status'))]),
      ],
    };
  const done = boxes.filter(({ proof }) => proof !== null).length;
  const lines = [
    say(locale, 'title', { lesson: name, done, of: boxes.length }),
    ...boxes.slice(0, maxShown).map((box) => boxLine(locale, box)),
    ...(boxes.length > maxShown ? [say(locale, 'more', { count: boxes.length - maxShown })] : []),
  ];
  return {
    components: [
      container(done === boxes.length ? 'good' : 'calm', [text(cut(lines.join('\n'), 3_000))]),
      ...handMenu(locale, guild, boxes),
      row(ways(locale, guild, boxes)),
    ],
  };
}

function boxLine(locale: Locale, box: ChecklistBox): string {
  const item = quote(box.item.text, 160);
  const { kind } = box.provable;
  if (box.proof !== null) return say(locale, 'done', { item, proof: proofText(locale, box.proof) });
  return kind === 'hand'
    ? say(locale, 'open', { item })
    : say(locale, 'open-how', { item, how: say(locale, `how-${kind}`) });
}

function proofText(locale: Locale, proof: NonNullable<ChecklistBox['proof']>): string {
  switch (proof.kind) {
    case 'file':
      return say(locale, 'proof-file', { path: code(proof.path, 60), when: stamp(proof.at) });
    case 'todos':
      return say(locale, 'proof-todos', { when: stamp(proof.at) });
    case 'verification':
      return proof.link === null
        ? say(locale, 'proof-verification', { when: stamp(proof.at) })
        : say(locale, 'proof-link', { link: proof.link, when: stamp(proof.at) });
    case 'ticked': {
      const { by, proof: shown, at } = proof.tick;
      if (by === 'output') return say(locale, 'proof-docker', { version: code(shown ?? '', 40) });
      if (by === 'pull-request' && shown !== null)
        return say(locale, 'proof-pull-request', { link: shown, when: stamp(at) });
      return say(locale, 'proof-hand', { when: stamp(at) });
    }
  }
}

/** Whether a box may be ticked by hand: only if nothing can prove it. */
export const isTickedByHand = ({ provable }: ChecklistBox): boolean =>
  provable.kind === 'hand' || provable.kind === 'pull-request';

function handMenu(locale: Locale, guild: string, boxes: readonly ChecklistBox[]) {
  const options = boxes.flatMap((box, index): readonly APISelectMenuOption[] =>
    isTickedByHand(box)
      ? [{ label: cut(`${box.proof === null ? '☐' : '☑'} ${box.item.text}`, 100), value: String(index) }]
      : [],
  );
  return menu({ kind: 'checklist-ticks', guild }, say(locale, 'hand'), options);
}

/** The most useful next step comes first. */
function ways(locale: Locale, guild: string, boxes: readonly ChecklistBox[]): Parameters<typeof row>[0] {
  const open = boxes.find(({ proof, provable }) => proof === null && provable.kind !== 'hand')?.provable.kind;
  const shown = boxes.flatMap(({ proof }) => (proof?.kind === 'verification' ? [proof.submission] : []))[0];
  const verifies = open === 'build' || open === 'run' || open === 'answer';
  return [
    ...(open === 'file' || open === 'todos' ? [primary({ kind: 'check-form' }, say(locale, 'check'))] : []),
    ...(verifies ? [primary({ kind: 'verify', guild }, say(locale, 'verify'))] : []),
    ...(boxes.some(({ proof, provable }) => proof === null && provable.kind === 'docker')
      ? [button({ kind: 'checklist-form', guild }, say(locale, 'paste'))]
      : []),
    ...(shown === undefined ? [] : [button({ kind: 'result', submission: shown }, say(locale, 'result'))]),
    button({ kind: 'checklist', guild, how: 'again' }, say(locale, 'again')),
  ];
}

/** The form for the output of `docker --version`. */
export const versionForm = (locale: Locale, guild: string): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ kind: 'checklist-sent', guild }),
  title: say(locale, 'form'),
  components: [
    paragraphField(
      'output',
      { label: say(locale, 'output'), description: say(locale, 'outputMore') },
      { most: 2000, least: 1 },
    ),
  ],
});

export const noVersionSeen = (locale: Locale, guild: string): Message => ({
  components: [
    container('waiting', [text(say(locale, 'noVersion'))]),
    row([primary({ kind: 'checklist-form', guild }, say(locale, 'paste'))]),
  ],
});
