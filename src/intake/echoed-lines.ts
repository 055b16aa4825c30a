import { isBlank } from './line-kind.ts';

/** A line of a file as a command writes it: `echo 'FROM python:3.11-slim' >> Dockerfile`. */
const echoed =
  /^\s{0,8}(?:[$%>#] )?echo\s{1,8}(?:-e\s{1,8})?(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'">|&;\s](?:[^'">|&;]*[^'">|&;\s])?|))\s{0,8}>>?\s{0,8}["']?([\w./-]{1,80})["']?\s{0,8}$/;
/** So many of them are a file, and not an example. */
const fewest = 3;
const mostCharacters = 600;
const end = 'THE_END_OF_WHAT_IS_WRITTEN';

/** A file that is written line by line, as one heredoc for each file; other texts as they are. */
export function joinEchoes(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  const read = full.map((line) => echoed.exec(line.slice(0, mostCharacters)));
  if (read.length < fewest || read.some((each) => each === null)) return lines;
  const files = new Map<string, string[]>();
  for (const each of read) {
    const [, single, double, bare = '', path = ''] = each ?? [];
    const text = single ?? double?.replace(/\\(["$`\\])/g, '$1') ?? bare;
    files.set(path, [...(files.get(path) ?? []), text]);
  }
  return [...files].flatMap(([path, texts]) => [`cat > ${path} <<'${end}'`, ...texts, end]);
}
