/** Task labels in lessons: `TODO 3: Install`, `À FAIRE n°2`, `Exercise 1.2 — Build it`, `[TODO 3]`, `Task(4)`, `任务三：…`. */
import { countedByHand, numberByHand, withPlainSigns, wordEnd } from './plain-signs.ts';
import { placeholder, spoken, type TaskWord } from './task-words.ts';

export type { TaskWord };

export interface TaskLabel {
  readonly word: TaskWord;
  /** The word and its number as written: `Exercice 2`. */
  readonly written: string;
  /** The number: `3`, `1.2`, `2b`, `A`, `IV`; null for a label without one. */
  readonly number: string | null;
  /** The label is plural: `TODOs`, `Tasks`. */
  readonly plural: boolean;
  /** Written in capitals, or a phrase like `your code here`: not a casual mention. */
  readonly capitals: boolean;
  /** It begins with a capital letter. */
  readonly capital: boolean;
  /** A colon, dash or bracket separates it from what follows. */
  readonly mark: boolean;
  readonly title: string;
}

/** Qualifiers of a task, before the word or, in some languages, after it. */
const qualifier =
  /^(?:(?:(?:your|bonus|optional|extra|mandatory|required|additional|advanced|final|main|core|practical|hands-on|guided|graded|group|mini|stretch|coding|first|second|third|last|lab|(?:домашн|практич|дополнительн|самостоятельн|лабораторн|обязательн|бонусн|додатков|самостійн)\p{L}{1,5}|ek|opsiyonel|zusätzliche|optionale)[ \t\u00a0-]{1,3}){1,2}|(?:(?:[实實][验驗]|[课課][后後堂外]|[综綜]合|[拓扩擴][展]|[选選]做|必做|基[础礎]|[进進]阶|附加|必須|任意|追加|発展|応用|기본|추가|선택|필수|심화)[ \t]?){1,2})/iu;
const qualifierBehind =
  /^[ \t\u00a0](?:bonus|optionnel(?:le)?|facultati(?:f|ve)|obligatoire|supplémentaire|finale?|pratique|opcional|obligatori[oa]|adicional|extra)(?=[ \t\u00a0]{0,2}(?:[\d#n(:.–—-]|$))/iu;
/** A total: `Step 1 of 4`, `Step 1/4`. */
const total = /^[ \t]{0,2}(?:\/|(?:out of|of|sur|von|de|di|van)(?=[ \t]))[ \t]{0,2}\d{1,3}(?![\p{L}\p{N}])/iu;
/** Suffixes that make the word the name of a list. */
const listName =
  /^(?:list|check-?list|liste|overview|summary|recap|tracker|board|table|lijst|lista)s?\P{L}*$/iu;

/** Longer than any label with its title; the text beyond it is kept unchanged. */
const labelLimit = 300;

const anyOf = (words: typeof spoken): string => words.map(([, { source }]) => source).join('|');
const taskWord = new RegExp(`^(?:${anyOf(spoken)})${wordEnd}`, 'iu');
const fillIn = new RegExp(`^(?:${placeholder.source})`, 'iu');
const meanings = spoken.map(
  ([word, { source }]) => [word, new RegExp(`^(?:${source})${wordEnd}`, 'iu')] as const,
);

/** Finds one of the words anywhere in a line of code. */
export const taskWordAnywhere = new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf(spoken)})${wordEnd}`, 'iu');

/** `n°3`, `#3`, `(3)`, `no. 3`, `numéro 3`. */
const numberSign =
  /^[ \t\u00a0\u202f_-]{0,3}(?:(?:number|num[ée]ro|num|nr|no|n)(?!\p{L})\.?)?[ \t\u00a0]{0,2}[#№°º([]{0,2}[ \t\u00a0\u202f]{0,2}/iu;
const plainNumber =
  /^(?:\d{1,4}(?:\.\d{1,3}){0,2}(?=\p{Lo})|[一二三四五六七八九十]{1,3}(?![\p{L}\p{N}])|\d{1,4}(?:\.\d{1,3}){0,2}(?:\.?[a-z]|[A-H])?(?![\p{L}\p{N}]|[.,]\d)|(?:[A-Z](?:\.?\d{1,2})?|[IVX]{2,4})(?![\p{L}\p{N}]|[.,]\d))/u;
const lettersAlone = /^[A-Z]/;
/** `第3题`, `第二个任务`: the number precedes the word. */
const countedBefore = new RegExp(
  `^(\\P{L}{0,8})第[ ]?(\\d{1,3}|${countedByHand})[ ]?[个個道]?([题題问問步]|任[务務]|[练練][习習]|[课課][题題]|演習)`,
  'u',
);
const owner = /^[ \t]?\((?!\d)[^()\n]{1,40}\)/;
const closer = /^[ \t\u00a0]{0,2}[)\]>}]{1,3}/;
const separator = /^[ \t\u00a0\u202f]{0,4}(?::|[.|=»–—-]{1,3}(?=[\s\u00a0]|$)|[–—])/u;

/** The length of leading symbols and emoji, including emoji codes (`:dart:`). */
export const signsBefore = (text: string): number =>
  /^(?:[^\p{L}\p{N}]|(?<=:)[a-z][a-z0-9_+-]{1,30}:)*/u.exec(text)?.[0].length ?? 0;

/** A list number before the word: `3. `, `1.2 `, `a) ` or `三、`. */
const listCount = new RegExp(
  `^(?:(?:(\\d{1,3}(?:\\.\\d{1,3}){0,2})[.)]?|[a-z]\\))[\\s\\u00a0]+(?=\\p{L})|(?:\\d{1,3}|${countedByHand})[.)][\\s\\u00a0]*(?=\\p{Lo}))`,
  'u',
);

/** The label at the beginning of a text, optionally after symbols, an emoji or a list number; null if there is none. */
export function taskLabel(text: string): TaskLabel | null {
  const spokenHead = text.slice(0, labelLimit).normalize('NFC');
  const head = withPlainSigns(spokenHead).replace(countedBefore, '$1$3$2');
  const signs = signsBefore(head);
  const counted = listCount.exec(head.slice(signs));
  const begin = signs + (counted?.[0].length ?? 0);
  const before = taskWord.test(head.slice(begin)) ? '' : (qualifier.exec(head.slice(begin))?.[0] ?? '');
  const start = begin + before.length;
  const match = taskWord.exec(head.slice(start));
  if (match === null) return null;
  const word = meanings.find(([, said]) => said.test(head.slice(start)))?.[0] ?? 'todo';
  const [spokenWord] = match;
  const behind =
    word === 'todo' ? '' : (qualifierBehind.exec(head.slice(start + spokenWord.length))?.[0] ?? '');
  const written = before + spokenWord + behind;
  const after = head.slice(begin + written.length);
  const found = points.test(after) ? null : numberAfter(after);
  // If the number is not a proper one (`TODO 1st`), the whole is not a label.
  if (found === null && !points.test(after) && /^[\s#([]{0,2}\d/.test(after)) return null;
  let rest = after.slice(found?.length ?? 0);
  rest = rest.replace(found === null ? owner : total, '');
  const closed = closer.exec(rest)?.[0] ?? '';
  rest = rest.slice(closed.length).replace(/^[*_`]{1,3}/, '');
  const parted = separator.exec(rest)?.[0] ?? '';
  rest = rest.slice(parted.length);
  const isList = found === null && parted === '' && listName.test(rest.trim());
  return {
    word,
    written: `${written}${found === null ? '' : ` ${found.number}`}`,
    number: found?.number ?? counted?.[1] ?? null,
    plural: isList || isPlural(spokenWord),
    capitals: isInCapitals(spokenWord) || fillIn.test(spokenWord),
    capital: written.charAt(0) === written.charAt(0).toUpperCase(),
    mark: parted !== '' || closed !== '',
    title: (endOf(spokenHead, withoutWorth(rest).length) + text.slice(labelLimit)).trim(),
  };
}

const endOf = (text: string, length: number): string => text.slice(text.length - length);

/** Scripts without lower case do not count as capitals. */
const isInCapitals = (word: string): boolean => word === word.toUpperCase() && word !== word.toLowerCase();

const isPlural = (word: string): boolean =>
  /(?:s|en|i|gaver|gifter|elser|ningar|nia|l[ae]r|aufträge|úkoly|tehtävät|feladatok|задания|задачи|упражнения|вправи|шаги|кроки|вопросы|domande)$/i.test(
    word,
  ) &&
  !/[ \t]/.test(word) &&
  !/^(?:ü|t[âa]che$)/i.test(word);

/** Units of points and durations: `(2 points)`, `[Bonus]`. */
const unit =
  'p|pts?|points?|punkte?|puntos?|punti|pontos?|punten|marks?|min(?:utes?|uten)?|h|lines?|lignes?|zeilen?|%';
const worth = new RegExp(
  `^[ \\t]{0,3}[([][ \\t]?(?:[+~≈]?\\d{1,3}(?:[.,]\\d)?[ \\t]?(?:${unit})?\\.?|\\*{1,3}|bonus|optional|optionnel(?:le)?|facultatif|facultative|freiwillig|opcional|facoltativ[oa]|необязательно|по желанию|[可任][选選意]|[选選]做|必做|必須|선택|필수)[ \\t]?[)\\]][ \\t]{0,3}(?:[:–—-][ \\t]{0,3})?`,
  'iu',
);
const points = new RegExp(
  `^[ \\t]{0,3}[([][ \\t]?[+~≈]?\\d{1,3}(?:[.,]\\d)?[ \\t]?(?:${unit})\\.?[ \\t]?[)\\]]`,
  'iu',
);

/** The text of a heading without its own number. */
export const withoutCount = (text: string): string =>
  text.replace(
    /^(?:lab|tp|part|partie|section|module|chapter|chapitre|kapitel|teil)?[ \t]{0,2}[\d.]{1,12}[ \t]{0,2}[:.)–—-]{0,2}[ \t]{1,3}/iu,
    '',
  );

export const withoutWorth = (text: string): string => text.replace(worth, '');

function numberAfter(after: string): { readonly number: string; readonly length: number } | null {
  const sign = numberSign.exec(after)?.[0] ?? '';
  const number = plainNumber.exec(after.slice(sign.length))?.[0];
  if (number === undefined) return null;
  const length = sign.length + number.length;
  const byHand = numberByHand(number);
  if (byHand !== null) return { number: String(byHand), length };
  // A letter is a number only if just a separator follows: `Task A: …`, not `TODO A file is missing`.
  if (lettersAlone.test(number) && !/^(?:[ \t]?[):\].–—-]|[ \t]*$)/.test(after.slice(length))) return null;
  if (lettersAlone.test(number) && sign === '') return null;
  return { number, length };
}

/** Stop words, ignored when titles are compared. */
const small = new Set(
  'a an and the of to in for with your our its le la les un une des du de et au aux pour dans avec votre ton'.split(
    ' ',
  ),
);

/** The significant words of a title, for comparisons. */
export function titleWords(title: string): readonly string[] {
  return title
    .slice(0, labelLimit)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !small.has(word));
}

/** The similarity of two titles, from 0 to 1: the share of the shorter title's words that the longer one contains. */
export function likeness(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const common = short.filter((word) => long.includes(word)).length;
  // A single word in common with a long title is a coincidence.
  return short.length === 1 && long.length > 4 ? common / 2 : common / short.length;
}
