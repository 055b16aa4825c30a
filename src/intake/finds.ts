import { newSide } from './diffs.ts';
import { type Block, blocksOf, tidy } from './fences.ts';
import { type Heading, headingAbove } from './headings.ts';
import { isAtTheShell, isInstruction, isOnePattern, kindOf } from './lines.ts';
import {
  dedented,
  isOfAFrame,
  uncoloured,
  unescaped,
  unlisted,
  unnumbered,
  unquoted,
  untabled,
  unticked,
  unveiled,
} from './marks.ts';
import { type Content, hasInstruction, roleByContent, roleByLabel } from './recognise.ts';
import { type Cut, cutText, type Section } from './sections.ts';
import { type FileNames, type Fragment, mostLines, mostPieces, type Role, type Snag } from './sorted.ts';

/** Something that was recognised: a file, or lines of one. */
export interface Found {
  readonly role: Role;
  /** The name it was given, by a heading or as an attachment. */
  readonly name: string | null;
  readonly text: string;
  readonly whole: boolean;
}

/** Everything that was found in a message, before it is decided what was meant. */
export interface Finds {
  readonly found: Found[];
  readonly talk: string[];
  readonly output: string[];
  readonly typed: string[];
  readonly quoted: Fragment[];
  readonly snags: Snag[];
}

export const newFinds = (): Finds => ({ found: [], talk: [], output: [], typed: [], quoted: [], snags: [] });

/** Reads words with files in them. `name`: of the attachment that they come from. */
export function readText(
  text: string,
  names: FileNames,
  finds: Finds,
  name: string | null = null,
  above = '',
): void {
  const plain = uncoloured(text.replaceAll('\r\n', '\n'));
  const blocks = blocksOf(unquoted(plain.split('\n')).join('\n'));
  const fenced = blocks.some((block) => block.fenced);
  let left = mostPieces;
  for (const block of blocks) {
    if (block.fenced) left -= 1;
    if (left >= 0) readBlock(block, fenced, names, finds, name, above);
  }
  if (left < 0) finds.snags.push({ kind: 'too-many', taken: mostPieces });
}

function readBlock(
  block: Block,
  amongFences: boolean,
  names: FileNames,
  finds: Finds,
  name: string | null,
  above: string,
): void {
  if (block.inline) {
    finds.talk.push(block.content.trim());
    quote(block.content, names, finds);
    return;
  }
  const { lines, whole } = undecorated(block);
  const cut = cutText(lines, block.fenced);
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
function leaveOut({ lines, heading }: Section, fenced: boolean, finds: Finds, name: string | null): void {
  const full = lines.slice(0, mostLines).filter((line) => line.trim() !== '');
  if (!fenced) finds.talk.push(...lines);
  else if (full.some(isAtTheShell)) finds.typed.push(...full);
  else if (full.every((line) => kindOf(line) === 'talk')) finds.talk.push(...full);
  else if (full.some((line) => !line.trimStart().startsWith('#'))) {
    finds.snags.push({ kind: 'unknown', name: heading?.name ?? name, start: startOf(full.join('\n')) });
  }
}

function note(cut: Cut, finds: Finds): void {
  finds.talk.push(...cut.talk);
  finds.output.push(...cut.output);
  finds.typed.push(...cut.typed);
}

/** The lines of a block without what editors, chats and people put around them. */
function undecorated(block: Block): { readonly lines: readonly string[]; readonly whole: boolean } {
  const text = /^ansi$/i.test(block.label) ? uncoloured(block.content, true) : block.content;
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line) => !isOfAFrame(line));
  const changed = newSide(lines, /^(diff|patch)$/i.test(block.label));
  const bare = unnumbered(changed?.lines ?? lines);
  const open = block.fenced ? bare : unescaped(unlisted(unticked(untabled(unveiled(bare)))));
  return { lines: unnumbered(dedented(open)), whole: changed?.whole ?? true };
}

/** What a section is: by what is sure of its content, then by the name above it, by its label, by what is likely. */
function recognise(section: Section, block: Block, above: Heading | null): Found | null {
  const text = tidy(section.lines.join('\n'));
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
function wholeAsSent(content: Content | null, text: string, fenced: boolean): Content | null {
  if (content === null || content.role !== 'dockerfile' || fenced) return content;
  return { ...content, whole: content.whole && text.split('\n', mostLines).filter(isInstruction).length > 1 };
}

/** Whether a text may be the file that a name or a label says. */
function canBe(role: Role, text: string): boolean {
  const telling = text
    .split('\n', mostLines)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (role === 'dockerfile') return hasInstruction(text);
  if (role === 'dockerignore') return telling.length > 0 && telling.every((line) => isOnePattern(line));
  return telling.some((line) => kindOf(line) === 'shell') && !telling.some(isAtTheShell);
}

/** An instruction within words: "is this right: RUN uv sync --frozen", "what about `COPY . .`?" */
function quoteIn(line: string, names: FileNames, finds: Finds): void {
  const start = line.slice(0, 300);
  const ticked = [...start.matchAll(/`{1,2}([^`]{3,200})`{1,2}/g)].map(([, code]) => code ?? '');
  const bare = /(?:^|[:\s])((?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ADD) .{1,200})$/.exec(start)?.[1];
  for (const code of ticked.length > 0 ? ticked : bare === undefined ? [] : [bare]) quote(code, names, finds);
}

function quote(code: string, names: FileNames, finds: Finds): void {
  const text = code.trim();
  if (/^[A-Za-z]+ +\S/.test(text) && isInstruction(text)) {
    finds.quoted.push({ path: names.dockerfile, role: 'dockerfile', text: `${text}\n` });
  }
}

/** The first line of something, to tell it by. */
export const startOf = (content: string): string => (content.trim().split('\n', 1)[0] ?? '').slice(0, 80);
