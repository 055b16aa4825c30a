/**
 * Inside the world: sends each line of its argument (a JSON list) to the proxy, or to an address itself (`direct 10.0.0.1 80`),
 * and prints a JSON list of `<status> <body>`.
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
      // A tunnel that is open is asked for a page.
      if (sent < texts.length && /^HTTP\/1\.\d 200/.test(answer)) send();
    });
    socket.on('close', end).on('error', end);
  });
}

const answers: string[] = [];
for (const line of lines) {
  const [first = '', host = '', port = '80'] = line.split(' ');
  if (first === 'direct') answers.push(await talk(host, Number(port), ['GET / HTTP/1.1']));
  else {
    const tunnel = first === 'CONNECT' ? ['GET / HTTP/1.1'] : [];
    answers.push(await talk('127.0.0.1', 3128, [`${line} HTTP/1.1`, ...tunnel]));
  }
}
console.log(JSON.stringify(answers));
