import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { isError } from '../../../src/errors/message-of.ts';
import { InfrastructureError } from '../failures.ts';

/** Linux's own flag, which Node has no name for: a handle on what is there, link or socket, without opening it. */
const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOFOLLOW } = constants;

const refusals = {
  'open-folder': 'others than its owner may write in the folder',
  link: 'it is a link, which is never followed',
  'no-socket': 'it is no socket',
  owner: 'it belongs to another user than the folder',
} as const;
type SocketRefusal = keyof typeof refusals;

/** What lies where a box's socket should be is nothing to connect to. */
export class SocketRefused extends Error {
  override readonly name = 'SocketRefused';
  readonly why: SocketRefusal;
  constructor(path: string, why: SocketRefusal, detail: string) {
    super(`${path} is not dialled: ${detail}`);
    this.why = why;
  }
}

/**
 * Connects to a socket of a box. What its path leads to is checked first, and exactly that is dialled, through a file handle, so
 * that nothing can be swapped in between. It has to be a socket (never a link, which could lead to the host's engine or
 * to a neighbour) of the user that the folder belongs to, in a folder where nobody else may write. Everything else is {@link InfrastructureError}
 * `engine-away`, thrown at once; that nobody listens is reported by the socket, as usual.
 */
export function dial(path: string): Socket {
  const [name, folderPath] = [basename(path), dirname(path)];
  const folder = handle(folderPath, O_DIRECTORY, folderPath);
  try {
    const { uid: owner, mode } = fstatSync(folder);
    if ((mode & 0o022) !== 0) throw refused(path, 'open-folder');
    // Through the handle: whatever the folder's path leads to by now, this is the folder that was looked at.
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

/** A connection needs the handle until it stands, or fails. */
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

/** Connections of `node:http` and dockerode to a socket of a box. */
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
      // The request fails with it, as with any other connection that does not come to be.
      (done as (error: Error) => void)(error);
      return undefined;
    }
  }
}
