import { type Attack, attacks } from './support/attack.ts';

/** Text that would harm its readers: on a terminal, in Discord, on the staff pages. */
const nasty = String.raw`
import sys
w = sys.stdout.buffer
w.write(b'\x1b[2J\x1b]0;owned\x07\x1b[31mred\x9b2J\n')
w.write('@everyone @here <@123456789012345678> <@&1> <#1> <t:1:R> [a](http://b.test)\n'.encode())
w.write('${'```'}\nout of the fence\n${'```'}\n'.encode())
w.write('safe\u202egnp.exe \u2066a\u2069 \u200b\u200d\ufeff\n'.encode())
w.write(b'\xff\xfe\xf0\x28\x8c\x28 \xed\xa0\x80 \xc0\xaf\n')
w.write(b'\0\1\2\3 \x7f\n')
w.write(b'x' * 10_000_000 + b'\n')
w.write(('z\u0335' * 5000).encode() + b'\n')
w.write(b'the last line\n')
w.flush()
sys.exit(3)
`;

/** Escapes, control characters, marks that reverse or hide text, mentions that notify, fences, lone surrogates. */
const harmful =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|@everyone|@here|<@[!&]?\d|<#\d|```|[\ud800-\udbff](?![\udc00-\udfff])/u;

const named = '\u202egnp.\u001b[2J@everyone';

const table: readonly Attack[] = [
  {
    name: 'print what harms the reader',
    program: nasty,
    where: 'build',
    held: 'cleanLine, where a log enters',
    reasons: ['build-failed'],
    says: /the last line/,
    neverSays: harmful,
    sample: true,
  },
  {
    name: 'print what harms the reader',
    program: nasty,
    where: 'container',
    held: 'cleanLine, where a log enters',
    reasons: ['exited'],
    says: /the last line/,
    neverSays: harmful,
  },
  {
    name: 'name a file so',
    files: (right) => ({ ...right, Dockerfile: `${right.Dockerfile}\nCOPY ${named} /x\n` }),
    where: 'build',
    held: 'cleanLine',
    reasons: ['file-not-in-context', 'build-failed'],
    neverSays: harmful,
  },
  {
    name: 'name an image so',
    files: (right) => ({ ...right, Dockerfile: `FROM ${named}\n${right.Dockerfile}` }),
    where: 'build',
    held: 'cleanLine',
    reasons: ['base-image-not-found', 'build-failed'],
    neverSays: harmful,
  },
  {
    name: 'name the program to start so',
    files: (right) => ({
      ...right,
      Dockerfile: `${right.Dockerfile}\nENTRYPOINT [${JSON.stringify(`/${named}`)}]\n`,
    }),
    where: 'container',
    held: 'cleanLine',
    reasons: ['exited', 'build-failed'],
    neverSays: harmful,
  },
  {
    name: 'name the user so',
    files: (right) => ({ ...right, Dockerfile: `${right.Dockerfile}\nUSER ${named}\n` }),
    where: 'container',
    held: 'cleanLine',
    reasons: ['exited', 'build-failed'],
    neverSays: harmful,
  },
  {
    name: 'name a frontend so',
    files: (right) => ({ ...right, Dockerfile: `# syntax=${named}\n${right.Dockerfile}` }),
    where: 'build',
    held: 'cleanLine',
    reasons: ['build-failed'],
    neverSays: harmful,
    sample: true,
  },
  {
    name: 'answer so',
    files: (right) => ({
      ...right,
      'entrypoint.sh': '#!/bin/sh\nexec python /app/server.py\n',
      'server.py': `
from http.server import *
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        body = ${JSON.stringify(`${named} \`\`\` <@1> \u0000`)}.encode()
        self.send_response(200); self.send_header('Content-Type', 'text/html'); self.send_header('Content-Length', str(len(body)))
        self.end_headers(); self.wfile.write(body)
ThreadingHTTPServer(('0.0.0.0', 8000), H).serve_forever()
`,
    }),
    where: 'container',
    held: 'cleanLine',
    reasons: ['not-json'],
    neverSays: harmful,
  },
  {
    name: 'redirect to an address so',
    files: (right) => ({
      ...right,
      'entrypoint.sh': '#!/bin/sh\nexec python /app/server.py\n',
      'server.py': `
import socket
s = socket.socket(); s.bind(('0.0.0.0', 8000)); s.listen(9)
while True:
    c, _ = s.accept()
    try:
        c.recv(9999); c.sendall('HTTP/1.1 302 x\\r\\nLocation: http://x/\\u202e@everyone\\x1b[2J\\r\\nContent-Length: 0\\r\\n\\r\\n'.encode()); c.close()
    except OSError: pass
`,
    }),
    where: 'container',
    held: 'cleanLine',
    reasons: ['wrong-status', 'unexpected-answer'],
    neverSays: harmful,
  },
];

attacks('a verdict is fit to be read when a student tries to', table);
