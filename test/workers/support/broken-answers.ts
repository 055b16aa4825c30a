import type { PhaseName, Reason } from '../../../src/submission/verdict.ts';
import { changed } from './real-box.ts';

/** An answer with one thing wrong, and what the verification has to say about it. */
export interface BrokenAnswer {
  readonly name: string;
  readonly files: (answer: Record<string, string>) => Record<string, string>;
  /** Null: it passes all the same. */
  readonly reason: Reason | null;
  readonly phase?: PhaseName;
  readonly todo?: number;
  /** Text of the Dockerfile's line that the verdict points at. */
  readonly line?: string;
  /** What the sentence has to name. */
  readonly says?: RegExp;
  /** Belongs to the few that every run of the tests tries. */
  readonly always?: true;
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
    always: true,
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
    always: true,
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
    always: true,
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
    always: true,
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
    always: true,
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
    always: true,
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
    always: true,
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
    always: true,
  },
  {
    name: 'versions that are not the lock file’s',
    files: docker(['uv sync --frozen', 'uv sync --upgrade']),
    reason: 'todo-not-done',
    todo: 3,
  },
  // written another way, and right
  { name: 'the answer itself', files: (a) => a, reason: null, always: true },
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
  },
];
