import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { GitHubConnection } from '../../src/github/connection.ts';
import { GitHub } from '../../src/github/github.ts';
import type { WantedFiles } from '../../src/github/pull-request.ts';
import { GitHubStandIn, gitHubFaults, type PullOptions } from '../support/github/stand-in.ts';

let gitHub: GitHubStandIn;
let elsewhere: GitHubStandIn;
beforeAll(async () => {
  gitHub = await GitHubStandIn.open();
  elsewhere = await GitHubStandIn.open();
});
afterEach(() => {
  gitHub.fault = null;
  gitHub.requests.length = 0;
});
afterAll(async () => {
  await gitHub.close();
  await elsewhere.close();
});

const wanted: WantedFiles = {
  folder: 'backend',
  names: ['Dockerfile', '.dockerignore', 'entrypoint.sh'],
  dockerfile: 'Dockerfile',
  message: null,
};
const files = {
  'README.md': '# shop\n',
  'backend/Dockerfile': 'FROM python:3.11-slim\n',
  'backend/.dockerignore': '.venv/\n',
  'backend/entrypoint.sh': '#!/bin/sh\nexec true\n',
  'backend/core/manage.py': 'print()\n',
};

/** Each test has its own connection, because a rate limit of GitHub's is remembered. */
let reader: GitHub;
beforeEach(() => {
  reader = newReader();
});
const newReader = (options: { readonly token?: string; readonly patienceMs?: number } = {}): GitHub =>
  new GitHub(new GitHubConnection({ apiUrl: gitHub.url, token: options.token ?? null }), options.patienceMs);
const address = { owner: 'ada', repo: 'shop', number: 1 };
const read = (options: PullOptions, want: Partial<WantedFiles> = {}) => {
  gitHub.put('ada/shop', options);
  return reader.read(address, { ...wanted, ...want });
};

describe('a pull request', () => {
  test('gives exactly the lesson’s files at its newest commit', async () => {
    gitHub.put('ada/shop', { files: { ...files, 'backend/Dockerfile': 'FROM old\n' } });
    const sha = gitHub.put('ada/shop', { files });
    const reading = await reader.read(address, wanted);
    expect(reading).toMatchObject({
      kind: 'read',
      pull: {
        owner: 'ada',
        repo: 'shop',
        number: 1,
        commit: sha,
        branch: 'feature/docker-backend',
        author: 'ada',
        url: gitHub.addressOf('ada/shop'),
        from: 'here',
        private: false,
        base: 'main',
      },
      files: {
        Dockerfile: 'FROM python:3.11-slim\n',
        '.dockerignore': '.venv/\n',
        'entrypoint.sh': '#!/bin/sh\nexec true\n',
      },
    });
    expect(reading.kind === 'read' && Object.keys(reading.files)).toHaveLength(3);
  });

  test('costs seven requests, and one where nothing was pushed since', async () => {
    await read({ files });
    expect(gitHub.requests).toHaveLength(7);
    gitHub.requests.length = 0;
    await reader.read(address, wanted);
    expect(gitHub.requests.map(({ path }) => path)).toEqual(['/repos/ada/shop/pulls/1']);
  });

  test('costs one request more each time where its newest message is not the lesson’s', async () => {
    const message = 'Add Dockerfile for backend';
    await read({ files, messages: ['wip'] }, { message });
    expect(gitHub.requests).toHaveLength(8);
    gitHub.requests.length = 0;
    await reader.read(address, { ...wanted, message });
    expect(gitHub.requests).toHaveLength(2);
  });

  test('needs no file but the Dockerfile', async () => {
    const reading = await read({ files: { 'backend/Dockerfile': 'FROM a\n' } });
    expect(reading).toMatchObject({ kind: 'read', files: { Dockerfile: 'FROM a\n' } });
  });

  test('brings twelve files at most', async () => {
    const scripts = Array.from({ length: 20 }, (_, n) => [`backend/step-${n}.sh`, '#!/bin/sh\n']);
    const reading = await read({ files: { ...files, ...Object.fromEntries(scripts) } });
    // One of the twelve is `Dockerfile.dockerignore`, which is looked for and is not there.
    expect(reading.kind === 'read' && Object.keys(reading.files)).toHaveLength(11);
  });

  test('keeps line ends from Windows, byte order marks and other letters as they were committed', async () => {
    const odd = '\uFEFFFROM a\r\n# é 漢 🐳\r\n';
    const reading = await read({ files: { 'backend/Dockerfile': odd } });
    expect(reading).toMatchObject({ kind: 'read', files: { Dockerfile: odd } });
  });

  test('brings scripts that are called otherwise, and files in folders', async () => {
    const reading = await read(
      { files: { ...files, 'backend/start.sh': '#!/bin/sh\n', 'backend/docker/run.sh': '#!/bin/sh\n' } },
      { names: ['Dockerfile', 'docker/run.sh'] },
    );
    expect(reading).toMatchObject({
      kind: 'read',
      files: { 'start.sh': '#!/bin/sh\n', 'docker/run.sh': '#!/bin/sh\n' },
    });
  });

  test('has its files at the root, where the lesson says so', async () => {
    const reading = await read({ files: { Dockerfile: 'FROM a\n' } }, { folder: '.' });
    expect(reading).toMatchObject({ kind: 'read', files: { Dockerfile: 'FROM a\n' } });
  });

  test.each([
    ['from a fork', { fork: 'bob' }, { from: 'fork', author: 'bob' }],
    ['from a fork that is gone', { fork: 'gone' }, { from: 'lost-fork' }],
    ['a draft', { draft: true }, { draft: true }],
    ['for another base', { base: 'develop' }, { base: 'develop', defaultBranch: 'main' }],
  ] as const)('opens as any other when it is %s', async (_what, options, pull) => {
    expect(await read({ files, ...options })).toMatchObject({ kind: 'read', pull });
  });

  test('has the messages of all its commits looked at, where the newest is not the one', async () => {
    const messages = ['Add Dockerfile for backend', 'fix\n\nmore'];
    const reading = await read({ files, messages }, { message: 'add dockerfile for backend.' });
    expect(reading).toMatchObject({
      pull: { messages: ['fix', 'fix', 'Add Dockerfile for backend'] },
    });
    expect(gitHub.requests.some(({ path }) => path.includes('/pulls/1/commits'))).toBe(true);
  });

  test.each([
    ['closed', { state: 'closed' }],
    ['merged', { state: 'closed', merged: true }],
  ] as const)('counts as over when it is %s, and no file is read', async (kind, options) => {
    expect(await read({ files, ...options })).toMatchObject({ kind, pull: { number: 1 } });
    expect(gitHub.requests).toHaveLength(1);
  });

  test('opens for the token alone when its repository is private', async () => {
    expect(await read({ files, private: true })).toEqual({
      kind: 'trouble',
      trouble: { kind: 'not-found' },
    });
    reader = newReader({ token: gitHub.token });
    expect(await reader.read(address, wanted)).toMatchObject({ kind: 'read', pull: { private: true } });
  });
});

describe('a file that cannot be taken', () => {
  const large = 'x'.repeat(70 * 1024);
  test.each<readonly [string, PullOptions['files'], object]>([
    ['a missing one', { 'backend/x': '' }, { kind: 'missing', path: 'backend/Dockerfile', near: null }],
    ['another case', { 'backend/dockerfile': '' }, { kind: 'missing', near: 'backend/dockerfile' }],
    ['an ending', { 'backend/Dockerfile.txt': '' }, { kind: 'missing', near: 'backend/Dockerfile.txt' }],
    ['no folder', { 'README.md': '' }, { kind: 'folder-missing', path: 'backend', near: null }],
    ['files at the root', { Dockerfile: '' }, { kind: 'folder-missing', near: 'Dockerfile' }],
    ['a folder of another case', { 'Backend/Dockerfile': '' }, { kind: 'folder-missing', near: 'Backend' }],
    ['a file for the folder', { backend: '' }, { kind: 'is-file', path: 'backend' }],
    ['a folder for the file', { 'backend/Dockerfile/x': '' }, { kind: 'is-folder' }],
    ['a symbolic link', { 'backend/Dockerfile': { link: '/etc/passwd' } }, { kind: 'symlink' }],
    ['a linked folder', { backend: { link: 'src' } }, { kind: 'symlink', path: 'backend' }],
    ['a submodule', { backend: { submodule: true } }, { kind: 'submodule', path: 'backend' }],
    [
      'a pointer of Git LFS',
      { 'backend/Dockerfile': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n' },
      { kind: 'lfs' },
    ],
    ['a large file', { 'backend/Dockerfile': large }, { kind: 'too-large', kilobytes: 70 }],
    ['a binary file', { 'backend/Dockerfile': Buffer.from([70, 0, 1, 2]) }, { kind: 'binary' }],
    ['UTF-16', { 'backend/Dockerfile': Buffer.from('\uFEFFFROM a', 'utf16le') }, { kind: 'utf16' }],
    ['Latin-1', { 'backend/Dockerfile': Buffer.from('# é', 'latin1') }, { kind: 'not-utf8' }],
    [
      'a linked script',
      { ...files, 'backend/entrypoint.sh': { link: '../x' } },
      { kind: 'symlink', path: 'backend/entrypoint.sh' },
    ],
  ])('gets its reason: %s', async (_what, committed, trouble) => {
    const reading = await read({ files: committed ?? {} });
    expect(reading).toMatchObject({ kind: 'files', troubles: [trouble] });
    // A large file is not even fetched.
    if (committed?.['backend/Dockerfile'] === large)
      expect(gitHub.requests.filter(({ path }) => path.includes('/blobs/'))).toEqual([]);
  });
});

describe('a GitHub that is failing', () => {
  const trouble = async (fault: GitHubStandIn['fault'], patienceMs?: number) => {
    gitHub.put('ada/shop', { files });
    gitHub.fault = fault;
    const reading = await newReader(patienceMs === undefined ? {} : { patienceMs }).read(address, wanted);
    return reading.kind === 'trouble' ? reading.trouble : reading;
  };

  test.each([
    ['404', gitHubFaults.status(404), { kind: 'not-found' }],
    ['410', gitHubFaults.status(410), { kind: 'not-found' }],
    ['401', gitHubFaults.status(401, 'Bad credentials'), { kind: 'token-refused' }],
    ['403', gitHubFaults.status(403, 'Resource protected by organization SAML'), { kind: 'not-allowed' }],
    ['451', gitHubFaults.status(451), { kind: 'not-allowed' }],
    [
      '403 of the second limit',
      gitHubFaults.status(403, 'You have exceeded a secondary rate limit'),
      { kind: 'rate-limited', until: null },
    ],
    ['500', gitHubFaults.status(500), { kind: 'away' }],
    ['503', gitHubFaults.status(503), { kind: 'away' }],
    ['a page for people', gitHubFaults.noJson(), { kind: 'unreadable' }],
  ] as const)('reports its problem: %s', async (_what, fault, expected) => {
    expect(await trouble(fault)).toEqual(expected);
  });

  test.each([false, true])('gives no more than what is read of one answer (packed: %s)', async (packed) => {
    gitHub.fault = gitHubFaults.huge(3_000_000, packed);
    const { signal } = new AbortController();
    const connection = new GitHubConnection({ apiUrl: gitHub.url, token: null });
    const asked = connection.ask('GET /user', {}, z.object({}), signal);
    await expect(asked).rejects.toMatchObject({ trouble: { kind: 'unreadable' } });
    gitHub.fault = gitHubFaults.huge(1_000_000, packed);
    expect(await connection.ask('GET /user', {}, z.object({}), signal)).toEqual({});
  });

  test('counts as slow when it does not answer in time', async () => {
    expect(await trouble(gitHubFaults.never(), 300)).toEqual({ kind: 'slow' });
  });

  test('gets twelve seconds for all requests of one reading together', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    await read({ files });
    expect(timeout.mock.calls).toEqual([[12_000]]);
    timeout.mockRestore();
  });

  test('counts as away when nobody is there', async () => {
    const reading = await new GitHub(
      new GitHubConnection({ apiUrl: 'http://127.0.0.1:9', token: null }),
    ).read(address, wanted);
    expect(reading).toEqual({ kind: 'trouble', trouble: { kind: 'away' } });
  });

  test('gets no request until the moment that it names', async () => {
    gitHub.put('ada/shop', { files });
    let now = Date.now();
    const reset = now + 30 * 60_000;
    const connection = new GitHubConnection({ apiUrl: gitHub.url, token: null, now: () => now });
    const patient = new GitHub(connection);
    gitHub.fault = gitHubFaults.rateLimit(reset);
    const until = Math.floor(reset / 1_000) * 1_000;
    const limited = { kind: 'trouble', trouble: { kind: 'rate-limited', until } };
    expect(await patient.read(address, wanted)).toEqual(limited);
    gitHub.fault = null;
    gitHub.requests.length = 0;
    expect(await patient.read(address, wanted)).toEqual(limited);
    expect(gitHub.requests).toEqual([]);
    now = reset + 1;
    expect(await patient.read(address, wanted)).toMatchObject({ kind: 'read' });
  });

  test('gets no request for a minute when it names no moment', async () => {
    gitHub.put('ada/shop', { files });
    let now = Date.now();
    const patient = new GitHub(new GitHubConnection({ apiUrl: gitHub.url, token: null, now: () => now }));
    gitHub.fault = gitHubFaults.status(403, 'You have exceeded a secondary rate limit');
    await patient.read(address, wanted);
    gitHub.fault = null;
    gitHub.requests.length = 0;
    now += 59_000;
    const limited = { kind: 'trouble', trouble: { kind: 'rate-limited', until: null } };
    expect(await patient.read(address, wanted)).toEqual(limited);
    expect(gitHub.requests).toEqual([]);
    now += 1_001;
    expect(await patient.read(address, wanted)).toMatchObject({ kind: 'read' });
  });

  test('says how long to wait in seconds, too', async () => {
    const before = Date.now();
    const found = await trouble(gitHubFaults.tooMany(120));
    expect(found).toMatchObject({ kind: 'rate-limited' });
    const until = 'until' in found ? Number(found.until) : 0;
    expect(until).toBeGreaterThanOrEqual(before + 120_000);
  });
});

describe('another host', () => {
  test('gets neither request nor token when GitHub redirects there', async () => {
    gitHub.put('ada/shop', { files });
    elsewhere.put('ada/shop', { files });
    gitHub.fault = gitHubFaults.redirect(`${elsewhere.url}/repos/ada/shop/pulls/1`);
    reader = newReader({ token: gitHub.token });
    expect(await reader.read(address, wanted)).toEqual({ kind: 'trouble', trouble: { kind: 'elsewhere' } });
    expect(elsewhere.requests).toEqual([]);
  });

  test.each(['//evil.example/x', 'https://evil.example/x', 'file:///etc/passwd', 'ftp://127.0.0.1/'])(
    'stays unvisited: %s',
    async (to) => {
      gitHub.fault = (_request, reply) => reply.code(301).header('location', to).send();
      expect(await reader.read(address, wanted)).toMatchObject({ trouble: { kind: 'elsewhere' } });
    },
  );

  test('differs from a new name of the same repository', async () => {
    gitHub.put('ada/new-shop', { files });
    gitHub.fault = (request, reply) =>
      request.url.startsWith('/repos/ada/shop/')
        ? reply.redirect(request.url.replace('/shop/', '/new-shop/'), 301)
        : undefined;
    expect(await reader.read(address, wanted)).toMatchObject({
      kind: 'read',
      pull: { repo: 'new-shop', url: gitHub.addressOf('ada/new-shop') },
    });
  });

  test('stays away when redirects go round and round', async () => {
    gitHub.fault = (request, reply) => reply.redirect(request.url, 302);
    expect(await reader.read(address, wanted)).toMatchObject({ trouble: { kind: 'unreadable' } });
    expect(gitHub.requests.length).toBeLessThan(6);
  });
});
