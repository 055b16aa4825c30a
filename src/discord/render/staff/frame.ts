import type { SubmittedFiles } from '../../../submission/files.ts';
import type { Verdict } from '../../../submission/verdict.ts';
import { cut } from '../message.ts';

/** The lines around the one that a verdict names, numbered and with an arrow; null when it names none. */
export function frame(
  files: SubmittedFiles,
  { file, line }: Pick<Verdict, 'file' | 'line'>,
): readonly string[] | null {
  const lines = file === null ? undefined : files[file]?.split(/\r?\n/);
  if (file === null || line === null || lines === undefined || line < 1 || line > lines.length) return null;
  const first = Math.max(1, line - 2);
  return [
    file,
    ...lines.slice(first - 1, line + 2).map((content, i) => {
      const n = first + i;
      return `${n === line ? '>' : ' '} ${String(n).padStart(3)} | ${cut(content, 120)}`;
    }),
  ];
}
