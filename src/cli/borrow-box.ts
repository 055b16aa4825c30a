import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InfrastructureError } from '../../workers/sandbox/failures.ts';
import { messageOf } from '../errors/message-of.ts';

/** What the set-up exports: starts a box where none runs. It is plain JavaScript, because it runs before Node 24 is there. */
interface SetUp {
  readonly borrowBox?: (say: (line: string) => void) => Promise<() => Promise<void>>;
}
interface Paths {
  readonly boxesFolder?: string;
}

/** A box that runs for one verification. */
export interface BorrowedBox {
  /** The folder with its sockets, as `SANDBOX_BOXES` would name it. */
  readonly boxes: string;
  /** Stops what was started for it, unless someone else uses it by then. */
  readonly giveBack: () => Promise<void>;
}

/** Where the set-up of this checkout lets its boxes show their sockets; null where there is no set-up. */
export async function ownBoxes(): Promise<string | null> {
  const file = setUpFile('paths.js');
  return existsSync(file) ? (((await import(file)) as Paths).boxesFolder ?? null) : null;
}

/** Starts a box for one verification. Throws `no-box` where the set-up cannot. */
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
