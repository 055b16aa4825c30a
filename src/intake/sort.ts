import { type Files, fileLimitBytes } from '../submission/files.ts';
import { type Block, blocksOf, headingOf } from './fences.ts';
import {
  hasInstruction,
  type Role,
  roleByContent,
  roleByLabel,
  roleByName,
  someLine,
  withoutGreeting,
} from './recognise.ts';

/** The names of a lesson's three files, as its manifest has them. */
export type FileNames = Readonly<Record<Role, string>>;

export const usualNames: FileNames = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  entrypoint: 'entrypoint.sh',
};

/** A file that was attached and could be read as text. */
export interface ReadFile {
  readonly name: string;
  readonly text: string;
}

/** Something in a message that could not be used, or was used in a way its sender should know of. */
export type Snag =
  | { readonly kind: 'too-big'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'binary'; readonly name: string }
  | { readonly kind: 'utf-16'; readonly name: string }
  | { readonly kind: 'not-fetched'; readonly name: string }
  /** Which file it is could not be told. */
  | { readonly kind: 'unknown'; readonly name: string | null; readonly start: string }
  /** There were several of one kind: this many were left aside, the last was taken. */
  | { readonly kind: 'several'; readonly path: string; readonly left: number }
  | { readonly kind: 'too-many'; readonly taken: number }
  /** It was looked at, but the records would not take it. */
  | { readonly kind: 'not-kept' };

export interface Sorted {
  readonly files: Files;
  readonly snags: readonly Snag[];
}

/** More pieces than this in one message are not looked at: no student has so many files here. */
export const mostPieces = 50;

interface Candidate {
  readonly path: string;
  readonly text: string;
  /** A Dockerfile with FROM is worth more than a piece of one. */
  readonly whole: boolean;
}

/**
 * Sorts what a message holds into the lesson's files: attached files by name, else by content;
 * blocks by the name written above them, by content that leaves no doubt, by the fence's label, by likely content.
 */
export function sortMessage(
  message: { readonly text: string; readonly files: readonly ReadFile[] },
  names: FileNames = usualNames,
): Sorted {
  const snags: Snag[] = [];
  const candidates: Candidate[] = [];
  const scripts = scriptsNamedIn(message);

  const take = (role: Role, text: string, name: string | null): void => {
    const path = role === 'entrypoint' && name !== null && scripts.has(name) ? name : names[role];
    if (Buffer.byteLength(text) > fileLimitBytes) {
      snags.push({ kind: 'too-big', name: name ?? path, bytes: Buffer.byteLength(text) });
      return;
    }
    const content = role === 'entrypoint' ? text : text.replace(/^\uFEFF/, '');
    candidates.push({ path, text: content, whole: someLine(content, /^\s*FROM(?:\s|$)/i) });
  };

  const takeBlock = (block: Block, name: string | null): void => {
    const heading = headingOf(block.before);
    const byContent = roleByContent(block.content);
    const likely = block.fenced
      ? byContent
      : sureOr(byContent, roleByContent(withoutGreeting(block.content)));
    const role =
      (heading === null ? null : roleByName(heading)) ??
      (byContent?.sure === true ? byContent.role : null) ??
      roleByLabelUnlessCommands(block) ??
      likely?.role ??
      null;
    if (role === null) {
      if (block.fenced || name !== null) snags.push({ kind: 'unknown', name, start: startOf(block.content) });
      return;
    }
    take(
      role,
      block.fenced || role !== 'dockerfile' ? block.content : withoutGreeting(block.content),
      heading ?? name,
    );
  };

  const blocks = blocksOf(message.text);
  for (const block of blocks.slice(0, mostPieces)) takeBlock(block, null);
  for (const file of message.files.slice(0, mostPieces)) {
    const role = roleByName(file.name);
    const name = file.name.split(/[\\/]/).at(-1) ?? file.name;
    if (role !== null) take(role, file.text, name);
    else if (file.text.includes('```')) for (const block of blocksOf(file.text)) takeBlock(block, name);
    else takeBlock({ content: file.text, label: '', before: '', fenced: true }, name);
  }
  if (blocks.length > mostPieces) snags.push({ kind: 'too-many', taken: mostPieces });
  return { files: lastOfEach(candidates, snags), snags };
}

/**
 * Sorts a filled-in form: each text is what its field says, unless its content is surely another one's;
 * what holds no instruction at all is no Dockerfile. Uploaded files are sorted as in a message.
 */
export function sortForm(
  texts: Readonly<Record<string, string>>,
  uploads: readonly ReadFile[],
  names: FileNames = usualNames,
): Sorted {
  const uploaded = sortMessage({ text: '', files: uploads }, names);
  const snags: Snag[] = [];
  const files: Record<string, string> = {};
  for (const field of ['dockerfile', 'dockerignore', 'entrypoint'] as const) {
    const typed = texts[field]?.replaceAll('\r\n', '\n') ?? '';
    // Some paste it with the fences around it.
    const fenced = typed.includes('```') ? blocksOf(typed)[0] : undefined;
    const text = fenced?.content ?? `${typed.trimEnd()}\n`;
    if (text.trim() === '') continue;
    const byContent = roleByContent(text);
    const role = byContent?.sure === true ? byContent.role : field;
    if (role === 'dockerfile' && byContent?.role !== 'dockerfile' && !hasInstruction(text)) {
      snags.push({ kind: 'unknown', name: null, start: startOf(text) });
      continue;
    }
    files[names[role]] = text;
  }
  return { files: { ...uploaded.files, ...files }, snags: [...uploaded.snags, ...snags] };
}

const sureOr = <T extends { readonly sure: boolean }>(a: T | null, b: T | null): T | null =>
  a?.sure === true ? a : (b ?? a);

/** A block labelled `bash` may be what the student types (`docker build …`): that is no entrypoint. */
function roleByLabelUnlessCommands(block: Block): Role | null {
  const role = roleByLabel(block.label);
  if (role !== 'entrypoint') return role;
  return someLine(block.content, /^\s*(\$\s*)?(sudo\s+)?(docker|git)(?:\s|$)/) ? null : role;
}

/** Takes the last of each file, a whole Dockerfile before a piece of one, and says when others were left aside. */
function lastOfEach(candidates: readonly Candidate[], snags: Snag[]): Files {
  const files: Record<string, string> = {};
  for (const [path, all] of Map.groupBy(candidates, (candidate) => candidate.path)) {
    const chosen = all.findLast((candidate) => candidate.whole) ?? all.at(-1);
    if (chosen === undefined) continue;
    files[path] = chosen.text;
    const others = all.filter((candidate) => candidate.text !== chosen.text).length;
    if (others > 0) snags.push({ kind: 'several', path, left: others });
  }
  return files;
}

/** Scripts that a Dockerfile in the message names: a student may call hers `start.sh`. */
function scriptsNamedIn(message: {
  readonly text: string;
  readonly files: readonly ReadFile[];
}): ReadonlySet<string> {
  const lines = [message.text, ...message.files.map((file) => file.text)].flatMap((text) => text.split('\n'));
  return new Set(
    lines
      .filter((line) => /^\s*(?:COPY|ADD|ENTRYPOINT|CMD)\s/i.test(line))
      .flatMap((line) => line.match(/(?<![\w-])[\w-]+\.sh\b/g) ?? []),
  );
}

const startOf = (content: string): string => (content.trim().split('\n')[0] ?? '').slice(0, 80);
