import { roleByName } from './file-role.ts';
import { type Role, startOfLine } from './intake-result.ts';
import { isInstruction, kindOfLine } from './line-kind.ts';
import { isCertainlyProse } from './prose.ts';
import { promptEnd } from './shell-prompt.ts';

/** A line that says which file comes below it. */
export interface Heading {
  /** Null: a file that is none of the lesson's. */
  readonly role: Role | null;
  readonly name: string;
  /**
   * How sure it is that the line is no part of a file: a bare name may be a pattern and a comment may name what it copies;
   * dressed up (`=== Dockerfile ===`) or printed by a command it is nothing else; a sentence names it in passing.
   */
  readonly form: 'bare' | 'comment' | 'dressed' | 'command' | 'sentence';
}

const dressing = new Set([...' \t#*_`=~-:>[](){}<>"\'|•·→–—▸▶»«,;!│┃📄📁📝📃🗒🐳👇⬇'].concat('\uFE0F'));
const otherFile = /^[\w.-]{1,80}\.(py|ya?ml|json|toml|lock|md|cfg|ini|env|html?|js|ts|css|conf|sql)$/i;

/** `cat > entrypoint.sh <<'EOF'`: the file that is written, and the word that ends it. */
export function writtenBy(line: string): { readonly heading: Heading; readonly end: string } | null {
  const start = startOfLine(line);
  const end = /^\s*([$%#] )?(sudo )?(cat|tee)\s.*<<-?\s?["']?([A-Za-z_]\w{0,40})["']?/.exec(start)?.[4];
  const path = /(?:>{1,2}\s?|tee\s+)["']?([\w./-]{1,120})/.exec(start.replace(/<<-?\s?\S+/, ''))?.[1];
  if (end === undefined || path === undefined) return null;
  const name = nameIn(path);
  return { heading: { role: roleByName(name), name, form: 'command' }, end };
}

/** The file's name in a line that is a heading for it; null when the line is anything else. */
export function headingOf(line: string): Heading | null {
  if (line.length > 200 || !/docker|container|entry|\.\w/i.test(line)) return null;
  return byCommand(line) ?? byName(line) ?? inSentence(line);
}

/** `cat Dockerfile`, after whatever a shell shows before it. */
function byCommand(line: string): Heading | null {
  const at = promptEnd(line);
  const typed = (at === null ? line : line.slice(at)).trim();
  const found =
    /^(?:sudo\s+)?(?:cat|bat|batcat|less|more|type|gc|get-content|head|tail|nl|vim?|nano|code|notepad)((?:\s+-{1,2}\w[\w-]*)*)\s+["']?([^\s"'|;&<>]{1,120})["']?\s*$/i.exec(
      typed,
    );
  const path = found?.[2];
  if (path === undefined || (at === null && !/^(cat|type|get-content|gc|bat|nl)\b/i.test(typed))) return null;
  const name = nameIn(path);
  const role = roleByName(name);
  if (at === null && role === null) return null;
  return { role, name, form: 'command' };
}

const nameIn = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function byName(line: string): Heading | null {
  const letters = [...line];
  let from = 0;
  let to = letters.length;
  const slashes = (at: number): boolean =>
    letters[at] === '/' && (letters[at + 1] === '/' || letters[at + 1] === ' ' || letters[at - 1] === '/');
  while (from < to && (dressing.has(letters[from] ?? '') || slashes(from))) from += 1;
  while (
    to > from &&
    (dressing.has(letters[to - 1] ?? '') || (letters[to - 1] === '/' && letters[to - 2] === '*'))
  )
    to -= 1;
  const core = letters
    .slice(from, to)
    .join('')
    .replace(/^GNU nano [\d.]{1,9}\s+(?=\S)/, '')
    .replace(/^\d{1,2}[.)]\s+/, '')
    .replace(/^(begin|start of|file ?name|file|fichier|datei|archivo|bestand|path|title)\s?[:=]?\s+/i, '')
    .replace(/^[`*"'_]+/, '');
  if (core === '' || /\s/.test(core.replace(/ \(\d\)$/, ''))) return null;
  const name = nameIn(core);
  const role = /^[\w.() -]{1,80}$/.test(name) ? roleByName(name) : null;
  const dressed = line.trim() !== core;
  if (role === null)
    return dressed && otherFile.test(name) && /^\s*([=#*-]{2,}|\*\*)/.test(line)
      ? { role, name, form: 'dressed' }
      : null;
  if (!dressed) return { role, name, form: 'bare' };
  return { role, name, form: /^\s*#\s?[^#=*\-\s]*$/.test(line.replace(/:\s*$/, '')) ? 'comment' : 'dressed' };
}

/** "And this is my entrypoint.sh:" */
function inSentence(line: string): Heading | null {
  const start = startOfLine(line).trim();
  if (
    !/[:：]\**$/.test(start) ||
    start.startsWith('#') ||
    isInstruction(start) ||
    kindOfLine(start) === 'shell'
  )
    return null;
  const named = fileNamedIn(start);
  return named === null ? null : { ...named, form: 'sentence' };
}

/** The one file that a sentence names; null when it names none, or several. */
export function fileNamedIn(sentence: string): Pick<Heading, 'role' | 'name'> | null {
  const words = startOfLine(sentence)
    .replaceAll(/docker (file|ignore)\b/gi, 'docker$1')
    .replaceAll(/entry point\b/gi, 'entrypoint')
    .split(/[\s,;:()*"'`]+/)
    .map((word) => word.replace(/(?<![.!?])[.!?]+$/, ''));
  const named = words.flatMap((word) => {
    const role = word === '' ? null : roleByName(word);
    return role === null ? [] : [{ role, name: nameIn(word) }];
  });
  const [first] = named;
  return first !== undefined && named.every(({ role }) => role === first.role) ? first : null;
}

/** What stands right above a fence: a name, or a sentence that names one file. */
export function headingAbove(line: string): Heading | null {
  const plain = headingOf(line);
  if (plain !== null) return plain;
  const named =
    isInstruction(line) || (isCertainlyProse(line) && /\?\s*$/.test(line)) ? null : fileNamedIn(line);
  return named === null ? null : { ...named, form: 'sentence' };
}
