import { CheckerPool } from '../checker/checker-pool.ts';
import { noDeadLetters } from '../checker/dead-letters.ts';
import { PooledTextReader, readerProcess, type TextOwner, type TextReader } from '../checker/text-reader.ts';

/** The owner of a student's files on the command line: their folder. */
export const folderOwner = (path: string): TextOwner => ({ guild: 'command-line', user: path });

/** Reads students' texts for a command, in processes that end with it. */
export async function withReading<T>(work: (reading: TextReader) => Promise<T>): Promise<T> {
  const checkers = new CheckerPool(readerProcess, { bounds: { ready: 1, spare: 0 } });
  try {
    return await work(new PooledTextReader(checkers, noDeadLetters));
  } finally {
    await checkers.close();
  }
}
