import type { Part } from '../../shell/syntax.ts';
import { plainFile } from '../image/entry.ts';
import type { Machine } from './machine.ts';
import { newStream, type Stream } from './streams.ts';

/** Descriptors that bash uses for process substitutions. */
const openFiles = [63, 62, 61, 60];

/** The path that a process substitution stands for. `print` runs its commands, whose exit status is ignored. */
export function processFile(
  machine: Machine,
  { prints }: Extract<Part, { kind: 'process' }>,
  print: (into: Stream | null) => string,
): string {
  const { stage, shell } = machine;
  const { substituted } = shell;
  const failures = machine.failures.length;
  const free = openFiles.find((number) => stage.files.get(`/dev/fd/${number}`) === null) ?? openFiles[0];
  const path = `/dev/fd/${free}`;
  const printed = print(prints ? newStream() : machine.out);
  if (prints) stage.files.put(path, { ...plainFile, text: `${printed}\n` });
  shell.substituted = substituted;
  machine.failures.length = failures;
  return path;
}
