import { CheckerPool } from '../checker/checker-pool.ts';
import { noDeadLetters } from '../checker/dead-letters.ts';
import { PooledTextReader, readerProcess, type TextOwner, type TextReader } from '../checker/text-reader.ts';

/** On the command line, a student's files are attributed to their folder. */
export const folderOwner = (path: string): TextOwner => ({ guild: 'command-line', user: path });

/** Gives a command a reader for students' texts, whose child processes end with it. */
export async function withReading<T>(work: (reading: TextReader) => Promise<T>): Promise<T> {
  const checkers = new CheckerPool(readerProcess, { bounds: { ready: 1, spare: 0 } });
  try {
    return await work(new PooledTextReader(checkers, noDeadLetters));
  } finally {
    await checkers.close();
  }
}
