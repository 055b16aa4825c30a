import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import type { FileCandidate } from './candidate.ts';
import { roleByName } from './file-role.ts';
import {
  type FileNames,
  type FileProblem,
  type Fragment,
  type IntakeResult,
  type Interpretation,
  maxLines,
} from './intake-result.ts';
import { isAboutProgram, isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';
import { firstLineOf, type MessageParts } from './message-parts.ts';
import { isOtherFile } from './other-file.ts';
import { isGreeting } from './prose.ts';
import { beginsWithCommand } from './shell-prompt.ts';

/** The scripts that a Dockerfile in the message uses, because students may choose the name: `start.sh`. */
function scriptsUsedIn(candidates: readonly FileCandidate[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { role, text } of candidates) {
    if (role !== 'dockerfile') continue;
    for (const line of text.split('\n')) {
      if (!/^\s{0,40}(COPY|ADD|ENTRYPOINT|CMD)\s/i.test(line.slice(0, 60))) continue;
      for (const word of line.slice(0, 2000).split(/[\s"'[\],/=]+/))
        if (/^[\w-]{1,80}\.sh$/.test(word)) named.add(word);
    }
  }
  return named;
}

const startsContainer = (text: string): boolean => /^[ \t]{0,20}(ENTRYPOINT|CMD)\s/im.test(text);

/** A Dockerfile that was sent in two pieces: the first starts nothing yet, and lines without FROM go on until something starts. */
function joinParts(candidates: readonly FileCandidate[]): readonly FileCandidate[] {
  const joined: FileCandidate[] = [];
  for (const candidate of candidates) {
    const before = joined.at(-1);
    const goesOn =
      before?.role === 'dockerfile' &&
      candidate.role === 'dockerfile' &&
      before.whole &&
      !candidate.whole &&
      !startsContainer(before.text) &&
      startsContainer(candidate.text) &&
      candidate.text.split('\n', maxLines).filter(isInstruction).length > 1;
    if (goesOn) joined.splice(-1, 1, { ...before, text: `${before.text}${candidate.text}` });
    else joined.push(candidate);
  }
  return joined;
}

/** Selects the files that count among a message's parts; if there are none, decides what the message means. */
export function interpret(text: string, parts: MessageParts, names: FileNames): IntakeResult {
  const problems = [...parts.problems];
  const parted = joinParts(parts.candidates);
  const scripts = scriptsUsedIn(parted);
  const candidates = parted.flatMap((candidate) => {
    const path =
      candidate.role === 'entrypoint' && candidate.name !== null && scripts.has(candidate.name)
        ? candidate.name
        : names[candidate.role];
    const bytes = Buffer.byteLength(candidate.text);
    if (bytes > fileLimitBytes) {
      problems.push({ kind: 'too-big', name: candidate.name ?? path, bytes });
      return [];
    }
    const content = candidate.role === 'entrypoint' ? candidate.text : candidate.text.replace(/^\uFEFF/, '');
    return [{ ...candidate, path, text: content }];
  });
  const further = parts.further.filter(({ path, text: content }) => {
    const bytes = Buffer.byteLength(content);
    if (bytes > fileLimitBytes) problems.push({ kind: 'too-big', name: path, bytes });
    return bytes <= fileLimitBytes;
  });
  const wholeFiles = [...candidates.filter(({ whole }) => whole), ...further];
  const files = lastOfEachPath(wholeFiles, problems);
  const project = parts.projects.at(-1);
  if (project !== undefined) {
    if (parts.projects.length > 1)
      problems.push({ kind: 'several-projects', left: parts.projects.length - 1 });
    // What stands beside it in the message is newer than what is in it.
    return { kind: 'files', files: { ...project, ...files }, isProject: true, problems };
  }
  if (Object.keys(files).length > 0) return { kind: 'files', files, problems };
  const [fragment] = candidates.map(({ path, role, text: lines }): Fragment => ({ path, role, text: lines }));
  return { ...meaningOf(text, parts, fragment ?? null, problems), files, problems };
}

function meaningOf(
  text: string,
  parts: MessageParts,
  fragment: Fragment | null,
  problems: FileProblem[],
): Interpretation {
  const prose = parts.prose.join('\n').trim();
  if (fragment !== null) return { kind: 'fragment', fragment };
  if (parts.output.some((line) => kindOfLine(line) === 'error'))
    return { kind: 'error', text: parts.output.join('\n').trim() };
  if (isOtherFile(text)) problems.push({ kind: 'unknown', name: null, start: firstLineOf(text) });
  if (problems.length > 0 && !/[?？]/.test(prose)) {
    return { kind: problems.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'unreadable' };
  }
  const all = (prose === '' ? text : prose).replace(invisible, '').trim();
  if (/^<?https?:\/\/\S+>?$/.test(all)) return { kind: 'link', url: all.replace(/^<|>$/g, '') };
  if (parts.commands.length > 0 && prose === '')
    return { kind: 'command', text: parts.commands.join('\n').trim() };
  if (all === '') return { kind: 'nothing' };
  if (/^[`*"']*[\w./\\-]{1,80}[`*"':]*$/.test(all) && isFileName(all))
    return { kind: 'name', name: all.replace(/[`*"':]/g, '') };
  if (areCommands(all) && !/[?？]/.test(all)) return { kind: 'command', text: all };

  if (isGreeting(all)) return { kind: 'greeting' };
  return { kind: 'question', text: all, about: parts.quoted[0] ?? null };
}

/** Signs that nobody sees. */
const invisible = /[\u200B-\u200F\u2060\u202A-\u202E\uFEFF]/g;

/** Words of a language in other letters, behind a command that they ask about. */
const endsInOtherLetters = /[\p{Lo}\p{Script=Cyrillic}\p{Script=Greek}][.。…]?\s*$/u;

const isCommand = (line: string): boolean =>
  (isTerminalCommand(line) && !endsInOtherLetters.test(line.slice(-40))) ||
  (kindOfLine(line) !== 'prose' &&
    beginsWithCommand(line) &&
    !isAboutProgram(line) &&
    !endsInOtherLetters.test(line.slice(-40)));

/** A line each, and nothing else. */
const areCommands = (text: string): boolean =>
  text
    .split('\n', maxLines)
    .filter((line) => line.trim() !== '')
    .every(isCommand);

const isFileName = (word: string): boolean => {
  const bare = word.replace(/[`*"':]/g, '');
  return roleByName(bare) !== null || /^[\w./\\-]+\.(md|py|toml|lock|ya?ml|json|txt|cfg|ini)$/i.test(bare);
};

/** Takes the last version of each file, and reports the others. */
function lastOfEachPath(
  candidates: readonly { readonly path: string; readonly text: string }[],
  problems: FileProblem[],
): SubmittedFiles {
  const files: Record<string, string> = {};
  for (const { path, text } of candidates) files[path] = text;
  for (const [path, text] of Object.entries(files)) {
    const others = candidates.filter(
      (candidate) => candidate.path === path && candidate.text !== text,
    ).length;
    if (others > 0) problems.push({ kind: 'several', path, left: others });
  }
  return files;
}
