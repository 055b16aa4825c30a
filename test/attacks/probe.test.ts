import { type Attack, attacks } from './support/attack.ts';

/** A hostile server. The worker connects to it through the box's supervisor, and only to its own port. */

/** Answers every request with what `answer(connection)` sends, on the lesson's port. */
const server = (answer: string, prelude = ''): string => `
import socket, threading, time, zlib
${prelude}
def answer(c):
${answer
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
def serve(c):
    try:
        c.recv(65536); answer(c); c.shutdown(socket.SHUT_WR); time.sleep(0.2)
    except OSError: pass
    finally: c.close()
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('0.0.0.0', 8000)); s.listen(64)
while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
`;

const ok = "b'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\n";

const servedBy =
  (answer: string, prelude = ''): NonNullable<Attack['files']> =>
  (right) => ({
    ...right,
    'entrypoint.sh': '#!/bin/sh\nexec python -u /app/server.py\n',
    'server.py': server(answer, prelude),
  });

const redirect = (to: string): string =>
  `c.sendall(b'HTTP/1.1 302 Found\\r\\nLocation: ${to}\\r\\nContent-Length: 0\\r\\n\\r\\n')`;

const table: readonly Attack[] = [
  ...(
    [
      ['to the proxy of the box', 'http://10.0.2.2:3128/'],
      ['to another port of the box', 'http://127.0.0.1:2375/version'],
      ['to a file', 'file:///etc/passwd'],
      ['in a circle', '/api/products/'],
    ] as const
  ).map(
    ([name, to], n): Attack => ({
      name: `answer with a redirect ${name}`,
      files: servedBy(redirect(to)),
      where: 'container',
      held: 'redirects stay in the same container, SANDBOX_REDIRECTS of them',
      reasons: ['wrong-status'],
      says: n < 3 ? new RegExp(to.replace(/[.?/]/g, '\\$&')) : /redirect/i,
    }),
  ),
  {
    name: 'answer without end',
    files: servedBy(`c.sendall(${ok}\\r\\n[1')\nwhile True: c.sendall(b',1' * 30000)`),
    where: 'container',
    held: 'SANDBOX_RESPONSE_KB, else the worker’s memory grows',
    reasons: ['too-much-output'],
    without: { responseKilobytes: 100_000_000, probeSeconds: 5 },
    sample: true,
  },
  {
    name: 'answer a byte a second',
    files: servedBy(`c.sendall(${ok}\\r\\n[')\nwhile True: c.sendall(b' '); time.sleep(1)`),
    where: 'container',
    held: 'SANDBOX_PROBE_SECONDS, from the first byte asked to the last one read',
    reasons: ['timed-out'],
    limits: { probeSeconds: 3 },
    without: { probeSeconds: 600, jobSeconds: 60 },
  },
  {
    name: 'send headers without end',
    files: servedBy(`c.sendall(${ok}')\nwhile True: c.sendall(b'X-A: ' + b'a' * 1000 + b'\\r\\n')`),
    where: 'container',
    held: '32 KB of headers',
    reasons: ['unexpected-answer'],
  },
  {
    name: 'say "go on" without end',
    files: servedBy("while True: c.sendall(b'HTTP/1.1 103 Early Hints\\r\\n\\r\\n' * 100)"),
    where: 'container',
    held: 'SANDBOX_PROBE_SECONDS',
    reasons: ['timed-out', 'unexpected-answer'],
    limits: { probeSeconds: 3 },
  },
  {
    name: 'answer with a compressed bomb',
    files: servedBy(
      `c.sendall(${ok}Content-Encoding: gzip\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(bomb) + bomb)`,
      `z = zlib.compressobj(9, zlib.DEFLATED, 31)
bomb = b''.join(z.compress(b'[' * 1000000) for _ in range(100)) + z.flush()`,
    ),
    where: 'container',
    held: 'nothing is ever unpacked',
    reasons: ['not-json'],
  },
  {
    name: 'answer with JSON nested a million deep',
    files: servedBy(`c.sendall(${ok}\\r\\n' + b'[' * 500000 + b']' * 500000)`),
    where: 'container',
    held: 'SANDBOX_RESPONSE_KB, and a parser that gives up or gets through',
    // Here it passes the probe, and then this server never migrates.
    reasons: ['not-json', 'too-much-output', 'did-not-migrate'],
  },
  {
    name: 'hang up in the middle',
    files: servedBy(`c.sendall(${ok}Content-Length: 9999\\r\\n\\r\\n[1')`),
    where: 'container',
    held: 'asked again for 15 s, then told',
    reasons: ['unexpected-answer'],
  },
];

attacks('a probe holds when a student’s server tries to', table);
