import { baseName, originalName, roleByContent } from './file-role.ts';
import { headingOf } from './headings.ts';
import {
  type FileNames,
  type FurtherFile,
  type FurtherKind,
  maxLines,
  startOfLine,
} from './intake-result.ts';
import { kindOfLine } from './line-kind.ts';
import { isCertainlyProse } from './prose.ts';
import { commandAtPrompt } from './shell-prompt.ts';

const furtherOf = ({ further = [] }: FileNames): readonly FurtherFile[] => further;

/** The lesson's further file that a path or a file's name means; null where it is not one of them, or could be several. */
export function furtherByName(name: string, names: FileNames): FurtherFile | null {
  if (furtherOf(names).length === 0) return null;
  const given = name.replaceAll('\\', '/').replace(/^\.\//, '').toLowerCase();
  const exact = furtherOf(names).find(({ path }) => path.toLowerCase() === given);
  if (exact !== undefined) return exact;
  const three = [names.dockerfile, names.dockerignore, names.entrypoint];
  if (three.some((each) => baseName(each).toLowerCase() === baseName(given))) return null;
  return (
    only(furtherOf(names), ({ path }) => baseName(path).toLowerCase() === baseName(given)) ??
    only(furtherOf(names), ({ path }) => originalName(path) === originalName(given))
  );
}

/** Where a further file stands in a text, and which one it is. */
interface FurtherWithin {
  readonly file: FurtherFile;
  /** The first line, and the one behind the last. */
  readonly from: number;
  readonly to: number;
}

/** The lesson's further file that a whole text must be by what it says; null where that is not certain. */
export function furtherByContent(text: string, names: FileNames): FurtherFile | null {
  if (furtherOf(names).length === 0 || roleByContent(text)?.sure === true) return null;
  return only(furtherOf(names), ({ kind }) => looksLike[kind](text));
}

/** The same of a text in a message, without the prompts and, outside of a code block, the sentences around the file. */
export function furtherWithin(
  lines: readonly string[],
  names: FileNames,
  fenced: boolean,
): FurtherWithin | null {
  if (furtherOf(names).length === 0 || roleByContent(lines.join('\n'))?.sure === true) return null;
  if (lines.slice(0, maxLines).some(standsForLines)) return null;
  const found = furtherOf(names).flatMap((file) => {
    const { from, to } = withoutSurroundings(lines, file.kind, fenced);
    return looksLike[file.kind](lines.slice(from, to).join('\n')) ? [{ file, from, to }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Dots in place of lines: then it is a part of a file. */
const standsForLines = (line: string): boolean =>
  line.length < 80 && /^\s*#?\s?(?:\.{3}|…|\[(?:\.{3}|…)\])\s*$/.test(line);

/** Where a file of this kind begins and ends between prompts and sentences. */
function withoutSurroundings(
  lines: readonly string[],
  kind: FurtherKind,
  fenced: boolean,
): { readonly from: number; readonly to: number } {
  const isAround = (line: string): boolean =>
    line.trim() === '' || commandAtPrompt(line) !== null || (!fenced && isAside(line));
  const begins = (line: string): boolean => !isAround(line) && mayStart[kind](startOfLine(line));
  const read = lines.slice(0, maxLines);
  let from = Math.max(0, read.findIndex(begins));
  if (read.slice(0, from).some((line) => !isAround(line) && !isLabel(line))) from = 0;
  while (from > 0 && (lines[from - 1] ?? '').startsWith('#')) from -= 1;
  let to = lines.length;
  while (to > from && isAround(lines[to - 1] ?? '')) to -= 1;
  return { from, to };
}

/** A sentence: `runs-on: ubuntu-latest` has words of one, too. */
const isAside = (line: string): boolean =>
  kindOfLine(line) === 'prose' && !/^\s|^[\w."'$-]{1,60}:(?:\s|$)|[;{}]\s{0,9}$/.test(startOfLine(line));

/** A comment, or a line that names what stands below it. */
const isLabel = (line: string): boolean => line.startsWith('#') || /[:：]\s*$/.test(line.slice(-40));

const only = (files: readonly FurtherFile[], fits: (file: FurtherFile) => boolean): FurtherFile | null => {
  const [found, second] = files.filter(fits);
  return found === undefined || second !== undefined ? null : found;
};

const meaningful = (text: string): readonly string[] =>
  text
    .split('\n', maxLines)
    .map((line) => startOfLine(line).trimEnd())
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));

const requirement =
  /^[A-Za-z0-9][\w.-]{0,80}(?:\[[\w,. -]{1,80}\])? ?(?:[=<>~!]=?=? ?[\w.*+!,<>=~ -]{1,80})?(?: ?;.{1,200})?$/;
/** A `location` alone is a part of a file. */
const nginxBlock = /^\s{0,40}(?:server|http|events|stream|upstream [\w.-]{1,60})\s{0,10}\{/;

const hasTopLevelKeys = (text: string, ...keys: readonly string[]): boolean => {
  const begins = meaningful(text).map((line) => /^["']?([a-z]{1,20})["']?:/.exec(line)?.[1]);
  return keys.every((key) => begins.includes(key));
};

/** What a text of each kind must have in it, whatever its name. */
const looksLike: Readonly<Record<FurtherKind, (text: string) => boolean>> = {
  nginx: (text) => meaningful(text).some((line) => nginxBlock.test(line)),
  requirements: (text) => {
    const lines = meaningful(text);
    return lines.some((line) => /[=<>~]=/.test(line)) && lines.every((line) => requirement.test(line));
  },
  package: (text) => {
    const json = jsonObject(text);
    return json !== null && ['scripts', 'dependencies', 'devDependencies'].some((key) => key in json);
  },
  compose: (text) => hasTopLevelKeys(text, 'services'),
  workflow: (text) => hasTopLevelKeys(text, 'on', 'jobs'),
  // Its name decides: the content of a script is that of any other one.
  script: () => false,
  other: () => false,
};

function jsonObject(text: string): object | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** How a file of each kind may begin, which tells a heading from a line that only happens to be a file's name. */
const mayBegin: Readonly<Record<FurtherKind, (line: string) => boolean>> = {
  nginx: (line) => /^\s*(?:server|http|events|upstream|user|worker_processes|map|gzip|#)/.test(line),
  requirements: (line) => requirement.test(line) && /[=<>~]=/.test(line),
  package: (line) => line.trimStart().startsWith('{'),
  compose: (line) => /^(?:services|version|name|networks|volumes):/.test(line),
  workflow: (line) => /^(?:name|on|jobs):/.test(line),
  script: (line) => line.startsWith('#!'),
  other: () => false,
};

/** The same for a file that has no heading. A package needs no version there. */
const mayStart: Readonly<Record<FurtherKind, (line: string) => boolean>> = {
  ...mayBegin,
  nginx: (line) => mayBegin.nginx(line) && /[;{]\s*$/.test(line),
  requirements: (line) => requirement.test(line),
};

/** A text's lines without those of further files, and these files. */
export interface FurtherFilesFound {
  readonly rest: readonly string[];
  readonly files: readonly { readonly file: FurtherFile; readonly text: string }[];
}

/** Takes the lesson's further files out of a text in which each stands below its name. `fenced`: it is a code block's content. */
export function takeFurtherFiles(
  lines: readonly string[],
  names: FileNames,
  fenced: boolean,
): FurtherFilesFound {
  if (furtherOf(names).length === 0) return { rest: lines, files: [] };
  const rest: string[] = [];
  const files: { readonly file: FurtherFile; readonly lines: string[] }[] = [];
  let current: (typeof files)[number] | null = null;
  for (const [at, line] of lines.entries()) {
    const file = at < maxLines ? furtherHeading(line, lines.slice(at + 1, at + 6), names) : null;
    if (file !== null) {
      current = { file, lines: [] };
      files.push(current);
    } else if (current !== null && at < maxLines && endsFurtherFile(line, lines[at - 1] ?? '', fenced)) {
      current = null;
      rest.push(line);
    } else (current?.lines ?? rest).push(line);
  }
  return {
    rest,
    files: files
      .filter((each) => each.lines.some((line) => line.trim() !== ''))
      .map((each) => ({
        file: each.file,
        text: `${each.lines
          .join('\n')
          .replace(/^\n{1,50}/, '')
          .trimEnd()}\n`,
      })),
  };
}

/** Another file of the lesson begins, or, outside of a code block, a sentence. */
function endsFurtherFile(line: string, before: string, fenced: boolean): boolean {
  if (commandAtPrompt(line) !== null) return true;
  const heading = headingOf(line);
  if (heading !== null && heading.role !== null && heading.form !== 'bare') return true;
  const kind = kindOfLine(line);
  if (kind === 'from' || kind === 'shebang') return true;
  return !fenced && before.trim() === '' && isSentence(line);
}

const isSentence = (line: string): boolean => kindOfLine(line) !== 'comment' && isCertainlyProse(line);

/** `=== nginx.conf ===`, `**nginx.conf**`, `nginx.conf:`; the bare name only where such a file begins below it. */
function furtherHeading(line: string, below: readonly string[], names: FileNames): FurtherFile | null {
  if (line.length > 200) return null;
  const shown = /^(?:cat|bat|type|gc|get-content|nl) (.{1,120})$/i.exec(commandAtPrompt(line) ?? '')?.[1];
  if (shown !== undefined) return furtherByName(shown.replace(/["']/g, ''), names);
  const core = line.replace(/^[\s#*_`=~>/-]{1,12}/, '').replace(/[\s*_`=~:-]{1,12}$/, '');
  if (core === '' || !/^[\w./ ()-]{1,120}$/.test(core)) return null;
  const file = furtherByName(core, names);
  if (file === null) return null;
  const isDecorated = /^\s*(?:={2,}|-{2,}|\*\*|`)|[:`]\s*$/.test(line) && !line.trimStart().startsWith('- ');
  const next = below.find((each) => each.trim() !== '') ?? '';
  return (isDecorated && next !== '' && !isSentence(next)) || mayBegin[file.kind](startOfLine(next))
    ? file
    : null;
}
