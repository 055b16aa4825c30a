import { isPageChrome } from './decorations.ts';
import { type Block, trimBlankLines } from './fences.ts';
import { hasInstruction, type RecognisedContent, roleByContent, roleByLabel } from './file-role.ts';
import { type Heading, headingOf } from './headings.ts';
import { maxLines, type Role } from './intake-result.ts';
import { isIgnorePattern, isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';
import { dedent } from './margins.ts';
import type { Section } from './sections.ts';

/** A file that was recognised in a message, or some lines of one. */
export interface FileCandidate {
  readonly role: Role;
  /** The name that a heading or an attachment gave it. */
  readonly name: string | null;
  readonly text: string;
  readonly whole: boolean;
}

/**
 * Recognises a section by its content if that is certain, then by the heading above it, by the code block's language, and
 * last by what its content probably is. Null if nothing says that it belongs to a file.
 */
export function recogniseCandidate(
  section: Section,
  block: Block,
  above: Heading | null,
): FileCandidate | null {
  const found = fileIn(section, block, above);
  // With dots in place of lines it is a part of a file, whatever else says that it is one.
  return found === null || !section.elided ? found : { ...found, whole: false };
}

function fileIn(section: Section, block: Block, above: Heading | null): FileCandidate | null {
  const shown = withoutTail(section.lines, block.fenced);
  // Below a heading, as in YAML or a list, the whole file may be moved in.
  const text = trimBlankLines((section.heading === null ? shown : dedent(shown)).join('\n'));
  if (text.trim() === '') return null;
  if (section.heading !== null && section.heading.role === null) return null;
  const heading = section.heading ?? above;
  const named = heading?.role ?? null;
  const name = heading?.name ?? null;
  const content = contentOf(text, block.fenced);
  if (content?.sure === true)
    return { role: content.role, name, text, whole: content.whole || named === content.role };
  // Without FROM it is not a whole Dockerfile yet, whatever the heading says.
  if (named !== null && canBe(named, text)) return { role: named, name, text, whole: named !== 'dockerfile' };
  const label = roleByLabel(block.label);
  if (label !== null && label !== 'entrypoint' && canBe(label, text))
    return { role: label, name, text, whole: label === 'dockerignore' };
  if (content === null) return null;
  if (label === 'entrypoint' && content.role === 'entrypoint')
    return { role: 'entrypoint', name, text, whole: content.whole };
  if (!block.fenced && !content.whole && content.role === 'entrypoint') return null;
  return { role: content.role, name, text, whole: content.whole };
}

/** Nothing but an instruction: a .dockerignore may have a line `env` or `volume`. */
const isInstructionOnly = (line: string): boolean => isInstruction(line) && !isIgnorePattern(line);

/** Below a Dockerfile without a code block, buttons and names of a web page follow after a blank line: `Share`, `Follow`. */
function withoutTail(lines: readonly string[], fenced: boolean): readonly string[] {
  if (fenced || !lines.slice(0, maxLines).some(isInstructionOnly)) return lines;
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  const from = lines.slice(0, end).findLastIndex((line) => line.trim() === '') + 1;
  const tail = lines.slice(from, end);
  const isNoCode = (line: string): boolean =>
    (/^[A-Z]?[a-z]+( [\w:]+){0,7}$/.test(line.trim()) && !isInstruction(line)) ||
    /^(:[\w+-]+: ?\d* ?){1,9}$/.test(line.trim());
  return from > 0 && tail.length < 20 && tail.every(isNoCode) ? lines.slice(0, from) : lines;
}

/** A single `FROM …` in prose is a quoted line; in a code block it is the beginning of a Dockerfile. */
function contentOf(text: string, fenced: boolean): RecognisedContent | null {
  const content = roleByContent(text);
  if (content === null || content.role !== 'dockerfile' || fenced) return content;
  return { ...content, whole: content.whole && text.split('\n', maxLines).filter(isInstruction).length > 1 };
}

/**
 * Whether lines under the name of a .dockerignore are that file as they are: each is a pattern, also `env`, `build` or `Dockerfile`. A
 * first one that repeats the name or is a web page's button is read as what it is.
 */
export function isIgnoreFile(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const heading = headingOf(first);
  const standsAbove = heading === null ? isPageChrome(first) : heading.role === 'dockerignore';
  return !standsAbove && canBe('dockerignore', lines.join('\n'));
}

/** Whether a text can be the file that a heading or a language says it is. */
function canBe(role: Role, text: string): boolean {
  if (role === 'dockerfile') return hasInstruction(text);
  const lines = text
    .split('\n', maxLines)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (role === 'dockerignore') return lines.length > 0 && lines.every(isIgnorePattern);
  return lines.some((line) => kindOfLine(line) === 'shell') && !lines.some(isTerminalCommand);
}
