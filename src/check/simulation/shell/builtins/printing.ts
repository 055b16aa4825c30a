import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { fail, type Machine, type Program, setVariable } from '../machine.ts';
import type { Status } from '../status.ts';
import { print } from '../streams.ts';

const plainEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Resolves backslash escapes as in echo (`\0nnn`) and printf (`\nnn`). `ends`: a `\c` stops all output. */
function unescaped(text: string, octal: RegExp): { readonly text: string; readonly ends: boolean } {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character !== '\\') {
      result += character;
      continue;
    }
    const next = text[at + 1] ?? '';
    const digits = octal.exec(text.slice(at + 1, at + 5))?.[0];
    if (next === 'c') return { text: result, ends: true };
    if (digits !== undefined) {
      result += String.fromCharCode(Number.parseInt(digits, 8) % 256);
      at += digits.length;
    } else if (Object.hasOwn(plainEscapes, next)) {
      result += plainEscapes[next] ?? '';
      at += 1;
    } else result += character;
  }
  return { text: result, ends: false };
}

/** dash's echo knows only -n and always interprets escapes; bash's and busybox's interpret them with -e. */
export const echo: Program = (machine, args) => {
  const isDash = machine.dialect === 'dash';
  const flag = isDash ? /^-n$/ : /^-[neE]+$/;
  let at = 0;
  let newline = true;
  let escapes = isDash;
  while (flag.test(args[at] ?? '') && (!isDash || at === 0)) {
    const word = args[at] ?? '';
    if (word.includes('n')) newline = false;
    const last = Math.max(word.lastIndexOf('e'), word.lastIndexOf('E'));
    if (last > 0) escapes = word[last] === 'e';
    at += 1;
  }
  const line = args.slice(at).join(' ');
  const { text, ends } = escapes
    ? unescaped(line, isDash ? /^(?:0[0-7]{0,3}|[1-7][0-7]{0,2})/ : /^0[0-7]{0,3}/)
    : { text: line, ends: false };
  print(machine, newline && !ends ? `${text}\n` : text);
  return 'ok';
};

const directive = /^%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*)?)?([a-zA-Z%])?/;
/** bash and busybox also accept C's length modifiers. */
const longDirective = /^%[-+ #0']*(?:\d+|\*)?(?:\.(?:\d+|\*)?)?(?:hh?|ll?|[Ljzt])?([a-zA-Z%])?/;

/** Whole numbers as in C, decimal numbers, and the range of whole numbers. */
const whole = /^\s*[-+]?(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/;
const decimal = /^\s*[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|0[xX][\da-fA-F]+|inf(?:inity)?|nan)$/i;
const greatest = { d: 2n ** 63n - 1n, u: 2n ** 64n - 1n } as const;

/** Whether a word is a valid number for a directive. */
function isNumberFor(kind: string, word: string): boolean {
  if (!/[diouxXeEfFgGaA]/.test(kind) || word === '' || /^['"]/.test(word)) return true;
  if (!/[diouxX]/.test(kind)) return decimal.test(word);
  if (!whole.test(word)) return false;
  const digits = word.trim().replace(/^[-+]/, '');
  return (
    BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits) <= greatest[/[di]/.test(kind) ? 'd' : 'u']
  );
}

/** Formats words like printf; `wrong` is an invalid directive. */
function formatted(
  format: string,
  words: readonly string[],
  isDash: boolean,
): { readonly text: string; readonly wrong: string | null; readonly failed: boolean } {
  let text = '';
  let failed = false;
  let used = 0;
  do {
    const before = used;
    for (let at = 0; at < format.length; at += 1) {
      const character = format[at] ?? '';
      if (character === '\\') {
        const length = /^\\(?:[0-7]{1,3}|[\s\S])?/.exec(format.slice(at, at + 4))?.[0].length ?? 1;
        const piece = unescaped(format.slice(at, at + length), /^[0-7]{1,3}/);
        text += piece.text;
        if (piece.ends) return { text, wrong: null, failed };
        at += length - 1;
        continue;
      }
      if (character !== '%') {
        text += character;
        continue;
      }
      const match = (isDash ? directive : longDirective).exec(format.slice(at, at + 40));
      const kind = match?.[1];
      const whole = match?.[0] ?? '%';
      if (kind === undefined || (!'%sbcdiouxXeEfFgGaA'.includes(kind) && !(kind === 'q' && !isDash)))
        return {
          text,
          wrong: `${whole}${kind === undefined ? (format[at + whole.length] ?? '') : ''}`,
          failed,
        };
      at += whole.length - 1;
      if (kind === '%') {
        text += '%';
        continue;
      }
      const word = words[used] ?? '';
      used += 1;
      if (kind === 'b') {
        const piece = unescaped(word, /^0?[0-7]{1,3}/);
        text += piece.text;
        if (piece.ends) return { text, wrong: null, failed };
      } else if (kind === 's' && whole === '%s') text += word;
      else if (/[di]/.test(kind) && /^%[di]$/.test(whole) && /^[-+]?(?:0|[1-9]\d{0,14})?$/.test(word))
        text += String(Number(word));
      else {
        text += unknownText;
        if (isKnown(word) && !isNumberFor(kind, word)) failed = true;
      }
    }
    if (used === before) break;
  } while (used < words.length && text.length < 20_000);
  return { text, wrong: null, failed };
}

export const printf: Program = (machine, args, _input, name) => {
  const [format, ...words] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) return usage(machine, `${name}: usage: printf format [arg ...]`);
  if (args[0] !== '--' && format.startsWith('-') && format !== '-') {
    // Only bash has an option: `-v` with a variable to print into.
    if (machine.dialect !== 'bash') return usage(machine, `${name}: Illegal option ${format.slice(0, 2)}`);
    if (format === '-v') return printInto(machine, words);
    return usage(machine, `${name}: ${format.slice(0, 2)}: invalid option`);
  }
  if (!isKnown(format)) {
    print(machine, unknownText);
    return 'unknown';
  }
  const { text, wrong, failed } = formatted(format, words, machine.dialect === 'dash');
  print(machine, text);
  if (wrong !== null) return usage(machine, `${name}: ${wrong.replaceAll('\n', '\\n')}: invalid directive`);
  return failed ? 'failed' : 'ok';
};

/** `printf -v NAME format …`, which only bash has. */
function printInto(machine: Machine, [name = '', format = '', ...words]: readonly string[]): Status {
  const isLegible = isKnown(format) && words.every(isKnown);
  setVariable(
    machine,
    name,
    isLegible ? formatted(format, words, machine.dialect === 'dash').text : unknownText,
  );
  return 'ok';
}

const usage = (machine: Machine, phrase: string): Status => fail(machine, { kind: 'command-failed', phrase });
