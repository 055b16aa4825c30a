import { baseName, roleByName } from './file-role.ts';
import { type Role, startOfLine } from './intake-result.ts';
import { isInstruction, kindOfLine } from './line-kind.ts';
import { isCertainlyProse } from './prose.ts';
import { promptEnd } from './shell-prompt.ts';

/** A line that says which file follows. */
export interface Heading {
  /** Null if the file is not one of the lesson's. */
  readonly role: Role | null;
  readonly name: string;
  /**
   * How likely the line is to be part of a file instead: a bare name may be a pattern, and a comment may describe the line
   * below it; a decorated name (`=== Dockerfile ===`) or a command never is. A sentence mentions the name in passing, and without a
   * colon only what stands below it says that it is a heading.
   */
  readonly form: 'bare' | 'comment' | 'decorated' | 'command' | 'sentence' | 'mention';
}

const decoration = new Set([...' \t#*_`=~-:>[](){}<>"\'|•·→–—▸▶»«,;!│┃^↑↓'].concat('\uFE0F'));
const isDecoration = (character: string): boolean =>
  decoration.has(character) || /\p{Extended_Pictographic}/u.test(character);
const otherFile = /^[\w.-]{1,80}\.(py|ya?ml|json|toml|lock|md|cfg|ini|env|html?|js|ts|css|conf|sql)$/i;

/** The file that a command such as `cat > entrypoint.sh <<'EOF'` writes, and the word that ends it. */
export function fileWrittenBy(line: string): { readonly heading: Heading; readonly end: string } | null {
  const start = startOfLine(line);
  const end = /^\s*([$%#] )?(sudo )?(cat|tee)\s.*<<-?\s?["']?([A-Za-z_]\w{0,40})["']?/.exec(start)?.[4];
  const path = /(?:>{1,2}\s?|tee\s+)["']?([\w./-]{1,120})/.exec(start.replace(/<<-?\s?\S+/, ''))?.[1];
  if (end === undefined || path === undefined) return null;
  const name = baseName(path);
  return { heading: { role: roleByName(name), name, form: 'command' }, end };
}

/** The line as a heading, or null if it is anything else. */
export function headingOf(line: string): Heading | null {
  if (line.length > 200 || !/docker|container|entry|\.\w/i.test(line)) return null;
  return headingInCommand(line) ?? headingByName(line) ?? headingInSentence(line);
}

/** `cat Dockerfile`, with or without a prompt before it. */
function headingInCommand(line: string): Heading | null {
  const at = promptEnd(line);
  const command = (at === null ? line : line.slice(at)).trim();
  const found =
    /^(?:sudo\s+)?(?:cat|bat|batcat|less|more|type|gc|get-content|head|tail|nl|vim?|nano|code|notepad)((?:\s+-{1,2}\w[\w-]*)*)\s+["']?([^\s"'|;&<>]{1,120})["']?/i.exec(
      command,
    );
  const path = found?.[2];
  if (found === null || path === undefined || !showsOtherFiles(command.slice(found[0].length).trim()))
    return null;
  if (at === null && !/^(cat|type|get-content|gc|bat|nl)\b/i.test(command)) return null;
  const name = baseName(path);
  const role = roleByName(name);
  if (at === null && role === null) return null;
  return { role, name, form: 'command' };
}

/** What may stand behind the first file: others, or a command that shows them. */
const showsOtherFiles = (rest: string): boolean =>
  rest === '' ||
  /^(?:&&|;) ?(?:cat|bat|type|gc|get-content) [^|<>]{1,200}$/i.test(rest) ||
  rest
    .split(/\s+/, 5)
    .every((word, at) => at < 4 && (roleByName(baseName(word)) !== null || otherFile.test(word)));

/** A file's name, bare or decorated. */
function headingByName(line: string): Heading | null {
  // Patterns of a .dockerignore: `!entrypoint.sh`, `**/Dockerfile*`, `Dockerfile*`.
  if (/^\s*(![\w.*]|\*{1,2}\/[\w.*]|[\w.-]{1,80}\*{1,2}\s*$)/.test(line)) return null;
  const characters = [...line];
  let from = 0;
  let to = characters.length;
  const isCommentSlash = (at: number): boolean =>
    characters[at] === '/' &&
    (characters[at + 1] === '/' || characters[at + 1] === ' ' || characters[at - 1] === '/');
  while (from < to && (isDecoration(characters[from] ?? '') || isCommentSlash(from))) from += 1;
  while (
    to > from &&
    (isDecoration(characters[to - 1] ?? '') || (characters[to - 1] === '/' && characters[to - 2] === '*'))
  )
    to -= 1;
  const core = characters
    .slice(from, to)
    .join('')
    .replace(/^GNU nano [\d.]{1,9}\s+(?=\S)/, '')
    .replace(/^\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+/i, '')
    .replace(/^(begin|start of|file ?name|file|fichier|datei|archivo|bestand|path|title)\s?[:=]?\s+/i, '')
    .replace(/^[`*"'_]+/, '');
  if (core === '' || /\s/.test(core.replace(/ \(\d\)$/, ''))) return null;
  const name = baseName(core);
  const role = /^[\w.() -]{1,80}$/.test(name) ? roleByName(name) : null;
  const decorated = line.trim() !== core;
  if (role === null)
    return decorated && otherFile.test(name) && /^\s*([=#*-]{2,}|\*\*)/.test(line)
      ? { role, name, form: 'decorated' }
      : null;
  if (!decorated) return { role, name, form: 'bare' };
  return {
    role,
    name,
    form: /^\s*#\s?[^#=*\-\s]*$/.test(line.replace(/:\s*$/, '')) ? 'comment' : 'decorated',
  };
}

/** "And this is my entrypoint.sh:" */
function headingInSentence(line: string): Heading | null {
  const start = startOfLine(line).trim();
  if (start.startsWith('#') || isInstruction(start) || kindOfLine(start) === 'shell') return null;
  const named = fileNamedIn(start);
  if (named === null) return null;
  if (/[:：]\**$/.test(start)) return { ...named, form: 'sentence' };
  return start.length > mostMentioning || /[?？\\]$/.test(start) ? null : { ...named, form: 'mention' };
}

/** `TODO 2 - entrypoint.sh`, `and this is the final Dockerfile`: a longer line is about more than a name. */
const mostMentioning = 60;

/** The file that a sentence names; null if it names none or several. */
export function fileNamedIn(sentence: string): Pick<Heading, 'role' | 'name'> | null {
  const words = startOfLine(sentence)
    .replaceAll(/docker (file|ignore)\b/gi, 'docker$1')
    .replaceAll(/entry point\b/gi, 'entrypoint')
    .replaceAll(/<\/?[a-z]\w{0,9}>/gi, ' ')
    .split(/[\s,;:()*"'`]+/)
    .map((word) => word.replace(/(?<![.!?])[.!?]+$/, '').replace(/^\.{2,9}(?=\w)/, ''));
  const named = words.flatMap((word) => {
    const role = word === '' ? null : roleByName(word);
    return role === null ? [] : [{ role, name: baseName(word) }];
  });
  const [first] = named;
  return first !== undefined && named.every(({ role }) => role === first.role) ? first : null;
}

/** The line above a code block as its heading: a name, or a sentence that names one file. */
export function headingAbove(line: string): Heading | null {
  const plain = headingOf(line);
  if (plain !== null) return plain;
  const named =
    isInstruction(line) || (isCertainlyProse(line) && /\?\s*$/.test(line)) ? null : fileNamedIn(line);
  return named === null ? null : { ...named, form: 'sentence' };
}
