import { hintWord, invitation, speaksOfAnswer, speaksOfSeveral, tipWord, wholeAnswer } from './hint-words.ts';
import { withPlainSigns } from './plain-signs.ts';
import { signsBefore, type TaskLabel, type TaskWord, taskLabel, taskWordAnywhere } from './task-labels.ts';

/** A reference to a task in a hint's label: `TODO 3`, `exercise 1.2`. Without a word it is the hint's own number. */
export interface TaskName {
  readonly word: TaskWord | null;
  readonly number: string;
}

export interface HintLabel {
  /** What the label announces: `hint` for `Hint`, `Solution` or `Click to reveal`. */
  readonly says: 'hint' | 'tip' | 'nothing';
  /** The label is plural: `Hints`, `Solutions`. */
  readonly plural: boolean;
  readonly names: readonly TaskName[];
  /** A colon, dash or bracket separates it from what follows. */
  readonly mark: boolean;
  /** The rest of the label: `Hint for TODO 1 (Install uv)` → `Install uv`. */
  readonly title: string;
}

const labelLimit = 300;

/** Whether a title announces the answer, not just help on the way. */
export const isAnswer = (title: string): boolean => speaksOfAnswer(title.slice(0, labelLimit));

/** A list of numbers: `3`, `2 and 3`, `1, 2 et 4`, `2-4`. */
const numbers =
  /^\d{1,4}(?:\.\d{1,3}){0,2}(?:\.?[a-z])?(?![\p{L}\p{N}]|[.]\d)(?:[ \t]{0,2}(?:,[ \t]?(?:and|et)?|and|et|und|y|e|en|&|\+|[-–]|to|à|through)[ \t]{0,2}#?\d{1,4}(?:\.\d{1,3}){0,2}(?:\.?[a-z])?(?![\p{L}\p{N}]|[.]\d)){0,20}/iu;
const rangeLimit = 50;
/** `1, 2 and 3`: commas separate numbers of a list only if a word joins the last one. */
const closedList = /(?:and|et|und|y|e|en|&)[ \t]{0,2}#?\d[\w.]{0,8}$/iu;
/** What joins the labels of two tasks: `TODO 1 and TODO 2`. */
const joint =
  /^(?:,[ \t]?(?:and|et|und|y|e|en)?|&|\+|and|et|und|y|e|en|or|ou|oder|to|à|bis)[ \t]{0,2}(?=\p{L})/iu;
/** The most tasks that one label may list. */
const mostLabels = 20;
const sign =
  /^[ \t\u00a0\u202f_-]{0,3}(?:(?:for|pour|für|number|num[ée]ro|num|nr|no|n)(?!\p{L})\.?)?[ \t\u00a0]{0,2}[#№°º(:[]{0,2}[ \t\u00a0\u202f]{0,2}/iu;

export function hintLabel(text: string): HintLabel {
  const spoken = withPlainSigns(text.slice(0, labelLimit).normalize('NFC'));
  const head = spoken.slice(signsBefore(spoken));
  const word = hintWord.exec(head);
  const task = taskWordAnywhere.exec(head);
  const named = task === null ? null : namesAt(head.slice(task.index));
  const answered = answerLetter.exec(head)?.[1];
  if (answered) return answerTo(answered);
  const own = named === null && word !== null ? numbersAt(head.slice(word.index + word[0].length)) : null;
  return {
    says: saysOf(head, word),
    plural:
      word !== null &&
      (speaksOfSeveral(word[0], named === null && own === null && word[0] === head.trim()) ||
        wholeAnswer.test(head)),
    names: named ?? (own ?? []).map((number) => ({ word: null, number })),
    mark: /^[^:]{1,80}:|\p{L}[^–—]{0,80}(?:[–—]| - )|\)[ \t]*$/u.test(head),
    title: titleOf(head),
  };
}

const answerTo = (number: string): HintLabel => ({
  says: 'hint',
  plural: false,
  names: [{ word: 'question', number }],
  mark: true,
  title: '',
});

/** `A1`, the answer to `Q1`. */
const answerLetter = /^[^\p{L}\p{N}]{0,6}(?:a|r|ans)[ .]?(\d{1,3}|(?=[.:]|$))[^\p{L}\p{N}]{0,3}$/iu;

function saysOf(head: string, word: RegExpExecArray | null): HintLabel['says'] {
  if (word !== null || answerLetter.test(head)) return 'hint';
  if (tipWord.test(head)) return 'tip';
  return invitation.test(head) ? 'hint' : 'nothing';
}

function namesAt(text: string): readonly TaskName[] | null {
  const label = taskLabel(text);
  if (label === null) return null;
  const after = text.slice(/^[^\d\n]{0,20}/.exec(text)?.[0].length ?? 0);
  const found = label.number === null ? null : numbersIn(after, label.plural);
  if (found !== null && found.length > 1 && found.includes(label.number ?? ''))
    return found.map((number) => ({ word: label.word, number }));
  if (label.number === null) {
    const several = label.plural ? numbersAt(text.slice(label.written.length)) : null;
    return several?.map((number) => ({ word: label.word, number })) ?? null;
  }
  return [label, ...labelsBehind(label)].flatMap(({ word, number }) =>
    number === null ? [] : [{ word, number }],
  );
}

/**
 * The labels joined to a first one: `TODO 2` and `TODO 3` in `TODO 1, TODO 2 and TODO 3: the folder`. Labels joined by `to` form
 * a range.
 */
function labelsBehind(first: TaskLabel): readonly TaskLabel[] {
  const labels: TaskLabel[] = [];
  let last = first;
  while (labels.length < mostLabels) {
    const joined = joint.exec(last.title)?.[0];
    const next = joined === undefined ? null : taskLabel(last.title.slice(joined.length));
    if (joined === undefined || next === null || next.number === null || next.word !== first.word) break;
    const isRange = /^(?:to|à|bis)[ \t]/i.test(joined);
    const between = isRange ? numbersBetween(last.number ?? '', next.number) : [];
    labels.push(...between.map((number) => ({ ...next, number })), next);
    last = next;
  }
  return labels;
}

/** The whole numbers strictly between two numbers. */
function numbersBetween(first: string, last: string): readonly string[] {
  const length = Number(last) - Number(first) - 1;
  if (!(length > 0 && length < rangeLimit)) return [];
  return Array.from({ length }, (_, index) => String(Number(first) + index + 1));
}

function numbersAt(after: string): readonly string[] | null {
  const rest = after.slice(sign.exec(after)?.[0].length ?? 0);
  const letter = /^[A-Z](?=[ \t]?(?:[):\].–—-]|$))/.exec(rest)?.[0];
  if (letter !== undefined) return [letter];
  return numbersIn(rest, true);
}

function numbersIn(text: string, several: boolean): readonly string[] | null {
  const list = numbers.exec(text)?.[0];
  if (list === undefined) return null;
  const found = list.match(/\d{1,4}(?:\.\d{1,3}){0,2}(?:\.?[a-z](?!\p{L}))?/giu) ?? [];
  const [first = '', last = ''] = found;
  const range = /^\d+[ \t]{0,2}(?:[-–]|to|à|through)[ \t]{0,2}\d+$/iu.test(list);
  // `TODO 5, 6` names two, `TODO 2, 3 lines` one.
  const isWhole = closedList.test(list) || /^[ \t]*(?:$|[:)\].–—-])/.test(text.slice(list.length));
  if (!range) return several || !list.includes(',') || isWhole ? found : [first];
  if (!several && /\s/.test(list)) return [first];
  const length = Number(last) - Number(first);
  if (length < 1 || length > rangeLimit) return [first];
  return [first, ...numbersBetween(first, last), last];
}

/** What remains of a label without its words, numbers and brackets. */
function titleOf(head: string): string {
  const task = taskWordAnywhere.exec(head);
  const label = task === null ? null : taskLabel(head.slice(task.index));
  const last = label === null ? null : (labelsBehind(label).at(-1) ?? label);
  const spoken = task === null || last === null ? head : `${head.slice(0, task.index)} ${last.title}`;
  return trimmed(spoken.replace(hintWord, ' ').replace(tipWord, ' ').replace(invitation, ' '));
}

const joints =
  /^(?:[^\p{L}\p{N}"'`«“[<]|\d{1,4}(?![\p{L}\p{N}.])|(?:for|to|on|about|the|and|pour|de|du|des|les?|la|et|n)(?=[\s°:#(]|$)|[dl]['’])+/iu;

function trimmed(text: string): string {
  const rest = text.trim();
  const bracketed = /^[\s:–—-]{0,6}(?:for|pour)?\s{0,3}\(([^()]*)\)$/iu.exec(rest)?.[1];
  return (bracketed ?? rest.replace(joints, '')).replace(/(?<![\s:\-–—(])[\s:\-–—(]+$/, '').trim();
}

/** A question whether help is needed, followed by the help. */
const plea =
  /^[^\p{L}\p{N}]{0,6}(?:(?:do you )?need (?:some |a )?(?:more )?(?:help|hint)|(?:still |are you )?stuck|lost|blocked|besoin d['’ ](?:aide|un (?:indice|coup de pouce))|bloquée?|une question|brauchst du hilfe|hilfe|ayuda|aiuto|ajuda)[ \t\u00a0]?[?:!]/iu;
const bulb = /^[^\p{L}\p{N}:]{0,6}(?:💡|:bulb:)[^\p{L}\p{N}]{0,6}/u;
/** A hint word after the name of a task: `TODO 1 hint: …`, `Exercise 2 (solution)`. */
const wordBehind = /^[([]?(\p{L}[\p{L} ]{2,24}\p{L})[)\]]?[ \t\u00a0]{0,2}(?:[:–—→➜]|-[ \t]|$)/u;

interface LeadingHint {
  readonly label: HintLabel;
  /** The length of the label in the text. */
  readonly length: number;
}

/**
 * The label at the start of a paragraph, such as `Hint 2: …`, `TODO 2 hint: …` or `Indice pour la tâche 3 — …`, with its length;
 * null for a paragraph that merely mentions hints.
 */
export function leadingHint(text: string): LeadingHint | null {
  const head = withPlainSigns(text.slice(0, labelLimit));
  const asked = plea.exec(head)?.[0].length;
  if (asked !== undefined) return { label: hintLabel(head.slice(0, asked)), length: asked };
  const signs = signsBefore(head);
  const rest = head.slice(signs);
  const word = hintWord.exec(rest);
  const end = word?.index === 0 ? word[0].length : (tipWord.exec(rest)?.[0].length ?? null);
  if (end === null) return word === null ? null : behindTask(head);
  const between = /^[^:–—→➜\n]{0,60}?(?:[:–—→➜]| - |[ \t]*$)/u.exec(rest.slice(end))?.[0];
  if (between === undefined || !goesOn(between)) return null;
  const length = signs + end + between.length;
  return { label: hintLabel(head.slice(0, length)), length };
}

/** What connects the hint word to its task. */
const forTask =
  /^(?:$|[:–—→➜!?-]|[#(№n]|[的の]|\d|(?:for|to|pour|d[eu]|zu[rm]?|für|von|para|del?|dos?|das?|della?|dell|per|di|voor|van|till|til|för|для|до|ко?|на|для|k|do)(?!\p{L})|[dl]['’])/iu;

/** Whether the text between the hint word and the separator is a name, not a sentence that begins with the word. */
function goesOn(between: string): boolean {
  const spoken = between.replace(/^[*_\s]{0,4}/, '');
  return forTask.test(spoken) || taskLabel(spoken) !== null;
}

/** The name of a task followed by a hint word. */
function behindTask(head: string): LeadingHint | null {
  const task = taskLabel(head);
  if (task === null || task.number === null) return null;
  const found = wordBehind.exec(task.title);
  const [spoken = '', word = ''] = found ?? [];
  if (hintWord.exec(word)?.[0] !== word) return null;
  const length = head.trimEnd().length - task.title.length + spoken.length;
  return { label: hintLabel(head.slice(0, length)), length };
}

export const withoutBulb = (text: string): string => text.replace(bulb, '');

/** A paragraph that begins with a light bulb emoji, optionally followed by the name of a task. */
export function bulbTip(text: string): LeadingHint | null {
  const sign = bulb.exec(text.slice(0, labelLimit))?.[0].length;
  if (sign === undefined) return null;
  const task = taskLabel(text);
  const isNamed = task !== null && task.number !== null && !task.plural && task.mark;
  const length = isNamed ? text.trimEnd().length - task.title.length : sign;
  return { label: { ...hintLabel(isNamed ? task.written : ''), says: isNamed ? 'hint' : 'tip' }, length };
}
