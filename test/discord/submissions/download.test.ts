import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { download } from '../../../src/discord/submissions/download.ts';

let server: Server;
let asked: string[];
const url = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/small') return response.end('FROM a\n');
    if (request.url === '/liar') return response.end('x'.repeat(200_000));
    if (request.url === '/elsewhere') return response.writeHead(302, { location: '/small' }).end();
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const one = (path: string, size = 7) => download([{ name: 'Dockerfile', url: url(path), size }]);

test('downloads a small text', async () => {
  expect(await one('/small')).toEqual({
    files: [{ name: 'Dockerfile', base64: Buffer.from('FROM a\n').toString('base64') }],
    problems: [],
  });
});

test('does not request a file whose announced size is too large', async () => {
  expect((await one('/big', 70_000)).problems).toEqual([
    { kind: 'too-big', name: 'Dockerfile', bytes: 70_000 },
  ]);
  expect(asked).not.toContain('/big');
});

test('stops at the size limit when the announced size was wrong', async () => {
  expect((await one('/liar')).problems).toMatchObject([{ kind: 'too-big' }]);
});

test('downloads a zip that is larger than a file may be, up to a limit of its own', async () => {
  const zip = (size: number) => download([{ name: 'Backend.ZIP', url: url('/liar'), size }]);
  expect((await zip(200_000)).files).toMatchObject([{ name: 'Backend.ZIP' }]);
  expect((await zip(600_000)).problems).toEqual([{ kind: 'too-big', name: 'Backend.ZIP', bytes: 600_000 }]);
});

test('reports failed downloads and follows no redirects', async () => {
  expect((await one('/gone')).problems).toEqual([{ kind: 'not-fetched', name: 'Dockerfile' }]);
  expect((await one('/elsewhere')).problems).toEqual([{ kind: 'not-fetched', name: 'Dockerfile' }]);
});

test('downloads at most ten files', async () => {
  const many = Array.from({ length: 12 }, () => ({ name: 'Dockerfile', url: url('/small'), size: 7 }));
  const { files, problems } = await download(many);
  expect(files).toHaveLength(10);
  expect(problems).toEqual([{ kind: 'too-many', taken: 10 }]);
});
