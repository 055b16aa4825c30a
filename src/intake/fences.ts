import { roleByLabel } from './file-role.ts';
import { maxBlocks } from './intake-result.ts';
import { kindOfLine } from './line-kind.ts';
import { promptEnd } from './shell-prompt.ts';

/** A stretch of a message: what stands in a fence, or what stands outside of any. */
export interface Block {
  readonly content: string;
  /** What stands right after the opening fence: `dockerfile`, `sh`; empty when nothing does. */
  readonly label: string;
  /** The file's name, where the fence gives one (`title="Dockerfile"`, `12:30:backend/Dockerfile`); else empty. */
  readonly title: string;
  /** The last line of text before the fence: students write the file's name there. */
  readonly before: string;
  readonly fenced: boolean;
  /** It stands within a line of words, as `this` does. */
  readonly inline: boolean;
}

/**
 * Cuts a message into what is in fences and what is around them, as Discord reads it, which is not CommonMark: a fence may
 * open and close in the middle of a line, and one that never closes still shows what its writer meant. Tildes are taken as
 * she meant them, too. A fence of more backticks holds shorter ones inside, so that a pasted piece of Markdown stays whole.
 */
export function splitBlocks(message: string): readonly Block[] {
  const text = message
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?:\u200B|\u200C|\u200D|\u2060|\uFEFF)(?=[`~]{3})/g, '');
  const blocks: Block[] = [];
  const fences = openFences(text);
  let at = 0;
  for (let open = fences.next(0); open !== null && blocks.length <= maxBlocksRead; open = fences.next(at)) {
    const outside = text.slice(at, open.at);
    blocks.push(plain(outside));
    const start = open.at + open.mark.length;
    if (open.empty) {
      at = start;
      continue;
    }
    const close = fences.close(open.mark, start);
    const inside = text.slice(start, close < 0 ? undefined : close);
    const inline = !inside.includes('\n') && lastLineRaw(outside) !== '';
    blocks.push({ ...labelled(inside), before: lastLine(outside), fenced: true, inline });
    at = close < 0 ? text.length : afterMark(text, close, open.mark[0] ?? '`');
  }
  if (blocks.length <= maxBlocksRead) blocks.push(plain(text.slice(at)));
  return blocks.filter((block) => block.content.trim() !== '');
}

/** Twice as many as are looked at: what is fenced, and what stands between. */
const maxBlocksRead = 2 * maxBlocks + 2;

const plain = (content: string): Block => ({
  content: trimBlankLines(content),
  label: '',
  title: '',
  before: '',
  fenced: false,
  inline: false,
});

/** Without empty lines before and after, and with a line end. */
export function trimBlankLines(content: string): string {
  let from = 0;
  for (;;) {
    const end = content.indexOf('\n', from);
    if (end < 0 || content.slice(from, Math.min(end, from + 400)).trim() !== '' || end - from > 400) break;
    from = end + 1;
  }
  return `${content.slice(from).trimEnd()}\n`;
}

/** Finds fences one after the other; each place of the text is searched once for each kind of mark. */
function openFences(text: string) {
  const found = { ticks: -2, tildes: -2 };
  const tildesFrom = (from: number): number => {
    if (from === 0 && text.startsWith('~~~')) return 0;
    const line = text.indexOf('\n~~~', Math.max(0, from - 1));
    return line < 0 ? -1 : line + 1;
  };
  const markAt = (at: number): string => {
    const letter = text[at] ?? '`';
    let end = at;
    while (text[end] === letter) end += 1;
    return text.slice(at, end);
  };
  const next = (
    from: number,
  ): { readonly at: number; readonly mark: string; readonly empty: boolean } | null => {
    if (found.ticks !== -1 && found.ticks < from) found.ticks = text.indexOf('```', from);
    if (found.tildes !== -1 && found.tildes < from) found.tildes = tildesFrom(from);
    const { ticks, tildes } = found;
    if (ticks < 0 && tildes < 0) return null;
    const at = ticks < 0 || (tildes >= 0 && tildes < ticks) ? tildes : ticks;
    const mark = markAt(at);
    // Six in a row that nothing closes are a fence opened and closed at once.
    return mark.length >= 6 && text.indexOf(mark, at + mark.length) < 0
      ? { at, mark, empty: true }
      : { at, mark, empty: false };
  };
  return {
    next,
    close: (mark: string, from: number): number =>
      mark.startsWith('~') ? afterLine(text.indexOf('\n~~~', from)) : text.indexOf(mark, from),
  };
}

const afterLine = (at: number): number => (at < 0 ? -1 : at + 1);

function afterMark(text: string, from: number, letter: string): number {
  let at = from;
  while (text[at] === letter) at += 1;
  return at;
}

const languages = new Set(
  (
    'dockerfile docker containerfile dockerignore .dockerignore gitignore .gitignore ignore sh bash shell zsh ash fish shellscript shell-script console terminal ' +
    'powershell ps ps1 pwsh cmd bat batch yaml yml json toml ini cfg conf properties txt text plaintext plain none nohighlight code diff patch ansi log logs output ' +
    'py python python3 js javascript ts typescript html xml css md markdown makefile make sql go rust c cpp java ruby php perl nginx http env dotenv'
  ).split(' '),
);

/** Reads the first line of a fence: a label, attributes, a name, or content already. */
function labelled(inside: string): Pick<Block, 'label' | 'title' | 'content'> {
  const end = inside.indexOf('\n');
  const info = (end < 0 ? inside : inside.slice(0, end)).slice(0, 400);
  const rest = end < 0 ? '' : inside.slice(end + 1);
  const all = { label: '', title: '', content: trimBlankLines(inside) };
  const [word = ''] = info.trim().split(/\s+/, 1);
  if (info.trim() === '' || word.length > 150)
    return { ...all, content: trimBlankLines(rest === '' ? inside : rest) };
  const label =
    word
      .replace(/^\{?\.?(?=[a-z])|^\{/i, '')
      .replace(/(?<![:,;}])[:,;}]+$/, '')
      .split(/[{,]/)[0] ?? '';
  const after = info.slice(info.indexOf(word) + word.length).trim();
  const known = languages.has(label.toLowerCase()) || languages.has(word.toLowerCase());
  if (after === '') {
    if (end < 0) return all;
    // `.venv` or `*.pyc` right after the fence may be the first line of a .dockerignore.
    if (!known && kindOfLine(word) === 'pattern' && roleByLabel(label) === null && !word.startsWith('{'))
      return all;
    if (!/^[\w+\-.#/\\:{},=()"']+$/.test(word) || word.startsWith('#!')) return all;
    return { label, title: titleIn(word), content: trimBlankLines(rest) };
  }
  if (/^file$/i.test(after) && /^docker$/i.test(word))
    return { label: 'dockerfile', title: '', content: trimBlankLines(rest) };
  if (known && isContent(after, word))
    return {
      label,
      title: '',
      content: trimBlankLines(
        `${info.slice(info.indexOf(word) + word.length).trimStart()}${inside.slice(info.length)}`,
      ),
    };
  if (end < 0) return all;
  const attributes = /[={}[\]]|^\(|^\/\/|^#\s?\S+$|^[\w./\\:-]+$/.test(after);
  if ((known || /^\w[\w+-]{0,20}$/.test(word)) && attributes && (known || !isContent(info, '')))
    return { label, title: titleIn(`${word} ${after}`), content: trimBlankLines(rest) };
  return all;
}

/** Whether what follows a label on its line is the file already. */
function isContent(text: string, label: string): boolean {
  if (/^[\w-]{1,30}\s?=/.test(text)) return false;
  if (promptEnd(text) !== null) return true;
  const kind = kindOfLine(text.replace(/^\d{1,4}[\s.:)|│]{1,8}/, ''));
  if (kind === 'from' || kind === 'instruction' || kind === 'shebang' || kind === 'shell') return true;
  if (kind === 'comment') return !/^#\s?[\w.-]{1,40}$/.test(text);
  return kind === 'pattern' && /ignore|txt|text/i.test(label);
}

/** The name in `title="Dockerfile"`, `filename=Dockerfile`, `dockerfile:backend/Dockerfile`, `1:20:backend/Dockerfile`. */
function titleIn(info: string): string {
  const given = /(?:title|file ?name|file|name|path)\s?[=:]\s?["']?([^\s"'}\]]{1,120})/i.exec(info)?.[1];
  const last =
    info
      .split(/[:\s=({]/)
      .at(-1)
      ?.replace(/(?<![)}"'])[)}"']+$/, '') ?? '';
  const name = given ?? (/[:\s/]/.test(info) && /^[\w./\\-]{1,120}$/.test(last) ? last : '');
  return name;
}

const lastLineRaw = (text: string): string =>
  text
    .slice(text.lastIndexOf('\n') + 1)
    .slice(-400)
    .replaceAll('|', '')
    .trim();
function lastLine(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed
    .slice(trimmed.lastIndexOf('\n') + 1)
    .slice(0, 400)
    .trim();
}
