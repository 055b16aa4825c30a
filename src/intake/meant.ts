import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import type { Finds, Found } from './finds.ts';
import { isAtTheShell, kindOf } from './lines.ts';
import { roleByName } from './recognise.ts';
import type { FileNames, Fragment, Meant, Snag, Sorted } from './sorted.ts';
import { isGreeting } from './talk.ts';

/** Scripts that a Dockerfile in the message names: a student may call hers `start.sh`. */
function scriptsNamedIn(found: readonly Found[]): ReadonlySet<string> {
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
export function decide(text: string, finds: Finds, names: FileNames): Sorted {
  const snags = [...finds.snags];
  const scripts = scriptsNamedIn(finds.found);
  const candidates = finds.found.flatMap((found) => {
    const path =
      found.role === 'entrypoint' && found.name !== null && scripts.has(found.name)
        ? found.name
        : names[found.role];
    const bytes = Buffer.byteLength(found.text);
    if (bytes > fileLimitBytes) {
      snags.push({ kind: 'too-big', name: found.name ?? path, bytes });
      return [];
    }
    const content = found.role === 'entrypoint' ? found.text : found.text.replace(/^\uFEFF/, '');
    return [{ ...found, path, text: content }];
  });
  const whole = candidates.filter((candidate) => candidate.whole);
  const files = lastOfEach(whole, snags);
  if (Object.keys(files).length > 0) return { kind: 'files', files, snags };
  const [fragment] = candidates.map(({ path, role, text: lines }): Fragment => ({ path, role, text: lines }));
  return { ...meant(text, finds, fragment ?? null, snags), files, snags };
}

function meant(text: string, finds: Finds, fragment: Fragment | null, snags: readonly Snag[]): Meant {
  const talk = finds.talk.join('\n').trim();
  if (fragment !== null) return { kind: 'fragment', fragment };
  if (finds.output.some((line) => kindOf(line) === 'error'))
    return { kind: 'error', text: finds.output.join('\n').trim() };
  if (snags.length > 0 && !/[?？]/.test(talk)) {
    return { kind: snags.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'unreadable' };
  }
  const all = talk === '' ? text.trim() : talk;
  if (/^<?https?:\/\/\S+>?$/.test(all)) return { kind: 'link', url: all.replace(/^<|>$/g, '') };
  if (finds.typed.length > 0 && talk === '') return { kind: 'command', text: finds.typed.join('\n').trim() };
  if (all === '') return { kind: 'nothing' };
  if (/^[`*"']*[\w./\\-]{1,80}[`*"':]*$/.test(all) && isName(all))
    return { kind: 'name', name: all.replace(/[`*"':]/g, '') };
  if (isAtTheShell(all) && !/[?？]/.test(all) && !all.includes('\n')) return { kind: 'command', text: all };
  if (isGreeting(all)) return { kind: 'greeting' };
  return { kind: 'question', text: all, about: finds.quoted[0] ?? null };
}

const isName = (word: string): boolean => {
  const bare = word.replace(/[`*"':]/g, '');
  return roleByName(bare) !== null || /^[\w./\\-]+\.(md|py|toml|lock|ya?ml|json|txt|cfg|ini)$/i.test(bare);
};

/** Takes the last of each file, and says when others were left aside. */
function lastOfEach(
  whole: readonly { readonly path: string; readonly text: string }[],
  snags: Snag[],
): SubmittedFiles {
  const files: Record<string, string> = {};
  for (const { path, text } of whole) files[path] = text;
  for (const [path, text] of Object.entries(files)) {
    const others = whole.filter((candidate) => candidate.path === path && candidate.text !== text).length;
    if (others > 0) snags.push({ kind: 'several', path, left: others });
  }
  return files;
}
