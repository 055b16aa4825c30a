import { commandAtPrompt } from '../intake/shell-prompt.ts';
import { isCodeOrRemark } from './code-line.ts';
import { type MatchLine, matchLine } from './phrase.ts';
import { inEnglish } from './translated.ts';

/** Characters of a text that are read. The decisive line is often near the end, so a longer text loses its middle. */
const most = { text: 64 * 1024, beginning: 16 * 1024 } as const;
/** Longer lines are split, because a browser's single-line field joins many into one. Characters. */
const longLine = 800;

/** The kind of a line of pasted output. */
type OutputKind =
  /** Printed by a program, so it may report what went wrong. */
  | 'said'
  /** Typed at a prompt. */
  | 'typed'
  /** The name of a build step, an excerpt of a file, or code: it shows where something failed, not what. */
  | 'quoted';

export interface OutputLine {
  /** Line number in the original text, from 1. */
  readonly number: number;
  readonly kind: OutputKind;
  /** Without colours and without the prefixes of builds, Compose and logs. */
  readonly text: string;
  readonly match: MatchLine;
  /** What printed the line, according to its prefix; null without one. */
  readonly source: 'build' | 'container' | null;
  /** A log marks it as an error, in front of the text. */
  readonly loggedAsError: boolean;
}

/** Splits text copied from a terminal, a log or a browser into classified lines. Empty lines are dropped. */
export function outputLines(text: string): readonly OutputLine[] {
  const lines: OutputLine[] = [];
  let before: OutputLine | null = null;
  for (const [number, raw] of numbered(text)) {
    for (const piece of pieces(uncoloured(raw))) {
      const line = readLine(number, piece, before);
      if (line === null) continue;
      lines.push(line);
      before = line;
    }
  }
  return lines;
}

function* numbered(text: string): Generator<readonly [number: number, line: string]> {
  const cut = text.length > most.text;
  const beginning = cut ? text.slice(0, most.beginning) : text;
  const head = beginning.split('\n');
  yield* head.map((line, at) => [at + 1, line] as const);
  if (!cut) return;
  const from = text.length - (most.text - most.beginning);
  let number = head.length;
  for (let at = text.indexOf('\n', most.beginning); at >= 0 && at < from; at = text.indexOf('\n', at + 1))
    number += 1;
  yield* text
    .slice(from)
    .split('\n')
    .map((line, at) => [number + at, line] as const);
}

/** Removes colours, cursor movements and invisible characters; carriage returns become spaces. */
const uncoloured = (line: string): string =>
  line
    .replace(/\u001B\][^\u0007\u001B]{0,300}(?:\u0007|\u001B\\)/g, '')
    .replace(/\u001B\[[\d;?]{0,20}[A-Za-z]/g, '')
    // Copying often loses the escape character and leaves the rest of the sequence.
    .replace(/(?:\^\[|␛|\uFFFD)?\[\d{1,3}(?:;\d{1,3}){0,4}m/g, '')
    .replace(
      /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g,
      '',
    )
    .replace(/\r/g, ' ')
    // A terminal echoes Ctrl+C as ^C, directly before the program's output.
    .replace(/^\^C(?=\S)/, '');

function pieces(line: string): readonly string[] {
  if (line.length <= longLine) return [line];
  const parts: string[] = [];
  for (let at = 0; at < line.length; ) {
    const blank = line.lastIndexOf(' ', at + longLine);
    const end = line.length - at <= longLine || blank <= at ? at + longLine : blank;
    parts.push(line.slice(at, end));
    at = end;
  }
  return parts;
}

/** Compose: `web-1  | `, `web_1  | `. */
const composeMark = /^\s{0,4}(?=[\w.-]{0,60}[A-Za-z])[\w.-]{1,60} {0,30}\| ?/;

/** Prefixes of a program's output, in the order in which they are removed. */
const prefixes: readonly RegExp[] = [
  // BuildKit: `#12 0.345 `, ` => => # `, `0.345 `
  /^\s{0,8}#\d{1,4} (?:\d{1,6}\.\d{1,3} )?(?!\[)/,
  /^\s{0,8}(?:=> ){1,3}# ?/,
  /^\s{0,4}(?:\d{1,6}\.\d{2,3}|\d{3,6}\.\d) (?=\S| {2,8}\S)/,
  composeMark,
  // `2026-03-01T10:00:00.123456789Z `, `[2026-03-01 10:00:00 +0000] [7] [ERROR] `, `2026-03-01 10:00:00.123 UTC [1] `
  /^\s{0,4}\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[A-Z]{3,4}(?![A-Z])|[+-]\d\d:?\d\d))?\]? ?(?:\[\d{1,9}\] ?)?(?:\[?(?:INFO|ERROR|WARNING|WARN|CRITICAL|DEBUG)\]? )?/,
  /^\s{0,4}\[\d\d?\/[A-Z][a-z]{2}\/\d{4} \d\d:\d\d:\d\d\] /,
];

function withoutPrefixes(line: string): string {
  let text = line;
  for (const prefix of prefixes) text = text.slice(prefix.exec(text.slice(0, 200))?.[0].length ?? 0);
  return text;
}

/** The mark of a Discord quote. */
const quoteMark = /^\s{0,8}>{1,3} (?!\[(?:internal|[^\]\n]{0,40}\d\/\d))/;
const buildMark = /^\s{0,8}(?:#\d{1,4} |=> |> \[)/;
/** The heading of a build step without an ERROR mark: `#8 [3/5] RUN …`, ` > [3/5] RUN …`, `Step 3/8 : RUN …`, `=> CACHED [2/5] …`. */
const step =
  /^\s{0,8}(?:#\d{1,4} (?:\[|CACHED|DONE)|=> (?!ERROR|=> #)|> \[|Step \d{1,3}\/\d{1,3} ?:|STEP \d{1,3}(?:\/\d{1,3})?:)/;
/** An instruction of the Dockerfile, whose text may contain a message: `RUN x || echo "x: not found"`. */
const instruction = /^\s{0,8}(?:RUN|CMD|ENTRYPOINT) \S/;
/** A line of a file, preceded by its number. */
const excerpt = /^\s{0,8}\d{1,4} \|/;
const frame = /^\s{0,40}File "[^"]{1,300}", line \d{1,6}/;
/** The last line of a traceback. It may directly follow a frame, because frames inside Python itself show no code. */
const exception =
  /^\s{0,8}(?:[a-z_]\w{0,40}\.){0,8}[A-Z]\w{0,60}(?:Error|Exception|Warning|Exit|Interrupt)(?::|\s{0,8}$)/;
const carets = /^\s{0,200}[\^~]{1,200}\s{0,20}$/;

const errorLevel = /\b(?:ERROR|CRITICAL)\]? ?$/;

function readLine(number: number, sent: string, before: OutputLine | null): OutputLine | null {
  const raw = sent.slice(quoteMark.exec(sent.slice(0, 20))?.[0].length ?? 0);
  const text = withoutPrefixes(raw).trimEnd();
  if (text.trim() === '') return null;
  const typed = commandAtPrompt(raw);
  const kind = kindOf(raw, text, typed, before);
  return {
    number,
    kind,
    text: text.trim(),
    match: matchLine(kind === 'typed' ? (typed ?? text) : inEnglish(text)),
    source: sourceOf(raw),
    loggedAsError: errorLevel.test(raw.slice(0, raw.trimEnd().length - text.length)),
  };
}

function sourceOf(raw: string): OutputLine['source'] {
  if (buildMark.test(raw)) return 'build';
  return composeMark.test(raw.slice(0, 200)) ? 'container' : null;
}

function kindOf(raw: string, text: string, typed: string | null, before: OutputLine | null): OutputKind {
  if (typed !== null && typed !== '') return 'typed';
  const start = raw.slice(0, 300);
  if (
    instruction.test(start) ||
    step.test(start) ||
    excerpt.test(start) ||
    frame.test(text.slice(0, 400)) ||
    carets.test(text.slice(0, 300)) ||
    isCodeOrRemark(text)
  )
    return 'quoted';
  // The line of code below a traceback's frame.
  const isCode =
    before !== null && frame.test(before.text.slice(0, 400)) && !exception.test(text.slice(0, 400));
  return isCode ? 'quoted' : 'said';
}
