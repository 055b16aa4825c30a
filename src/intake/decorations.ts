import { maxLines, startOfLine } from './intake-result.ts';
import { isInstruction } from './line-kind.ts';
import { isErrorLine } from './program-output.ts';

/*
 * What editors, terminals and chats put before, after or around the lines of a file, taken off again. Each works on whole
 * lines, looks at each a fixed number of times, and gives its lines back as they were when it finds no such marks.
 */
type Lines = readonly string[];

const isBlank = (line: string): boolean => line.trim() === '';

/** Colours of a terminal, also where a chat has swallowed the escape itself. */
export const stripColours = (text: string, bare = false): string => {
  const plain = text.includes('\u001B') ? text.replaceAll(/\u001B\[[\d;?]{0,20}[A-Za-z]/g, '') : text;
  return bare ? plain.replaceAll(/\[\d{1,3}(;\d{1,3}){0,4}m/g, '') : plain;
};

/** Discord's quotes: `> ` before each line of a run, or `>>> ` before the first of all that follows. */
export function stripQuotes(lines: Lines): Lines {
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('>>> ') && line.length < 2000 && !/^>>> (RUN|COPY|FROM|ENV|CMD)?\s*$/.test(line)) {
      out.push(
        line.slice(4),
        ...lines.slice(at + 1).map((each) => (each.startsWith('>>> ') ? each.slice(4) : each)),
      );
      return out;
    }
    let end = at;
    while (end < lines.length && /^ ?>/.test(lines[end] ?? '')) end += 1;
    if (end === at) {
      out.push(line);
      at += 1;
      continue;
    }
    const run = lines.slice(at, end).map((each) => each.slice(each.indexOf('>') + 1));
    const spaced = run.every((each) => each === '' || each.startsWith(' '));
    const inner = spaced ? run.map((each) => each.slice(1)) : run;
    // Quotes of quotes.
    out.push(
      ...(inner.length > 1 && inner.every((each) => each === '' || each.startsWith('>'))
        ? inner.map((each) => each.replace(/^> ?/, ''))
        : inner),
    );
    at = end;
  }
  return out;
}

const numbered = /^[\s│┃|]{0,12}(\d{1,5})(?=[\s.:)|│┃→-]|$)/;

/** Line numbers before each line (`cat -n`, an editor, a list), or on lines of their own (a web page). */
export function stripLineNumbers(lines: Lines): Lines {
  return stripLeadingNumbers(lines) ?? stripNumbersInExcerpt(lines) ?? dropNumberLines(lines) ?? lines;
}

/** `$ cat -n Dockerfile`, or a sentence, and then numbered lines from 1 on. Excerpts in error messages begin elsewhere. */
function stripNumbersInExcerpt(lines: Lines): Lines | null {
  const first = lines.findIndex((line) => Number(numbered.exec(line)?.[1]) === 1);
  const last = lines.findLastIndex((line) => numbered.test(line));
  if (first < 0 || last < first + 2 || (first === 0 && last === lines.length - 1)) return null;
  const around = [...lines.slice(0, first), ...lines.slice(last + 1)];
  if (around.some((line) => isErrorLine(startOfLine(line)))) return null;
  const bare = stripLeadingNumbers(lines.slice(first, last + 1));
  return bare === null ? null : [...lines.slice(0, first), ...bare, ...lines.slice(last + 1)];
}

function stripLeadingNumbers(lines: Lines): Lines | null {
  const found = lines.map((line) => numbered.exec(line));
  let last: number | null = null;
  let count = 0;
  let told = 0;
  for (const [at, match] of found.entries()) {
    if (isBlank(lines[at] ?? '')) continue;
    if (match === null) return null;
    const n = Number(match[1]);
    if (last !== null && n !== last + 1) return null;
    last = n;
    count += 1;
    if (!isBlank((lines[at] ?? '').slice(match[0].length))) told += 1;
  }
  if (count < 2 || told === 0) return null;
  const rests = lines.map((line, at) => line.slice(found[at]?.[0].length ?? 0));
  const full = rests.filter((rest) => !isBlank(rest));
  // What stands between number and line is the same everywhere; an indentation of the line itself is not.
  const between = /^[\s.:)|│┃→-]*/.exec((full[0] ?? '').slice(0, 12))?.[0] ?? '';
  let width = between.length;
  for (const rest of full) while (width > 0 && rest.slice(0, width) !== between.slice(0, width)) width -= 1;
  if (width === 0 || full.some((rest) => rest.slice(width, width + 4) === '>>> ')) return null;
  // A `-` belongs to the line when it follows a space: `1 - x`.
  return rests.map((rest) => (isBlank(rest) ? '' : trimmedSign(rest, width)));
}

/** Of a bare `1.` the sign is all there is. */
const trimmedSign = (rest: string, width: number): string =>
  /^[.:)|│┃→-]\s*$/.test(rest) ? '' : rest.slice(width);

function dropNumberLines(lines: Lines): Lines | null {
  const alone = lines.map((line) => (line.length < 8 && /^\s*\d{1,5}\s*$/.test(line) ? Number(line) : null));
  const numbers = alone.filter((n) => n !== null);
  if (numbers.length < 3 || !numbers.every((n, at) => n === (numbers[0] ?? 0) + at)) return null;
  return lines.filter((_, at) => alone[at] === null);
}

/** The same spaces before every line, as in a list or in Markdown's code. Discord cuts those of the first line off. */
export function dedent(lines: Lines): Lines {
  const full = lines.filter((line) => !isBlank(line));
  const first = full[0] ?? '';
  const rest =
    full.length > 1 && !/^[ \t]/.test(first) && full.slice(1).every((line) => /^( {4}|\t)/.test(line))
      ? full.slice(1)
      : full;
  if (rest !== full && !(isInstruction(first) || first.startsWith('#'))) return lines;
  const margin = /^[ \t]*/.exec((rest[0] ?? '').slice(0, 40))?.[0] ?? '';
  let width = margin.length;
  for (const line of rest) while (width > 0 && line.slice(0, width) !== margin.slice(0, width)) width -= 1;
  // A lone instruction below FROM that is indented is how somebody likes it.
  if (width === 0 || (rest !== full && rest.filter(isInstruction).length < 2 && !first.startsWith('#!')))
    return lines;
  return lines.map((line, at) =>
    isBlank(line)
      ? line.slice(width)
      : rest !== full && at === lines.indexOf(first)
        ? line
        : line.slice(width),
  );
}

/** Single or double backticks around each line, or around many. */
export function stripBackticks(lines: Lines): Lines {
  const out = [...lines];
  for (let at = 0; at < Math.min(out.length, maxLines); at += 1) {
    const line = (out[at] ?? '').trimEnd();
    const ticks = /^\s{0,3}(`{1,2})(?!`)/.exec(line.slice(0, 8));
    const mark = ticks?.[1];
    if (ticks === null || mark === undefined) continue;
    const inside = line.slice(ticks[0].length);
    if (inside.endsWith(mark)) {
      const bare = inside.slice(0, -mark.length);
      if (!bare.includes('`')) out[at] = bare;
      continue;
    }
    const end = inside.includes('`') ? -1 : closing(out, at, mark);
    if (end < 0) continue;
    out[at] = inside;
    out[end] = (out[end] ?? '').trimEnd().slice(0, -mark.length);
    at = end;
  }
  return out;
}

/** The line that ends with these backticks, having opened none: within the next two hundred. */
function closing(lines: Lines, from: number, mark: string): number {
  const last = Math.min(lines.length, from + 200);
  for (let at = from + 1; at < last; at += 1) {
    const line = (lines[at] ?? '').trimEnd();
    if (line.endsWith(mark) && line.split('`').length - 1 === mark.length) return at;
  }
  return -1;
}

/** `- FROM …`, `* RUN …`, `• COPY …`: a file written as a list. */
export function stripListMarkers(lines: Lines): Lines {
  const full = lines.filter((line) => !isBlank(line));
  const items = full.filter((line) => /^\s{0,8}[-*•] \S/.test(line));
  const code = items.filter((line) => isInstruction(line.replace(/^\s{0,8}[-*•] /, '')));
  if (code.length < 2 || code.length * 2 < full.length) return lines;
  return lines.map((line) => line.replace(/^\s{0,8}[-*•] (?=\S)/, ''));
}

/** Markdown's backslashes before what it would read as formatting, which no Dockerfile has. */
export function unescapeMarkdown(lines: Lines): Lines {
  if (!lines.some((line) => /(^|[^\\])\\[_*#`~>]/.test(line.slice(0, 300)))) return lines;
  return lines.map((line) => line.replaceAll(/\\([_*#`~>|.\-[\]])/g, '$1'));
}

/** A file in a table of Markdown: `| FROM … |`. */
export function stripTable(lines: Lines): Lines {
  const full = lines.filter((line) => !isBlank(line));
  if (
    full.length < 2 ||
    !full.every((line) => line.startsWith('|') && line.trimEnd().endsWith('|') && !line.startsWith('||'))
  )
    return lines;
  return lines.map((line) => {
    const cell = line.trimEnd().slice(1, -1);
    return (cell.startsWith(' ') ? cell.slice(1) : cell).trimEnd();
  });
}

/** `||` around a spoiler, and characters without width at the ends of a line, where chats leave them. */
export function stripSpoiler(lines: Lines): Lines {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  const veiled =
    first >= 0 && (lines[first] ?? '').startsWith('||') && (lines[last] ?? '').trimEnd().endsWith('||');
  if (!veiled) return lines;
  return lines.map((line, at) => {
    const begun = at === first ? line.slice(2) : line;
    return at === last ? begun.trimEnd().slice(0, -2) : begun;
  });
}

/** What `vim`, `nano`, `less` and `bat` show besides the file. */
const ofAnEditor =
  /^(?=.{0,300}$)\s*(~|\^[A-Z] .*|\(END\)|"[^"]{1,120}" \d+L, \d+[BC].*|"[^"]{1,120}" \d+ lines?, \d+ .*|[─┬┴┼═]{5,}.*|\[ (Read|Wrote|line) .*\]|-- (INSERT|VISUAL|NORMAL|EINFÜGEN) --.*|:(wq?|q!?|x)|M-[A-Z] .*|.{1,60}\(END\)|-+\s?(End|Fin) .*)\s*$/;

/** The lines that `bat` draws above and below a file. */
export const isFrameLine = (line: string): boolean => /^\s{0,9}[─━═]{5}/.test(line.slice(0, 20));

export const isEditorChrome = (line: string): boolean => line.length < 300 && ofAnEditor.test(line);

const ofAPage =
  /^(?=.{0,300}$)\s*(copy( code)?|copier( le code)?|code kopieren|kopieren|copiar( código| codigo)?|copia( codice)?|(code )?kopi[eë]ren|kopiuj( kod)?|kod(u)? kopyala|копировать( код)?|скопировать( код)?|复制(代码)?|複製(程式碼)?|コードをコピーする|コピー|코드 복사|edit|bearbeiten|modifier|editar|modifica|run|wrap|expand|collapse|raw|blame|history|download|preview|code|explain|copied!?|always show details|\d+ lines? \(\d+ (sloc|loc)\).*|\d+ lines?\b.{0,60}(bytes|kb)|[\d.]+ (bytes|kb)|code ?(55|blame)?|(dockerfile|docker|bash|sh|shell|plaintext|text|ini|gitignore|dockerignore|yaml|zsh|code snippet)\s*(copy|edit|copy code)*)\s*$/i;

/** A button, a menu or a label that was copied along with the code. */
export const isPageChrome = (line: string): boolean => line.length < 100 && ofAPage.test(line);
