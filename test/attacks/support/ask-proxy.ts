/**
 * Runs inside the world: sends each line of its argument (a JSON list) to the proxy, or directly to an address (`direct 10.0.0.1 80`),
 * and prints a JSON list of `<status> <body>`. `hammer <seconds> <line>` sends one line again and again, forty at a time, and returns all
 * the different results.
 */
import { connect } from 'node:net';

const lines = JSON.parse(process.argv[2] ?? '[]') as readonly string[];

function talk(host: string, port: number, texts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let answer = '';
    let sent = 0;
    const send = (): void => {
      const text = texts[sent++];
      if (text !== undefined) socket.write(`${text}\r\nHost: x\r\nConnection: close\r\n\r\n`);
    };
    const end = (): void => {
      clearTimeout(limit);
      socket.destroy();
      const status = /^HTTP\/1\.\d (\d+)/.exec(answer)?.[1] ?? 'nothing';
      resolve(`${status} ${/reached \S+ \d+/.exec(answer)?.[0] ?? ''}`.trim());
    };
    const limit = setTimeout(end, 30_000);
    socket.on('connect', send);
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('latin1');
      // Requests a page through an open tunnel.
      if (sent < texts.length && /^HTTP\/1\.\d 200/.test(answer)) send();
    });
    socket.on('close', end).on('error', end);
  });
}

function through(line: string): Promise<string> {
  const tunnel = line.startsWith('CONNECT ') ? ['GET / HTTP/1.1'] : [];
  return talk('127.0.0.1', 3128, [`${line} HTTP/1.1`, ...tunnel]);
}

async function hammer(seconds: number, line: string): Promise<string> {
  const seen = new Set<string>();
  const end = performance.now() + seconds * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < end) seen.add(await through(line));
  };
  await Promise.all(Array.from({ length: 40 }, one));
  return [...seen].sort().join(', ');
}

const answers: string[] = [];
for (const line of lines) {
  const [first = '', host = '', port = '80', ...rest] = line.split(' ');
  if (first === 'direct') answers.push(await talk(host, Number(port), ['GET / HTTP/1.1']));
  else if (first === 'hammer') answers.push(await hammer(Number(host), [port, ...rest].join(' ')));
  else answers.push(await through(line));
}
console.log(JSON.stringify(answers));
