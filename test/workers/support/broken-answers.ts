import type { PhaseName, VerdictReason } from '../../../src/submission/verdict.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { changed } from './lesson.ts';

/** A solution with one thing wrong, and what the verification has to say about it. */
export interface BrokenAnswer {
  readonly name: string;
  readonly files: (answer: Record<string, string>) => Record<string, string>;
  /** Null: it passes nevertheless. */
  readonly reason: VerdictReason | null;
  readonly phase?: PhaseName;
  readonly todo?: number;
  /** Text of the Dockerfile's line that the verdict points to. */
  readonly line?: string;
  /** What the sentence has to mention. */
  readonly says?: RegExp;
  /** Limits that differ from the usual ones, so that a time limit is reached soon. */
  readonly limits?: Partial<Limits>;
  /** A phase that ends with a warning, and the key of its detail. */
  readonly warns?: readonly [PhaseName, string];
  /** The instant check predicts otherwise: only a run shows how long a step takes and how much it uses. */
  readonly unforetold?: true;
  /** One of those of which every run of the tests tries some. */
  readonly sampled?: true;
}

const docker =
  (...changes: readonly (readonly [string, string])[]) =>
  (answer: Record<string, string>) =>
    changed(answer, 'Dockerfile', ...changes);
const script =
  (...changes: readonly (readonly [string, string])[]) =>
  (answer: Record<string, string>) =>
    changed(answer, 'entrypoint.sh', ...changes);

const server = 'exec uv run python manage.py runserver 0.0.0.0:8000';
const copyDependencies = 'COPY pyproject.toml uv.lock ./\n';

/** A RUN step before the last lines of the Dockerfile. */
const step = (command: string) => docker(['EXPOSE 8000', `RUN ${command}\nEXPOSE 8000`]);
/** Replaces the server. */
const instead = (command: string) => script([server, command]);

const hog = `python -c "x = [b'x' * 50_000_000 for _ in range(400)]"`;

/** Uses up the box, in a build and in a container: recognised by the counters, not by the exit code. */
const exhaustions: readonly BrokenAnswer[] = [
  {
    name: 'memory without end in the build',
    files: step(hog),
    reason: 'out-of-memory',
    phase: 'build',
    line: 'RUN python -c',
  },
  {
    name: 'memory without end in the container',
    files: instead(hog),
    reason: 'out-of-memory',
    phase: 'ready',
  },
  {
    name: 'exit code 137 of its own making in the build',
    files: step('exit 137'),
    reason: 'build-failed',
    phase: 'build',
    says: /137/,
    sampled: true,
  },
  {
    name: 'exit code 137 of its own making in the container',
    files: instead('exit 137'),
    reason: 'exited',
    phase: 'ready',
    says: /137/,
  },
  {
    name: 'a step that never ends',
    files: step('sleep 600'),
    reason: 'timed-out',
    phase: 'build',
    line: 'RUN sleep',
    limits: { buildSeconds: 20 },
    unforetold: true,
  },
  {
    name: 'a disk that gets full in the build',
    files: step('fallocate -l 500G /big'),
    reason: 'disk-full',
    phase: 'build',
    line: 'RUN fallocate',
  },
  {
    name: 'a disk that gets full in the container',
    files: instead('fallocate -l 500G /big'),
    reason: 'disk-full',
    phase: 'ready',
  },
  {
    name: 'too many processes in the build',
    files: step('for i in $(seq 400); do sleep 20 & done; wait'),
    reason: 'too-many-processes',
    phase: 'build',
    unforetold: true,
  },
  {
    name: 'too many processes in the container',
    files: instead('for i in $(seq 400); do sleep 20 & done; exit 1'),
    reason: 'too-many-processes',
    phase: 'ready',
  },
  {
    name: 'output without end in the build',
    files: step('yes'),
    reason: 'too-much-output',
    phase: 'build',
    line: 'RUN yes',
    limits: { buildSeconds: 20 },
    unforetold: true,
  },
  {
    name: 'output without end in the container',
    files: instead('exec yes'),
    reason: 'too-much-output',
    phase: 'ready',
    limits: { logReadMegabytes: 1 },
  },
  {
    name: 'a variable that doubles until the image’s configuration is too large',
    files: docker(['EXPOSE 8000', `ENV A=aaaaaaaaaaaaaaaa\n${'ENV A=$A$A\n'.repeat(21)}EXPOSE 8000`]),
    reason: 'image-configuration-too-large',
    // The build succeeds; the engine's answer about the image exceeds what is read.
    phase: 'inspect',
    line: 'ENV A=$A$A',
    says: /KB/,
  },
];

const listening = (answer: string): string =>
  `exec python -c "import socket; s = socket.create_server(('0.0.0.0', 8000)); exec('while True:\\n c = s.accept()[0]; ${answer}c.close()')"`;

/** Servers that respond with something else, and scripts in which one word is wrong. */
const otherAnswers: readonly BrokenAnswer[] = [
  {
    name: 'a page where JSON was promised',
    files: instead('mkdir -p /srv/api/products && cd /srv && exec python -m http.server 8000'),
    reason: 'not-json',
    phase: 'probe',
  },
  {
    name: 'a server that hangs up',
    files: instead(listening('')),
    reason: 'unexpected-answer',
    phase: 'probe',
  },
  {
    name: 'an image that the lesson does not build on',
    files: docker(['FROM python:3.11-slim', 'FROM node:20']),
    reason: 'base-image-not-found',
    phase: 'build',
    line: 'FROM',
    says: /node:20/,
  },
  {
    name: 'a stage that is not there',
    files: docker(['COPY entrypoint.sh', 'COPY --from=builder entrypoint.sh']),
    reason: 'base-image-not-found',
    phase: 'build',
    line: '--from=builder',
    says: /AS/,
  },
  {
    name: 'a server that is not installed',
    files: instead('exec gunicorn config.wsgi -b 0.0.0.0:8000'),
    reason: 'exited',
    phase: 'ready',
    says: /gunicorn/,
  },
  {
    name: 'a shell-form start of a script that is not executable',
    files: docker(
      ['RUN chmod +x /entrypoint.sh\n', ''],
      ['ENTRYPOINT ["/entrypoint.sh"]', 'ENTRYPOINT /entrypoint.sh'],
    ),
    reason: 'not-executable',
    phase: 'ready',
    todo: 5,
  },
  {
    name: 'an address that is none',
    files: script(['0.0.0.0:8000', '0.0.0.0.8000']),
    reason: 'exited',
    todo: 5,
    says: /0\.0\.0\.0\.8000/,
  },
  {
    name: 'a word that manage.py does not know',
    files: script(['manage.py migrate', 'manage.py migrat']),
    reason: 'exited',
    todo: 5,
    says: /migrat/,
  },
];

export const brokenAnswers: readonly BrokenAnswer[] = [
  // TODO by TODO
  {
    name: 'TODO 1 left out',
    files: docker(['RUN pip install uv\n', '']),
    reason: 'build-failed',
    phase: 'build',
    todo: 1,
    line: 'RUN uv sync',
    says: /uv/,
    sampled: true,
  },
  {
    name: 'TODO 2 left out',
    files: docker([copyDependencies, '']),
    reason: 'build-failed',
    phase: 'build',
    todo: 2,
    line: 'RUN uv sync',
    says: /pyproject\.toml/,
  },
  {
    name: 'TODO 3 left out',
    files: docker(['RUN uv sync --frozen\n', '']),
    reason: 'needs-network-at-start',
    phase: 'ready',
    todo: 3,
    sampled: true,
  },
  {
    name: 'TODO 3 as the lesson’s template has it: an empty RUN',
    files: docker(['RUN uv sync --frozen', 'Run']),
    reason: 'needs-network-at-start',
    todo: 3,
  },
  {
    name: 'TODO 4 left out',
    files: docker(['WORKDIR /app/core\n', '']),
    reason: 'exited',
    phase: 'ready',
    todo: 4,
    says: /manage\.py/,
  },
  {
    name: 'TODO 5 left out',
    files: docker(['COPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\n', '']),
    reason: 'exited',
    phase: 'run',
    todo: 5,
    says: /entrypoint\.sh/,
  },
  {
    name: 'TODO 6 left out',
    files: docker(['ENTRYPOINT ["/entrypoint.sh"]', '']),
    reason: 'exited',
    phase: 'ready',
    todo: 6,
    says: /ENTRYPOINT/,
  },
  // build
  {
    name: 'a word that is no instruction',
    files: docker(['EXPOSE 8000', 'EXPOOSE 8000']),
    reason: 'build-failed',
    phase: 'build',
    line: 'EXPOOSE',
    says: /EXPOOSE/,
  },
  {
    name: 'a RUN that fails',
    files: docker(['EXPOSE 8000', 'RUN python -c "raise SystemExit(7)"']),
    reason: 'build-failed',
    line: 'RUN python -c',
    says: /exit code 7/,
  },
  {
    name: 'a file that is not there',
    files: docker(['COPY entrypoint.sh', 'COPY entrypoin.sh']),
    reason: 'file-not-in-context',
    line: 'COPY entrypoin.sh',
    says: /entrypoin\.sh/,
    sampled: true,
  },
  {
    name: 'a file that is not in the image it is copied from',
    files: docker(['COPY entrypoint.sh', 'COPY --from=python:3.11-slim /nope /nope\nCOPY entrypoint.sh']),
    reason: 'build-failed',
    line: 'COPY --from',
    says: /\/?nope.* is not in .*python:3\.11-slim/,
  },
  {
    name: 'a file that .dockerignore keeps out',
    files: (a) => changed(a, '.dockerignore', ['.git/', 'uv.lock']),
    reason: 'file-not-in-context',
    todo: 2,
    says: /\.dockerignore/,
  },
  {
    name: 'a base image with a typo',
    files: docker(['FROM python:3.11-slim', 'FROM pyton:3.11-slim']),
    reason: 'base-image-not-found',
    line: 'FROM',
    says: /pyton/,
  },
  {
    name: 'a strange Dockerfile frontend',
    files: docker(['FROM python', '# syntax=evil/frontend:1\nFROM python']),
    reason: 'build-failed',
    phase: 'build',
  },
  {
    name: 'chmod before COPY',
    files: docker([
      'COPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh',
      'RUN chmod +x /entrypoint.sh\nCOPY entrypoint.sh /entrypoint.sh',
    ]),
    reason: 'build-failed',
    todo: 5,
    line: 'RUN chmod',
    says: /\/entrypoint\.sh/,
  },
  {
    name: 'single quotes are no JSON',
    files: docker(['["/entrypoint.sh"]', "['/entrypoint.sh']"]),
    reason: 'exited',
    todo: 6,
    says: /double quotes/,
  },
  // run
  {
    name: 'a script without its executable bit',
    files: docker(['RUN chmod +x /entrypoint.sh\n', '']),
    reason: 'not-executable',
    phase: 'run',
    todo: 5,
    sampled: true,
  },
  {
    name: 'an ENTRYPOINT that names another path',
    files: docker(['ENTRYPOINT ["/entrypoint.sh"]', 'ENTRYPOINT ["/start.sh"]']),
    reason: 'exited',
    phase: 'run',
    says: /start\.sh/,
  },
  {
    name: 'a script with Windows line ends',
    files: (a) => ({ ...a, 'entrypoint.sh': (a['entrypoint.sh'] ?? '').replace(/\n/g, '\r\n') }),
    reason: 'no-such-interpreter',
    todo: 5,
    says: /CRLF/,
    sampled: true,
  },
  {
    name: 'a script without a shebang',
    files: script(['#!/bin/sh\n', '']),
    reason: 'no-such-interpreter',
    todo: 5,
    says: /#!\/bin\/sh/,
  },
  {
    name: 'a shebang of a shell that is not there',
    files: script(['#!/bin/sh', '#!/usr/bin/fish']),
    reason: 'no-such-interpreter',
    todo: 5,
  },
  {
    name: 'an option of bash under sh',
    files: script(['set -e', 'set -eo pipefail']),
    reason: 'exited',
    todo: 5,
    says: /pipefail/,
  },
  // ready
  {
    name: 'a server on localhost',
    files: script(['0.0.0.0:8000', '127.0.0.1:8000']),
    reason: 'listened-on-localhost',
    phase: 'ready',
    todo: 5,
    says: /0\.0\.0\.0/,
    sampled: true,
  },
  {
    name: 'a server without an address',
    files: script([' 0.0.0.0:8000', '']),
    reason: 'listened-on-localhost',
    todo: 5,
  },
  {
    name: 'a server on another port',
    files: script(['0.0.0.0:8000', '0.0.0.0:8080']),
    reason: 'wrong-port',
    says: /8080/,
  },
  {
    name: 'a script that never starts a server',
    files: script([server, 'exec sleep 600']),
    reason: 'never-listened',
    phase: 'ready',
    todo: 5,
  },
  {
    name: 'a server in the background',
    files: script([server, `${server.replace('exec ', '')} &`]),
    reason: 'exited',
    says: /by itself/,
  },
  {
    name: 'a script that waits for a database',
    files: script([
      'set -e\n',
      'set -e\nwhile ! python -c "import socket; socket.create_connection((\'db\', 5432))" 2>/dev/null; do echo "Waiting for postgres..."; sleep 1; done\n',
    ]),
    reason: 'waits-for-a-database',
    todo: 5,
  },
  { name: 'a program that ends with a code', files: script([server, 'exit 3']), reason: 'exited', says: /3/ },
  // probe and after
  {
    name: 'a script that does not migrate',
    files: script(['uv run python manage.py migrate\n', '']),
    reason: 'did-not-migrate',
    todo: 5,
    sampled: true,
  },
  {
    name: 'a server of something else',
    files: script([server, 'exec python -m http.server 8000 --bind 0.0.0.0']),
    reason: 'wrong-status',
    phase: 'probe',
    says: /404/,
  },
  {
    name: 'a user that is not there',
    files: docker(['EXPOSE 8000', 'USER nosuchuser\nEXPOSE 8000']),
    reason: 'exited',
    phase: 'run',
    says: /nosuchuser/,
  },
  {
    name: 'everything copied before the dependencies',
    files: docker([copyDependencies, 'COPY . .\n'], ['COPY . .\n\nWORKDIR', 'WORKDIR']),
    reason: 'cache-broken',
    phase: 'rebuild',
    todo: 2,
    line: 'COPY . .',
    sampled: true,
  },
  {
    name: 'versions that are not the lock file’s',
    files: docker(['uv sync --frozen', 'uv sync --upgrade']),
    reason: 'todo-not-done',
    todo: 3,
  },
  ...exhaustions,
  ...otherAnswers,
  // written another way, and right
  { name: 'the answer itself', files: (a) => a, reason: null, sampled: true },
  {
    name: 'Docker’s own frontend by name',
    files: docker(['FROM python', '# syntax=docker/dockerfile:1\nFROM python']),
    reason: null,
  },
  {
    name: 'lower case, ENV for --frozen, one COPY',
    files: docker(['RUN uv sync --frozen', 'env UV_FROZEN=1\nrun uv sync'], ['FROM', 'from']),
    reason: null,
  },
  {
    name: 'a CMD in place of ENTRYPOINT’s script, no exec',
    files: script([server, server.replace('exec ', '')]),
    reason: null,
    warns: ['stop', 'slow-stop'],
  },
  {
    name: 'an image that got too large',
    files: docker(['EXPOSE 8000', 'RUN head -c 150000000 /dev/urandom > /big\nEXPOSE 8000']),
    reason: null,
    warns: ['inspect', 'too-large'],
  },
  {
    name: 'a database and a history that leaked in',
    files: (a) => ({ ...a, '.dockerignore': '# nothing\n', 'core/db.sqlite3': '', '.git/HEAD': 'ref: x\n' }),
    reason: null,
    warns: ['inspect', 'leaked-files'],
  },
  {
    name: 'single files copied, so that nothing leaks in',
    files: (a) => ({
      ...changed(a, 'Dockerfile', ['COPY . .', 'COPY core ./core']),
      '.dockerignore': '# nothing\n',
      '.git/HEAD': 'ref: x\n',
    }),
    reason: null,
  },
];
