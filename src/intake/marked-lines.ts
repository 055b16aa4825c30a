import { isBlank, isInstruction } from './line-kind.ts';

/*
 * What programs and people put around each line of a file, or around all of them. Each function looks at every line a fixed
 * number of times, and returns its lines unchanged if they have no such marks.
 */

const heading = (name: string): string => `=== ${name} ===`;

/** The file's name and the line's number before each line, as `grep -n` prints them, from the first line on. */
export function stripFileNames(lines: readonly string[]): readonly string[] {
  const found = lines.map((line) => /^([\w./\\-]{1,120}):(\d{1,5}):/.exec(line.slice(0, 130)));
  const name = found[0]?.[1];
  if (name === undefined || lines.length < 2) return lines;
  const isPrinted = found.every(
    (match, at) =>
      (match === null && isBlank(lines[at] ?? '')) || (match?.[1] === name && Number(match[2]) === at + 1),
  );
  if (!isPrinted) return lines;
  return [heading(name), ...lines.map((line, at) => line.slice(found[at]?.[0].length ?? 0))];
}

/** PowerShell's way to write a file: `@'`, its lines, `'@ | Set-Content Dockerfile`. */
export function stripHereString(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => /^.{0,160}@['"]\s*$/.test(line.slice(-170)));
  if (first < 0) return lines;
  const last = lines.findIndex((line, at) => at > first && /^['"]@/.test(line));
  if (last < 0) return lines;
  const around = `${lines[first] ?? ''} ${lines[last] ?? ''}`.slice(0, 400);
  const name = /(?:Set-Content|Out-File|Add-Content|>)\s+(?:-\w+\s+)?["']?([\w.\\/-]{1,120})/i.exec(
    around,
  )?.[1];
  const named = name === undefined ? [] : [heading(name)];
  return [...lines.slice(0, first), ...named, ...lines.slice(first + 1, last), ...lines.slice(last + 1)];
}

/** A list of files in YAML: `- path: Dockerfile`, `content: |`, and the file's lines below. The second says nothing more. */
export function stripYamlMarks(lines: readonly string[]): readonly string[] {
  const isText = (line: string): boolean =>
    /^\s{0,20}(?:contents?|text|data|code): ?[|>][+-]?\s*$/.test(line);
  const isName = (line: string): boolean =>
    /^\s{0,20}(?:- )?(?:path|name|filename|file): ?["']?[\w./-]{1,120}["']?\s*$/.test(line);
  return lines.filter((line, at) => !(isText(line) && isName(lines[at - 1] ?? '')));
}

/** Bold or slanted lines: `**RUN …**`. */
export function stripEmphasis(lines: readonly string[]): readonly string[] {
  const bare = lines.map(
    (line) => /^\s{0,3}(\*{1,3}|_{1,3})(?=[^\s*_])(.*[^\s*_])\1\s{0,3}$/.exec(line)?.[2] ?? null,
  );
  const code = bare.filter((line) => line !== null && isInstruction(line));
  return code.length < 2 ? lines : lines.map((line, at) => bare[at] ?? line);
}
