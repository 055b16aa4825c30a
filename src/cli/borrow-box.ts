import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InfrastructureError } from '../../workers/sandbox/failures.ts';
import { messageOf } from '../errors/message-of.ts';

/**
 * The exports of the setup scripts: `borrowBox` starts a box if none is running. Plain JavaScript, because setup runs before Node 24 is
 * installed.
 */
interface SetUp {
  readonly borrowBox?: (say: (line: string) => void) => Promise<() => Promise<void>>;
}
interface Paths {
  readonly boxesFolder?: string;
}

/** A box started for a single verification. */
export interface BorrowedBox {
  /** The folder with the box's sockets, in the form of `SANDBOX_BOXES`. */
  readonly boxes: string;
  /** Stops what was started, unless someone else is using it by then. */
  readonly giveBack: () => Promise<void>;
}

/** The folder in which the boxes of this checkout expose their sockets; null if the setup scripts are missing. */
export async function ownBoxes(): Promise<string | null> {
  const file = setUpFile('paths.js');
  return existsSync(file) ? (((await import(file)) as Paths).boxesFolder ?? null) : null;
}

/** Starts a box for a single verification. Throws an InfrastructureError `no-box` if that is not possible. */
export async function borrowBox(say: (line: string) => void): Promise<BorrowedBox> {
  const file = setUpFile('boxes/borrow-box.js');
  const boxes = await ownBoxes();
  const setUp = existsSync(file) ? ((await import(file)) as SetUp) : {};
  if (setUp.borrowBox === undefined || boxes === null)
    throw new InfrastructureError(
      'no-box',
      'no box runs on this machine: start some with `node setup/main.js up`',
    );
  try {
    return { boxes, giveBack: await setUp.borrowBox(say) };
  } catch (error) {
    throw new InfrastructureError('no-box', messageOf(error), { cause: error });
  }
}

const setUpFile = (name: string): string => join(import.meta.dirname, '../../setup', name);
