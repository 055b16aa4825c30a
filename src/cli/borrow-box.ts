import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InfrastructureError } from '../../workers/sandbox/failures.ts';
import { messageOf } from '../errors/message-of.ts';

/**
 * The exports of the set-up: starts a box if none is running. It is plain JavaScript, because it runs before Node 24 is
 * installed.
 */
interface SetUp {
  readonly borrowBox?: (say: (line: string) => void) => Promise<() => Promise<void>>;
}
interface Paths {
  readonly boxesFolder?: string;
}

/** A box started for one verification. */
export interface BorrowedBox {
  /** The folder with its sockets, in the form of `SANDBOX_BOXES`. */
  readonly boxes: string;
  /** Stops what was started, unless somebody else is using it by then. */
  readonly giveBack: () => Promise<void>;
}

/** Where this checkout's set-up puts its boxes' sockets; null when it has not been run. */
export async function ownBoxes(): Promise<string | null> {
  const file = setUpFile('paths.js');
  return existsSync(file) ? (((await import(file)) as Paths).boxesFolder ?? null) : null;
}

/** Starts a box for one verification. Throws `no-box` if the set-up cannot. */
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
