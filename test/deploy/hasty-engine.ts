import { createServer } from 'node:net';

/**
 * An engine in a process of its own that knows its response from a request's headers, as Go's server sends it: on a connection that stays
 * open it reads the rest of the request first; one that is to be closed it answers and closes at once. Arguments: the socket, the status
 * code and text of its responses, and their body (`''`: none).
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
