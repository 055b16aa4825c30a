import { createServer } from 'node:net';

/**
 * An engine in a process of its own that knows its answer from the head of a call, as Go's server sends it: on a connection that stays it
 * reads the rest of the call first, and one that is to be closed it answers and closes at once.
 *
 * Arguments: the socket, the code and phrase of its answers, and their body (`''`: none).
 */
const [path = '', status = '', body = ''] = process.argv.slice(2);
const length = body === '' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;

const server = createServer((socket) => {
  let came = '';
  socket.on('error', () => undefined);
  socket.on('data', (piece: Buffer) => {
    came += String(piece);
    const [head = '', rest] = came.split('\r\n\r\n');
    const wanted = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const toBeClosed = /^connection: close/im.test(head);
    if (rest === undefined || (!toBeClosed && rest.length < wanted)) return;
    socket.write(`HTTP/1.1 ${status}\r\n${length}\r\n${body}`);
    if (toBeClosed) socket.destroy();
  });
});
server.listen(path, () => process.stdout.write('listening\n'));
