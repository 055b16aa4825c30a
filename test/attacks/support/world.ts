/**
 * An isolated network for the egress proxy: a network namespace with nothing but a loopback, which has every address that a test uses,
 * with a web server behind all of them and a DNS server whose answers the test determines. Nothing can leave it. Runs inside a container:
 * `node world.ts '<addresses>' '<names>' '<ports>'`.
 */
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A name's answers, one list after the other; the last one is repeated. */
export type Names = Readonly<Record<string, readonly (readonly string[])[]>>;

const [addresses = '[]', names = '{}', ports = '[80,443,8080,22]'] = process.argv.slice(2);
const zone = JSON.parse(names) as Names;
const asked = new Map<string, number>();

for (const address of JSON.parse(addresses) as readonly string[])
  execFileSync('ip', ['address', 'add', address, 'dev', 'lo', ...(address.includes(':') ? ['nodad'] : [])]);

const bytesOf = (address: string): Buffer => {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high?: string, low?: string): string => ((Number(high) << 8) | Number(low)).toString(16);
  const plain =
    mapped === null ? address : `${mapped[1]}${hex(mapped[2], mapped[3])}:${hex(mapped[4], mapped[5])}`;
  const [before = '', after] = plain.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const bytes = Buffer.alloc(16);
  for (const [n, group] of [...head, ...zeros, ...tail].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), 2 * n);
  return bytes;
};

const encoded = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((part) => Buffer.from([part.length, ...Buffer.from(part)])),
    Buffer.from([0]),
  ]);

const dns = createSocket('udp4');
dns.on('message', (query, from) => {
  let at = 12;
  const parts: string[] = [];
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    parts.push(query.toString('latin1', at + 1, at + 1 + size).toLowerCase());
    at += 1 + size;
  }
  const question = query.subarray(12, at + 5);
  const type = query.readUInt16BE(at + 1);
  const name = parts.join('.');
  const answers = zone[name];
  const times = asked.get(`${name} ${type}`) ?? 0;
  asked.set(`${name} ${type}`, times + 1);
  const now = answers?.[Math.min(times, answers.length - 1)] ?? [];
  const records = now.flatMap((answer) => {
    const alias = answer.startsWith('=');
    const kind = alias ? 5 : answer.includes(':') ? 28 : 1;
    if (!alias && kind !== type) return [];
    const data = alias ? encoded(answer.slice(1)) : bytesOf(answer);
    const head = Buffer.alloc(12);
    head.writeUInt16BE(0xc00c, 0);
    head.writeUInt16BE(kind, 2);
    head.writeUInt16BE(1, 4);
    // Time to live 0: a client that asks again gets the next answer.
    head.writeUInt16BE(data.length, 10);
    return [Buffer.concat([head, data])];
  });
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(answers === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  dns.send(Buffer.concat([head, question, ...records]), from.port, from.address);
});
dns.bind(53, '127.0.0.1');

/** Responds with the address at which it was reached. */
for (const port of JSON.parse(ports) as readonly number[]) {
  createServer((socket) => {
    const body = `reached ${socket.localAddress?.replace(/^::ffff:/, '')} ${port}\n`;
    socket.on('error', () => socket.destroy());
    socket.once('data', () =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`),
    );
  }).listen(port, '::', () => port === 22 && console.log('the world is there'));
}
