import { fileNamedIn } from './headings.ts';
import { isBlank, isFrom, isInstruction } from './line-kind.ts';

/*
 * A file that begins on the line that leads to it, or that stands between quotation marks. Each function looks at every line a fixed
 * number of times, and returns its lines unchanged where there is no such thing.
 */

const first = /^(.{1,160}?[^\w\s/'"`(#-] ?| ?\S{0,80} )(#!\s?\/\S.{0,80}|FROM\s\S.{0,200})$/;

/** `check: FROM python`, `<@12> #!/bin/sh`, `my Dockerfile FROM python:3.12`: what stands before a file's first line is a line of its own. */
export function partLeadIn(lines: readonly string[]): readonly string[] {
  const begun = lines.findIndex((line) => isInstruction(line) || line.startsWith('#!'));
  return lines.flatMap((line, at) => {
    if (line.length > 400 || !/FROM\s|#!\s?\//.test(line) || isInstruction(line)) return [line];
    const [, before = '', start = ''] = first.exec(line.trimEnd()) ?? [];
    if (isBlank(before) || !(start.startsWith('#!') || isFrom(start))) return [line];
    // Within a file, only a name begins another one.
    if (begun >= 0 && begun < at && fileNamedIn(before) === null) return [line];
    return goesOn(lines[at + 1]) ? [before.trimEnd(), start] : [line];
  });
}

/** A sentence that quotes one line goes on with words. */
const goesOn = (next: string | undefined): boolean =>
  next !== undefined && (isBlank(next) || isInstruction(next) || /^\s*(?:#|[a-z])/.test(next));

const pairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“',
  '«': '»',
  '‘': '’',
};

/** One pair of quotation marks around several lines, the first of which begins a file. */
export function stripQuotationMarks(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => /^["'“„«‘]{1,3} ?(?:#|$|[A-Z]{2,})/.test(line));
  if (from < 0) return lines;
  const mark = /^["'“„«‘]{1,3}/.exec(lines[from] ?? '')?.[0] ?? '';
  const end = [...mark].map((sign) => pairs[sign] ?? sign).join('');
  const to = lines.findIndex(
    (line, at) => at > from && line.trimEnd().endsWith(end) && line.split(end).length % 2 === 0,
  );
  const opened = (lines[from] ?? '').slice(mark.length).trimStart();
  const begins = opened === '' ? (lines[from + 1] ?? '') : opened;
  if (to < 0 || !(isInstruction(begins) || begins.startsWith('#'))) return lines;
  return lines.map((line, at) => {
    if (at === from) return opened;
    return at === to ? line.trimEnd().slice(0, -end.length).trimEnd() : line;
  });
}
