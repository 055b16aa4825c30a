import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Accepts a request to upgrade to a WebSocket; returning false refuses it. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, url: URL) => boolean;

/** Passes each upgrade request to the handler of its path. */
export function serveUpgrades(server: Server, paths: Readonly<Record<string, Upgrade>>): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://classroom');
    const upgrade = Object.hasOwn(paths, url.pathname) ? paths[url.pathname] : undefined;
    if (!upgrade?.(request, socket, head, url))
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
}
