import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** The proxy's response to a request to connect to this host; null: none at all. */
export type ProxyBehaviour = (host: string) => number | null;

/** A proxy that connects nowhere: the test determines its responses. */
export interface StandInProxy {
  /** Hosts and ports that were requested, in order, and the credentials sent with them. */
  readonly asked: readonly string[];
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** `at`: a path for a Unix socket; a loopback port when left out. */
export async function standInProxy(behaviour: ProxyBehaviour, at?: string): Promise<StandInProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('connect', ({ url = '', headers }, socket) => {
    const login = headers['proxy-authorization'];
    asked.push(login === undefined ? url : `${url} ${login}`);
    const status = behaviour(url.split(':')[0] ?? '');
    if (status !== null) socket.end(`HTTP/1.1 ${status} As told\r\n\r\n`);
  });
  await new Promise<void>((resolve) =>
    at === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(at, resolve),
  );
  const address = server.address();
  return {
    asked,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
