import { roleByLabel, roleByName } from './file-role.ts';
import { maxBlocks } from './intake-result.ts';
import { kindOfLine } from './line-kind.ts';
import { promptEnd } from './shell-prompt.ts';

/** A part of a message: a code block, or the text between two of them. */
export interface Block {
  readonly content: string;
  /** The language after the opening fence, such as `dockerfile` or `sh`; empty if there is none. */
  readonly label: string;
  /** The file name that the fence gives (`title="Dockerfile"`, `12:30:backend/Dockerfile`); empty if there is none. */
  readonly title: string;
  /** The last line of text before the fence, where students write the file's name. */
  readonly before: string;
  readonly fenced: boolean;
  /** It is inside a line of prose, like `this`. */
  readonly inline: boolean;
}

/**
 * Splits a message into code blocks and the text between them. Discord's rules are not CommonMark's: a fence may open and
 * close in the middle of a line. A fence that never closes, and one of tildes, are read as they were meant. A fence of more
 * backticks may contain shorter ones, so that a pasted piece of Markdown stays whole.
 */
export function splitBlocks(message: string): readonly Block[] {
  const text = message
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?:\u200B|\u200C|\u200D|\u2060|\uFEFF)(?=[`~]{3})/g, '');
  const blocks: Block[] = [];
  const fences = new FenceScanner(text);
  let at = 0;
  for (let open = fences.next(0); open !== null && blocks.length <= maxBlocksRead; open = fences.next(at)) {
    const outside = text.slice(at, open.at);
    blocks.push(unfenced(outside));
    const start = open.at + open.mark.length;
    if (open.empty) {
      at = start;
      continue;
    }
    const close = fences.close(open.mark, start);
    const inside = close < 0 ? withoutShortMark(text.slice(start)) : text.slice(start, close);
    const inline = !inside.includes('\n') && textOnSameLine(outside) !== '';
    const block = { ...readInfoString(inside), before: lastLine(outside), fenced: true, inline };
    if (hasFenceWithin(open.mark, block.content)) blocks.push(...splitBlocks(block.content));
    else blocks.push(block);
    at = close < 0 ? text.length : endOfMark(text, close, open.mark[0] ?? '`');
  }
  if (blocks.length <= maxBlocksRead) blocks.push(unfenced(text.slice(at)));
  return blocks.filter((block) => block.content.trim() !== '');
}

/** A longer mark, or one of tildes, surrounds a piece of Markdown that has code blocks of its own. Those have no others in them. */
const hasFenceWithin = (mark: string, content: string): boolean =>
  mark.length < maxMark &&
  (mark.length > 3 || mark.startsWith('~')) &&
  /^ {0,3}```(?!`)/m.test(content) &&
  !/^ {0,3}(?:````|~~~)/m.test(content);
const maxMark = 10;

/** Code blocks and the text between them. */
const maxBlocksRead = 2 * maxBlocks + 2;

/** A fence of three backticks may end with one or two: a phone's keyboard hides them well. */
function withoutShortMark(inside: string): string {
  const line = inside.slice(inside.trimEnd().lastIndexOf('\n') + 1).trimEnd();
  const mark = /`{1,2}$/.exec(line.slice(-2))?.[0] ?? '';
  return mark !== '' && line.split('`').length - 1 === mark.length
    ? inside.trimEnd().slice(0, -mark.length)
    : inside;
}

const unfenced = (content: string): Block => ({
  content: trimBlankLines(content),
  label: '',
  title: '',
  before: '',
  fenced: false,
  inline: false,
});

/** The content without blank lines before and after it, and with one line break at its end. */
export function trimBlankLines(content: string): string {
  let from = 0;
  for (;;) {
    const end = content.indexOf('\n', from);
    if (end < 0 || content.slice(from, Math.min(end, from + 400)).trim() !== '' || end - from > 400) break;
    from = end + 1;
  }
  return `${content.slice(from).trimEnd()}\n`;
}

/** Finds code fences from left to right. It remembers where each kind of mark occurs next, so the scan stays linear. */
class FenceScanner {
  readonly #text: string;
  /** Where the next mark of each kind is; -1 if there are no more, -2 if not searched for yet. */
  #backticks = -2;
  #tildes = -2;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next opening fence. `empty`: it is opened and closed at once, as six backticks in a row are. */
  next(from: number): { readonly at: number; readonly mark: string; readonly empty: boolean } | null {
    if (this.#backticks !== -1 && this.#backticks < from) this.#backticks = this.#text.indexOf('```', from);
    if (this.#tildes !== -1 && this.#tildes < from) this.#tildes = this.#tildesFrom(from);
    const backticks = this.#backticks;
    const tildes = this.#tildes;
    if (backticks < 0 && tildes < 0) return null;
    const at = backticks < 0 || (tildes >= 0 && tildes < backticks) ? tildes : backticks;
    const mark = this.#markAt(at);
    return { at, mark, empty: mark.length >= 6 && this.#text.indexOf(mark, at + mark.length) < 0 };
  }

  /** Where the fence closes; negative if it never does. */
  close(mark: string, from: number): number {
    if (!mark.startsWith('~')) return this.#text.indexOf(mark, from);
    const lineBreak = this.#text.indexOf('\n~~~', from);
    return lineBreak < 0 ? -1 : lineBreak + 1;
  }

  #tildesFrom(from: number): number {
    if (from === 0 && this.#text.startsWith('~~~')) return 0;
    const lineBreak = this.#text.indexOf('\n~~~', Math.max(0, from - 1));
    return lineBreak < 0 ? -1 : lineBreak + 1;
  }

  #markAt(at: number): string {
    return this.#text.slice(at, endOfMark(this.#text, at, this.#text[at] ?? '`'));
  }
}

function endOfMark(text: string, from: number, character: string): number {
  let at = from;
  while (text[at] === character) at += 1;
  return at;
}

const languages = new Set(
  (
    'dockerfile docker containerfile dockerignore .dockerignore gitignore .gitignore ignore sh bash shell zsh ash fish shellscript shell-script console terminal ' +
    'powershell ps ps1 pwsh cmd bat batch yaml yml json toml ini cfg conf properties txt text plaintext plain none nohighlight code diff patch ansi log logs output ' +
    'py python python3 js javascript ts typescript html xml css md markdown makefile make sql go rust c cpp java ruby php perl nginx http env dotenv'
  ).split(' '),
);

/** Reads a fence's first line, which may be a language, attributes, a file name, or content already. */
function readInfoString(inside: string): Pick<Block, 'label' | 'title' | 'content'> {
  const end = inside.indexOf('\n');
  const info = (end < 0 ? inside : inside.slice(0, end)).slice(0, 400);
  const rest = end < 0 ? '' : inside.slice(end + 1);
  const allContent = { label: '', title: '', content: trimBlankLines(inside) };
  const [word = ''] = info.trim().split(/\s+/, 1);
  if (info.trim() === '' || word.length > 150)
    return { ...allContent, content: trimBlankLines(rest === '' ? inside : rest) };
  const label =
    word
      .replace(/^\{?\.?(?=[a-z])|^\{/i, '')
      .replace(/(?<![:,;}])[:,;}]+$/, '')
      .split(/[{,]/)[0] ?? '';
  const after = info.slice(info.indexOf(word) + word.length).trim();
  const known = languages.has(label.toLowerCase()) || languages.has(word.toLowerCase());
  if (after === '') {
    if (end < 0) return allContent;
    if (/^\p{Extended_Pictographic}[\uFE0F\s]*$/u.test(word))
      return { ...allContent, content: trimBlankLines(rest) };
    // `.venv` or `*.pyc` after the fence may be the first line of a .dockerignore.
    if (!known && kindOfLine(word) === 'pattern' && roleByLabel(label) === null && !word.startsWith('{'))
      return allContent;
    if (!/^[\w+\-.#/\\:{},=()"']+$/.test(word) || word.startsWith('#!')) return allContent;
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
  if (end < 0) return allContent;
  const attributes = /[={}[\]]|^\(|^\/\/|^#\s?\S+$|^[\w./\\:,#-]+$/.test(after);
  if ((known || /^\w[\w+-]{0,20}$/.test(word)) && attributes && (known || !isContent(info, '')))
    return { label, title: titleIn(`${word} ${after}`), content: trimBlankLines(rest) };
  return allContent;
}

/** Whether the text after a language is already the file's first line. */
function isContent(text: string, label: string): boolean {
  if (/^[\w-]{1,30}\s?=/.test(text)) return false;
  if (promptEnd(text) !== null) return true;
  const kind = kindOfLine(text.replace(/^\d{1,4}[\s.:)|│]{1,8}/, ''));
  if (kind === 'from' || kind === 'instruction' || kind === 'shebang' || kind === 'shell') return true;
  if (kind === 'comment') return !/^#\s?[\w.-]{1,40}$/.test(text);
  return kind === 'pattern' && /ignore|txt|text/i.test(label);
}

/** The file name in `title="Dockerfile"`, `filename=Dockerfile`, `dockerfile:backend/Dockerfile`, `1:20:backend/Dockerfile`. */
function titleIn(info: string): string {
  const given = /(?:title|file ?name|file|name|path)\s?[=:]\s?["']?([^\s"'}\]]{1,120})/i.exec(info)?.[1];
  // A range of lines stands before the name or behind it: `backend/Dockerfile#L1-L12`.
  const parts = info.split(/[:\s=({#]/).map((part) => part.replace(/(?<![)}"'])[)}"']+$/, ''));
  const last = parts.findLast((part) => roleByName(part) !== null) ?? parts.at(-1) ?? '';
  const name = given ?? (/[:\s/#]/.test(info) && /^[\w./\\-]{1,120}$/.test(last) ? last : '');
  return name;
}

const textOnSameLine = (text: string): string =>
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
