import { connect, createServer, type Server, type Socket } from 'node:net';
import { relay } from './relay.ts';
import { gate, paths } from './settings.ts';

/**
 * The only way out of a box: a listener on the box's loopback that forwards to the egress proxy's socket. When it shuts, it stops
 * listening and closes all connections through it; a running container then has nothing to connect to.
 */
export class Gate {
  #server: Server | null = null;
  readonly #open = new Set<Socket>();

  async set(open: boolean): Promise<void> {
    if (open && this.#server === null) {
      const server = createServer((inside) => this.#join(inside));
      this.#server = server;
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(gate.port, '127.0.0.1', resolve);
      });
    } else if (!open && this.#server !== null) {
      const server = this.#server;
      this.#server = null;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of this.#open) socket.destroy();
      await closed;
    }
  }

  #join(inside: Socket): void {
    const outside = connect(paths.proxy);
    for (const socket of [inside, outside]) {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    }
    relay(inside, outside);
  }
}
