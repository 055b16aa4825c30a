import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import { roleByName } from './file-role.ts';
import type { FileNames, FileProblem, Fragment, IntakeResult, Interpretation } from './intake-result.ts';
import { isTerminalCommand, kindOfLine } from './line-kind.ts';
import type { FileCandidate, MessageParts } from './message-parts.ts';
import { isGreeting } from './prose.ts';

/** Scripts that a Dockerfile in the message names: a student may call hers `start.sh`. */
function scriptsNamedIn(found: readonly FileCandidate[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { role, text } of found) {
    if (role !== 'dockerfile') continue;
    for (const line of text.split('\n')) {
      if (!/^\s{0,40}(COPY|ADD|ENTRYPOINT|CMD)\s/i.test(line.slice(0, 60))) continue;
      for (const word of line.slice(0, 2000).split(/[\s"'[\],/=]+/))
        if (/^[\w-]{1,80}\.sh$/.test(word)) named.add(word);
    }
  }
  return named;
}

/** Takes what counts of what was found, and says what was meant if that is no file. */
export function interpret(text: string, finds: MessageParts, names: FileNames): IntakeResult {
  const problems = [...finds.problems];
  const scripts = scriptsNamedIn(finds.found);
  const candidates = finds.found.flatMap((found) => {
    const path =
      found.role === 'entrypoint' && found.name !== null && scripts.has(found.name)
        ? found.name
        : names[found.role];
    const bytes = Buffer.byteLength(found.text);
    if (bytes > fileLimitBytes) {
      problems.push({ kind: 'too-big', name: found.name ?? path, bytes });
      return [];
    }
    const content = found.role === 'entrypoint' ? found.text : found.text.replace(/^\uFEFF/, '');
    return [{ ...found, path, text: content }];
  });
  const whole = candidates.filter((candidate) => candidate.whole);
  const files = lastOfEachPath(whole, problems);
  if (Object.keys(files).length > 0) return { kind: 'files', files, problems };
  const [fragment] = candidates.map(({ path, role, text: lines }): Fragment => ({ path, role, text: lines }));
  return { ...meaningOf(text, finds, fragment ?? null, problems), files, problems };
}

function meaningOf(
  text: string,
  finds: MessageParts,
  fragment: Fragment | null,
  problems: readonly FileProblem[],
): Interpretation {
  const talk = finds.talk.join('\n').trim();
  if (fragment !== null) return { kind: 'fragment', fragment };
  if (finds.output.some((line) => kindOfLine(line) === 'error'))
    return { kind: 'error', text: finds.output.join('\n').trim() };
  if (problems.length > 0 && !/[?？]/.test(talk)) {
    return { kind: problems.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'unreadable' };
  }
  const all = talk === '' ? text.trim() : talk;
  if (/^<?https?:\/\/\S+>?$/.test(all)) return { kind: 'link', url: all.replace(/^<|>$/g, '') };
  if (finds.typed.length > 0 && talk === '') return { kind: 'command', text: finds.typed.join('\n').trim() };
  if (all === '') return { kind: 'nothing' };
  if (/^[`*"']*[\w./\\-]{1,80}[`*"':]*$/.test(all) && isFileName(all))
    return { kind: 'name', name: all.replace(/[`*"':]/g, '') };
  if (isTerminalCommand(all) && !/[?？]/.test(all) && !all.includes('\n'))
    return { kind: 'command', text: all };
  if (isGreeting(all)) return { kind: 'greeting' };
  return { kind: 'question', text: all, about: finds.quoted[0] ?? null };
}

const isFileName = (word: string): boolean => {
  const bare = word.replace(/[`*"':]/g, '');
  return roleByName(bare) !== null || /^[\w./\\-]+\.(md|py|toml|lock|ya?ml|json|txt|cfg|ini)$/i.test(bare);
};

/** Takes the last of each file, and says when others were left aside. */
function lastOfEachPath(
  whole: readonly { readonly path: string; readonly text: string }[],
  problems: FileProblem[],
): SubmittedFiles {
  const files: Record<string, string> = {};
  for (const { path, text } of whole) files[path] = text;
  for (const [path, text] of Object.entries(files)) {
    const others = whole.filter((candidate) => candidate.path === path && candidate.text !== text).length;
    if (others > 0) problems.push({ kind: 'several', path, left: others });
  }
  return files;
}
