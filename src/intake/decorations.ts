import { maxLines } from './intake-result.ts';
import { isBlank, isInstruction } from './line-kind.ts';

/*
 * Removes what editors, terminals and chats add before, after or around the lines of a file. Each function looks at every
 * line a fixed number of times, and returns its lines unchanged if they have no such decoration.
 */

/** Removes terminal colours; `withoutEscape` also those whose escape character a chat has swallowed. */
export const stripColours = (text: string, withoutEscape = false): string => {
  const plain = text.includes('\u001B') ? text.replaceAll(/\u001B\[[\d;?]{0,20}[A-Za-z]/g, '') : text;
  return withoutEscape ? plain.replaceAll(/\[\d{1,3}(;\d{1,3}){0,4}m/g, '') : plain;
};

/** Discord's quotes: `> ` before each quoted line, or `>>> ` before everything that follows. */
export function stripQuotes(lines: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('>>> ') && line.length < 2000 && !/^>>> (RUN|COPY|FROM|ENV|CMD)?\s*$/.test(line)) {
      result.push(
        line.slice(4),
        ...lines.slice(at + 1).map((each) => (each.startsWith('>>> ') ? each.slice(4) : each)),
      );
      return result;
    }
    let end = at;
    while (end < lines.length && /^ ?>(?! \[(?:internal|[^\]]{0,40}\d\/\d))/.test(lines[end] ?? '')) end += 1;
    if (end === at) {
      result.push(line);
      at += 1;
      continue;
    }
    const run = lines.slice(at, end).map((each) => each.slice(each.indexOf('>') + 1));
    const spaced = run.every((each) => each === '' || each.startsWith(' '));
    const inner = spaced ? run.map((each) => each.slice(1)) : run;
    // A quote within a quote.
    result.push(
      ...(inner.length > 1 && inner.every((each) => each === '' || each.startsWith('>'))
        ? inner.map((each) => each.replace(/^> ?/, ''))
        : inner),
    );
    at = end;
  }
  return result;
}

/** Single or double backticks around each line, or around several. */
export function stripBackticks(lines: readonly string[]): readonly string[] {
  const result = [...lines];
  for (let at = 0; at < Math.min(result.length, maxLines); at += 1) {
    const line = (result[at] ?? '').trimEnd();
    const opening = /^\s{0,3}(`{1,2})(?!`)/.exec(line.slice(0, 8));
    const mark = opening?.[1];
    if (opening === null || mark === undefined) continue;
    const inside = line.slice(opening[0].length);
    if (inside.endsWith(mark)) {
      const bare = inside.slice(0, -mark.length);
      if (!bare.includes('`')) result[at] = bare;
      continue;
    }
    const end = inside.includes('`') ? -1 : closing(result, at, mark);
    if (end < 0) continue;
    result[at] = inside;
    result[end] = (result[end] ?? '').trimEnd().slice(0, -mark.length);
    at = end;
  }
  return result;
}

/** Which of the next 200 lines closes the backticks; -1 if none does. */
function closing(lines: readonly string[], from: number, mark: string): number {
  const last = Math.min(lines.length, from + 200);
  for (let at = from + 1; at < last; at += 1) {
    const line = (lines[at] ?? '').trimEnd();
    if (line.endsWith(mark) && line.split('`').length - 1 === mark.length) return at;
  }
  return -1;
}

/** A file written as a list: `- FROM …`, `* RUN …`, `• COPY …`. */
export function stripListMarkers(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  const items = full.filter((line) => /^\s{0,8}[-*•] \S/.test(line));
  const code = items.filter((line) => isInstruction(line.replace(/^\s{0,8}[-*•] /, '')));
  if (code.length < 2 || code.length * 2 < full.length) return lines;
  return lines.map((line) => line.replace(/^\s{0,8}[-*•] (?=\s{0,40}\S)/, ''));
}

/** Markdown's backslashes before formatting characters; a Dockerfile has no such escapes. */
export function unescapeMarkdown(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => /(^|[^\\])\\[_*#`~>]/.test(line.slice(0, 300)))) return lines;
  return lines.map((line) => line.replaceAll(/\\([_*#`~>|.\-[\]])/g, '$1'));
}

/** A file in a Markdown table: `| FROM … |`. */
export function stripTable(lines: readonly string[]): readonly string[] {
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

/** A spoiler's `||` before the first line and after the last, or around each. */
export function stripSpoiler(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  if (full.length > 1 && full.every((line) => /^\|\|.*\|\|$/.test(line.trim())))
    return lines.map((line) => line.trim().slice(2, -2));
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  const isSpoiler =
    first >= 0 && (lines[first] ?? '').startsWith('||') && (lines[last] ?? '').trimEnd().endsWith('||');
  if (!isSpoiler) return lines;
  return lines.map((line, at) => {
    const opened = at === first ? line.slice(2) : line;
    return at === last ? opened.trimEnd().slice(0, -2) : opened;
  });
}

/** What `vim`, `nano`, `less` and `bat` show besides the file. */
const editorChrome =
  /^(?=.{0,300}$)\s*(~|\^[A-Z] .*|\(END\)|--(?:More|Mehr|Plus|Más)--.*|"[^"]{1,120}" \d+L, \d+[BC].*|"[^"]{1,120}" \d+ lines?, \d+ .*|[─┬┴┼═]{5,}.*|\[ (Read|Wrote|line) .*\]|-- (INSERT|VISUAL|NORMAL|EINFÜGEN) --.*|:(wq?|q!?|x)|M-[A-Z] .*|.{1,60}\(END\)|-+\s?(End|Fin) .*)\s*$/;

/** The frame that `bat` draws above and below a file. */
export const isFrameLine = (line: string): boolean => /^\s{0,9}[─━═]{5}/.test(line.slice(0, 20));

export const isEditorChrome = (line: string): boolean => line.length < 300 && editorChrome.test(line);

const pageChrome =
  /^(?=.{0,300}$)\s*(copy( code)?|copier( le code)?|code kopieren|kopieren|copiar( código| codigo)?|copia( codice)?|(code )?kopi[eë]ren|kopiuj( kod)?|kod(u)? kopyala|копировать( код)?|скопировать( код)?|复制(代码)?|複製(程式碼)?|コードをコピーする|コピー|코드 복사|edit|bearbeiten|modifier|editar|modifica|run|wrap|expand|collapse|raw|blame|history|download|preview|code|explain|copied!?|content_copy|download|expand_less|expand_more|always show details|\d+ lines? \(\d+ (sloc|loc)\).*|\d+ lines?\b.{0,60}(bytes|kb)|[\d.]+ (bytes|kb)|code ?(55|blame)?|(dockerfile|docker|bash|sh|shell|plaintext|text|ini|gitignore|dockerignore|yaml|zsh|code snippet)\s*(copy|edit|copy code)*)\s*$/i;

const copyButton =
  /^\s*(copy( code)?|copier( le code)?|code kopieren|kopieren|copiar( código| codigo)?|copia( codice)?|(code )?kopi[eë]ren|content_copy)\s*$/i;

/** The button above a block of code on a web page. In capital letters it is an instruction. */
export const isCopyButton = (line: string): boolean =>
  line.length < 40 && copyButton.test(line) && line.trim() !== 'COPY';

/** A button, a menu or a label that was copied from a web page along with the code. */
export const isPageChrome = (line: string): boolean => line.length < 100 && pageChrome.test(line);
