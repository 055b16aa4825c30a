import { readdirSync, readFileSync } from 'node:fs';
import { corpus } from './corpus/corpus.ts';
import { mutations } from './mutations.ts';

/** A student's files and what happened when they were really built and run. */
export interface RecordedCase {
  /** A file in cases/, the mutations of the lesson's answer, or the linter's corpus. */
  readonly source: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whether the container answered as the lesson requires. */
  readonly passes: boolean;
  /** The first decisive line of output, if it was recorded. */
  readonly says: string;
  /** The line of the Dockerfile at which the build stopped; null if it went on, or if that was not recorded. */
  readonly line: number | null;
}

/** A line of cases/*.jsonl, with its files in base64. */
interface RecordedLine {
  readonly name: string;
  readonly truth: 'passes' | 'build-fails' | 'start-fails' | 'wrong-status';
  readonly says: string;
  readonly line?: number;
  readonly files: Readonly<Record<string, string>>;
}

const folder = new URL('cases/', import.meta.url);

function linesOf(file: string): readonly RecordedCase[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const { name, truth, says, line: stop = null, files } = JSON.parse(line) as RecordedLine;
      const texts = Object.entries(files).map(
        ([path, bytes]) => [path, Buffer.from(bytes, 'base64').toString('utf8')] as const,
      );
      const source = file.replace(/\.jsonl$/, '');
      return { source, name, files: Object.fromEntries(texts), passes: truth === 'passes', says, line: stop };
    });
}

/** The answers of Docker's linter to the corpus; what it refuses cannot pass. */
const answers = JSON.parse(
  readFileSync(new URL('corpus/docker-answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly error: { readonly message: string } | null }>>;

/** Every case whose outcome a real engine has decided. */
export const recordedCases: readonly RecordedCase[] = [
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted()
    .flatMap(linesOf),
  ...mutations.map(({ name, files, passes }) => ({
    source: 'mutations',
    name,
    files,
    passes,
    says: '',
    line: null,
  })),
  ...corpus.flatMap(({ name, text }): readonly RecordedCase[] => {
    const error = answers[name]?.error ?? null;
    return error === null
      ? []
      : [
          {
            source: 'corpus',
            name,
            files: { Dockerfile: text },
            passes: false,
            says: error.message,
            line: null,
          },
        ];
  }),
];
