import type { SubmittedFiles } from '../submission/files.ts';
import { type FileCandidate, isIgnoreFile, recogniseCandidate } from './candidate.ts';
import { stripColours, stripQuotes } from './decorations.ts';
import { type Block, splitBlocks, trimBlankLines } from './fences.ts';
import { roleByLabel } from './file-role.ts';
import { furtherByName, furtherWithin, takeFurtherFiles } from './further-files.ts';
import { fileNamedIn, headingAbove } from './headings.ts';
import {
  type FileNames,
  type FileProblem,
  type Fragment,
  type FurtherFile,
  maxBlocks,
  maxLines,
  startOfLine,
} from './intake-result.ts';
import { isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';
import { isOtherFile } from './other-file.ts';
import { type Section, splitSections } from './sections.ts';
import { undecorated } from './undecorated.ts';
import { stripInvisible } from './web-marks.ts';

/** A whole file besides the lesson's three. */
interface FurtherCandidate {
  readonly path: string;
  readonly text: string;
}

/** What a message consists of, before it is decided what it means. */
export interface MessageParts {
  readonly candidates: FileCandidate[];
  /** Whole files besides the lesson's three. */
  readonly further: FurtherCandidate[];
  /** The files of whole projects, as lessons ask for them that build the student's own. */
  readonly projects: SubmittedFiles[];
  readonly prose: string[];
  /** Lines that a build, a container or a program printed. */
  readonly output: string[];
  /** Commands for the student's own terminal. */
  readonly commands: string[];
  /** Lines of a file that the prose quotes. */
  readonly quoted: Fragment[];
  readonly problems: FileProblem[];
}

export const emptyParts = (): MessageParts => ({
  candidates: [],
  further: [],
  projects: [],
  prose: [],
  output: [],
  commands: [],
  quoted: [],
  problems: [],
});

/** Reads a text that may contain files. `attachment` is its name if it was attached, `above` the last line before it. */
export function readParts(
  text: string,
  names: FileNames,
  parts: MessageParts,
  attachment: string | null = null,
  above = '',
): void {
  const plain = stripInvisible(
    stripColours(text.replaceAll(/\r{1,2}\n|[\r\u000B\u0085\u2028\u2029]/g, '\n')),
  );
  const blocks = splitBlocks(stripQuotes(plain.split('\n')).join('\n'));
  const reader = new BlockReader(parts, names, attachment, above, blocks);
  let left = maxBlocks;
  for (const block of blocks) {
    if (block.fenced) left -= 1;
    if (left >= 0) reader.read(block);
  }
  if (left < 0) parts.problems.push({ kind: 'too-many', taken: maxBlocks });
}

/** Adds what is in the blocks of one text to a message's parts. */
class BlockReader {
  readonly #parts: MessageParts;
  readonly #names: FileNames;
  readonly #attachment: string | null;
  readonly #above: string;
  readonly #hasCodeBlocks: boolean;

  constructor(
    parts: MessageParts,
    names: FileNames,
    attachment: string | null,
    above: string,
    blocks: readonly Block[],
  ) {
    this.#parts = parts;
    this.#names = names;
    this.#attachment = attachment;
    this.#above = above;
    this.#hasCodeBlocks = blocks.some((block) => block.fenced);
  }

  read(block: Block): void {
    if (block.inline) {
      this.#parts.prose.push(block.content.trim());
      this.#quote(block.content);
      return;
    }
    const { lines: all, whole } = undecorated(block);
    const lines = whole ? this.#withoutFurther(all, block) : all;
    if (lines.every((line) => line.trim() === '')) return;
    const above = block.before === '' ? this.#above : block.before;
    const heading = headingAbove(block.title) ?? headingAbove(above);
    const named = heading?.role ?? roleByLabel(block.label);
    if (block.fenced && named === 'dockerignore' && isIgnoreFile(lines)) {
      const text = trimBlankLines(lines.join('\n'));
      this.#parts.candidates.push({ role: named, name: heading?.name ?? null, text, whole });
      return;
    }
    const { sections, prose, output, commands } = splitSections(lines, block.fenced);
    let recognised = 0;
    for (const [at, section] of sections.entries()) {
      const found = recogniseCandidate(section, block, at === 0 ? heading : null);
      const candidate = found !== null && isListInOutput(found, section.lines, output, lines) ? null : found;
      // If a message has code blocks, only a whole file outside of them is more than prose.
      if (candidate === null || (this.#hasCodeBlocks && !block.fenced && !candidate.whole)) {
        this.#addUnrecognised(section, block.fenced);
        continue;
      }
      recognised += 1;
      this.#parts.candidates.push({ ...candidate, whole: candidate.whole && whole });
    }
    this.#parts.prose.push(...prose);
    this.#parts.output.push(...output);
    this.#parts.commands.push(...commands);
    if (recognised === 0 && !block.fenced) for (const line of prose) this.#quoteInstructionsIn(line);
  }

  /** Takes what is one of the lesson's further files, by its name or by what it says, and leaves the others. */
  #withoutFurther(lines: readonly string[], block: Block): readonly string[] {
    const { rest, files } = takeFurtherFiles(lines, this.#names, block.fenced);
    if (files.length === 0) {
      const named = block.fenced ? this.#furtherNamed(block) : null;
      const all = named === null ? null : { file: named, from: 0, to: lines.length };
      const found = all ?? furtherWithin(lines, this.#names, block.fenced);
      if (found === null) return rest;
      const text = trimBlankLines(lines.slice(found.from, found.to).join('\n'));
      this.#parts.further.push({ path: found.file.path, text });
      return [...lines.slice(0, found.from), ...lines.slice(found.to)];
    }
    for (const { file, text: content } of files) this.#parts.further.push({ path: file.path, text: content });
    return rest;
  }

  /** The further file that stands above a code block, or in its first line. */
  #furtherNamed({ title, label, before }: Block): FurtherFile | null {
    const above = before === '' ? this.#above : before;
    const words = startOfLine(above).split(/[\s,;()*"'`]+/);
    const candidates = [title, label, ...words.map((word) => word.replace(/[.:]$/, ''))];
    const found = new Set(candidates.flatMap((each) => furtherByName(each, this.#names) ?? []));
    const [file] = found;
    return found.size === 1 && fileNamedIn(above) === null ? (file ?? null) : null;
  }

  /** Lines of no file: prose, commands, or something unknown. */
  #addUnrecognised({ lines, heading }: Section, fenced: boolean): void {
    const nonBlank = lines.slice(0, maxLines).filter((line) => line.trim() !== '');
    if (!fenced) this.#parts.prose.push(...lines);
    else if (isOtherFile(nonBlank.join('\n')))
      this.#parts.problems.push({
        kind: 'unknown',
        name: heading?.name ?? this.#attachment,
        start: firstLineOf(nonBlank.join('\n')),
      });
    else if (nonBlank.some(isTerminalCommand)) this.#parts.commands.push(...nonBlank);
    else if (nonBlank.every((line) => kindOfLine(line) === 'prose')) this.#parts.prose.push(...nonBlank);
    else if (nonBlank.some((line) => !line.trimStart().startsWith('#'))) {
      const start = firstLineOf(nonBlank.join('\n'));
      this.#parts.problems.push({ kind: 'unknown', name: heading?.name ?? this.#attachment, start });
    }
  }

  /** Instructions in a sentence: "is this right: RUN uv sync --frozen", "what about `COPY . .`?" */
  #quoteInstructionsIn(line: string): void {
    const start = line.slice(0, 300);
    const inBackticks = [...start.matchAll(/`{1,2}([^`]{3,200})`{1,2}/g)].map(([, code]) => code ?? '');
    if (inBackticks.length > 0) for (const code of inBackticks) this.#quote(code);
    else
      this.#quote(
        /(?:^|[:\s])((?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ADD) .{1,200})$/.exec(start)?.[1] ?? '',
      );
  }

  #quote(code: string): void {
    const text = code.trim();
    if (/^[A-Za-z]+ +\S/.test(text) && isInstruction(text))
      this.#parts.quoted.push({ path: this.#names.dockerfile, role: 'dockerfile', text: `${text}\n` });
  }
}

/** Folders and patterns that a program lists look like a .dockerignore; without a name, below other output, they are none. */
const isListInOutput = (
  { role, name }: FileCandidate,
  [first = '']: readonly string[],
  [printed]: readonly string[],
  lines: readonly string[],
): boolean =>
  role === 'dockerignore' &&
  name === null &&
  printed !== undefined &&
  lines.indexOf(printed) < lines.indexOf(first);

/** The first line of a text, shortened, to identify it by. */
export const firstLineOf = (content: string): string => (content.trim().split('\n', 1)[0] ?? '').slice(0, 80);
