import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { isError } from '../../../src/errors/message-of.ts';
import { InfrastructureError } from '../failures.ts';

/** A Linux flag that Node does not define: opens a handle on the entry itself, link or socket, without opening what it stands for. */
const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOFOLLOW } = constants;

const refusals = {
  'open-folder': 'others than its owner may write in the folder',
  link: 'it is a link, which is never followed',
  'no-socket': 'it is no socket',
  owner: 'it belongs to another user than the folder',
} as const;
type SocketRefusal = keyof typeof refusals;

/** The entry in place of a box's socket must not be connected to. */
export class SocketRefused extends Error {
  override readonly name = 'SocketRefused';
  readonly why: SocketRefusal;
  constructor(path: string, why: SocketRefusal, detail: string) {
    super(`${path} is not dialled: ${detail}`);
    this.why = why;
  }
}

/**
 * Connects to a socket of a box. The entry is checked first, and exactly this entry is dialled, through a file handle, so that nothing
 * can be swapped in between. It has to be a socket (never a link, which could lead to the host's engine or to another box), owned by the
 * folder's user, in a folder that no one else can write to. Everything else throws {@link InfrastructureError} `engine-away` at once. If
 * nothing listens, the socket emits an error as usual.
 */
export function dial(path: string): Socket {
  const [name, folderPath] = [basename(path), dirname(path)];
  const folder = handle(folderPath, O_DIRECTORY, folderPath);
  try {
    const { uid: owner, mode } = fstatSync(folder);
    if ((mode & 0o022) !== 0) throw refused(path, 'open-folder');
    // Through the handle: wherever the folder's path leads by now, this is the folder that was checked.
    const file = handle(`/proc/self/fd/${folder}/${name}`, 0, path);
    try {
      const found = fstatSync(file);
      if (found.isSymbolicLink()) throw refused(path, 'link');
      if (!found.isSocket()) throw refused(path, 'no-socket');
      if (found.uid !== owner)
        throw refused(path, 'owner', `it belongs to user ${found.uid}, and the folder to ${owner}`);
      const socket = connect(`/proc/self/fd/${file}`);
      keepUntilJoined(socket, file);
      return socket;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  } finally {
    closeSync(folder);
  }
}

/** The handle has to stay open until the socket connects or fails. */
function keepUntilJoined(socket: Socket, file: number): void {
  let open = true;
  const close = (): void => {
    if (open) closeSync(file);
    open = false;
  };
  socket.once('connect', close).once('close', close);
}

function handle(path: string, flags: number, what: string): number {
  try {
    return openSync(path, O_PATH | O_NOFOLLOW | flags);
  } catch (error) {
    const code = isError(error) && 'code' in error ? String(error.code) : String(error);
    throw new InfrastructureError('engine-away', `${what} cannot be reached: ${code}`, { cause: error });
  }
}

const refused = (path: string, why: SocketRefusal, detail: string = refusals[why]): InfrastructureError => {
  const cause = new SocketRefused(path, why, detail);
  return new InfrastructureError('engine-away', cause.message, { cause });
};

/** An agent that connects `node:http` and dockerode to a socket of a box. */
export class BoxAgent extends Agent {
  readonly #path: string;

  constructor(path: string, options: AgentOptions = {}) {
    super(options);
    this.#path = path;
  }

  override createConnection(
    _: ClientRequestArgs,
    done?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    try {
      return dial(this.#path);
    } catch (error) {
      if (done === undefined || !isError(error)) throw error;
      // The request fails with it, as with any other failed connection.
      (done as (error: Error) => void)(error);
      return undefined;
    }
  }
}
