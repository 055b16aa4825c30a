import {
  dedent,
  isFrameLine,
  stripBackticks,
  stripColours,
  stripLineNumbers,
  stripListMarkers,
  stripQuotes,
  stripSpoiler,
  stripTable,
  unescapeMarkdown,
} from './decorations.ts';
import { newSideOfDiff } from './diff.ts';
import { type Block, splitBlocks, trimBlankLines } from './fences.ts';
import { hasInstruction, type RecognisedContent, roleByContent, roleByLabel } from './file-role.ts';
import { type Heading, headingAbove } from './headings.ts';
import {
  type FileNames,
  type FileProblem,
  type Fragment,
  maxBlocks,
  maxLines,
  type Role,
} from './intake-result.ts';
import { isIgnorePattern, isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';
import { type Section, type SectionedText, splitSections } from './sections.ts';

/** Something that was recognised: a file, or lines of one. */
export interface FileCandidate {
  readonly role: Role;
  /** The name it was given, by a heading or as an attachment. */
  readonly name: string | null;
  readonly text: string;
  readonly whole: boolean;
}

/** Everything that was found in a message, before it is decided what was meant. */
export interface MessageParts {
  readonly found: FileCandidate[];
  readonly talk: string[];
  readonly output: string[];
  readonly typed: string[];
  readonly quoted: Fragment[];
  readonly problems: FileProblem[];
}

export const emptyParts = (): MessageParts => ({
  found: [],
  talk: [],
  output: [],
  typed: [],
  quoted: [],
  problems: [],
});

/** Reads words with files in them. `name`: of the attachment that they come from. */
export function readParts(
  text: string,
  names: FileNames,
  finds: MessageParts,
  name: string | null = null,
  above = '',
): void {
  const plain = stripColours(text.replaceAll('\r\n', '\n'));
  const blocks = splitBlocks(stripQuotes(plain.split('\n')).join('\n'));
  const fenced = blocks.some((block) => block.fenced);
  let left = maxBlocks;
  for (const block of blocks) {
    if (block.fenced) left -= 1;
    if (left >= 0) readBlock(block, fenced, names, finds, name, above);
  }
  if (left < 0) finds.problems.push({ kind: 'too-many', taken: maxBlocks });
}

function readBlock(
  block: Block,
  amongFences: boolean,
  names: FileNames,
  finds: MessageParts,
  name: string | null,
  above: string,
): void {
  if (block.inline) {
    finds.talk.push(block.content.trim());
    quote(block.content, names, finds);
    return;
  }
  const { lines, whole } = undecorated(block);
  const cut = splitSections(lines, block.fenced);
  const heading = headingAbove(block.title) ?? headingAbove(block.before === '' ? above : block.before);
  let recognised = 0;
  for (const [at, section] of cut.sections.entries()) {
    const found = recognise(section, block, at === 0 ? heading : null);
    // Beside fences, only a whole file is more than words.
    if (found === null || (amongFences && !block.fenced && !found.whole)) {
      leaveOut(section, block.fenced, finds, name);
      continue;
    }
    recognised += 1;
    finds.found.push({ ...found, whole: found.whole && whole });
  }
  note(cut, finds);
  if (recognised === 0 && !block.fenced) for (const line of cut.talk) quoteIn(line, names, finds);
}

/** Lines that are none of the files: words, what was typed at a shell, or something that nobody would know. */
function leaveOut(
  { lines, heading }: Section,
  fenced: boolean,
  finds: MessageParts,
  name: string | null,
): void {
  const full = lines.slice(0, maxLines).filter((line) => line.trim() !== '');
  if (!fenced) finds.talk.push(...lines);
  else if (full.some(isTerminalCommand)) finds.typed.push(...full);
  else if (full.every((line) => kindOfLine(line) === 'talk')) finds.talk.push(...full);
  else if (full.some((line) => !line.trimStart().startsWith('#'))) {
    finds.problems.push({
      kind: 'unknown',
      name: heading?.name ?? name,
      start: firstLineOf(full.join('\n')),
    });
  }
}

function note(cut: SectionedText, finds: MessageParts): void {
  finds.talk.push(...cut.talk);
  finds.output.push(...cut.output);
  finds.typed.push(...cut.typed);
}

/** The lines of a block without what editors, chats and people put around them. */
function undecorated(block: Block): { readonly lines: readonly string[]; readonly whole: boolean } {
  const text = /^ansi$/i.test(block.label) ? stripColours(block.content, true) : block.content;
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line) => !isFrameLine(line));
  const changed = newSideOfDiff(lines, /^(diff|patch)$/i.test(block.label));
  const bare = stripLineNumbers(changed?.lines ?? lines);
  const open = block.fenced
    ? bare
    : unescapeMarkdown(stripListMarkers(stripBackticks(stripTable(stripSpoiler(bare)))));
  return { lines: stripLineNumbers(dedent(open)), whole: changed?.whole ?? true };
}

/** What a section is: by what is sure of its content, then by the name above it, by its label, by what is likely. */
function recognise(section: Section, block: Block, above: Heading | null): FileCandidate | null {
  const text = trimBlankLines(section.lines.join('\n'));
  if (text.trim() === '') return null;
  const content = wholeAsSent(roleByContent(text), text, block.fenced);
  const heading = section.heading ?? above;
  const named = heading?.role ?? null;
  const name = heading?.name ?? null;
  if (section.heading !== null && section.heading.role === null) return null;
  if (content?.sure === true)
    return { role: content.role, name, text, whole: content.whole || named === content.role };
  const label = roleByLabel(block.label);
  if (named !== null && canBe(named, text)) {
    // A Dockerfile without FROM is none yet; a sentence above does not make a whole of some lines.
    return { role: named, name, text, whole: named !== 'dockerfile' };
  }
  if (label !== null && label !== 'entrypoint' && canBe(label, text))
    return { role: label, name, text, whole: label === 'dockerignore' };
  if (content === null) return null;
  if (label === 'entrypoint' && content.role === 'entrypoint')
    return { role: 'entrypoint', name, text, whole: content.whole };
  if (!block.fenced && !content.whole && content.role === 'entrypoint') return null;
  return { role: content.role, name, text, whole: content.whole };
}

/** A lone `FROM …` in words is a line that somebody quotes; in a fence it is how a Dockerfile begins to be written. */
function wholeAsSent(
  content: RecognisedContent | null,
  text: string,
  fenced: boolean,
): RecognisedContent | null {
  if (content === null || content.role !== 'dockerfile' || fenced) return content;
  return { ...content, whole: content.whole && text.split('\n', maxLines).filter(isInstruction).length > 1 };
}

/** Whether a text may be the file that a name or a label says. */
function canBe(role: Role, text: string): boolean {
  const telling = text
    .split('\n', maxLines)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (role === 'dockerfile') return hasInstruction(text);
  if (role === 'dockerignore') return telling.length > 0 && telling.every((line) => isIgnorePattern(line));
  return telling.some((line) => kindOfLine(line) === 'shell') && !telling.some(isTerminalCommand);
}

/** An instruction within words: "is this right: RUN uv sync --frozen", "what about `COPY . .`?" */
function quoteIn(line: string, names: FileNames, finds: MessageParts): void {
  const start = line.slice(0, 300);
  const ticked = [...start.matchAll(/`{1,2}([^`]{3,200})`{1,2}/g)].map(([, code]) => code ?? '');
  const bare = /(?:^|[:\s])((?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ADD) .{1,200})$/.exec(start)?.[1];
  for (const code of ticked.length > 0 ? ticked : bare === undefined ? [] : [bare]) quote(code, names, finds);
}

function quote(code: string, names: FileNames, finds: MessageParts): void {
  const text = code.trim();
  if (/^[A-Za-z]+ +\S/.test(text) && isInstruction(text)) {
    finds.quoted.push({ path: names.dockerfile, role: 'dockerfile', text: `${text}\n` });
  }
}

/** The first line of something, to tell it by. */
export const firstLineOf = (content: string): string => (content.trim().split('\n', 1)[0] ?? '').slice(0, 80);
