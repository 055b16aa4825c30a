import { describe, expect, test } from '@jest/globals';
import { answer, changed } from '../workers/support/lesson.ts';
import { type Attack, attacks, picked } from './support/attack.ts';
import { attemptSeen, nothingLeft } from './support/attempt.ts';

/** Stealing what another student or the worker made, and planting what the next job would use. */

const first =
  (line: string): NonNullable<Attack['files']> =>
  (right) => ({ ...right, Dockerfile: `${line}\n${right.Dockerfile}` });
const last =
  (line: string): NonNullable<Attack['files']> =>
  (right) => ({ ...right, Dockerfile: `${right.Dockerfile}\n${line}\n` });

const refusedImage = { where: 'build', reasons: ['base-image-not-found'] } as const;

const table: readonly Attack[] = [
  ...(
    [
      ['build on another student’s image', first('FROM dockhand/submission AS theirs')],
      ['build on an image of the set-up', first('FROM dockhand/warm AS theirs')],
      [
        'build on it by a variable',
        first('ARG WHOSE=dockhand/submission\nFROM $' + '{WHOSE:-python:3.11-slim} AS theirs'),
      ],
      ['build on it by its digest', first(`FROM sha256:${'a'.repeat(64)} AS theirs`)],
      ['copy out of another student’s image', last('COPY --from=dockhand/submission / /theirs')],
      ['copy out of the egress proxy’s image', last('COPY --from=dockhand/egress / /theirs')],
      [
        'build on it by the second of two values',
        first('ARG A=python:3.11-slim A=dockhand/submission\nFROM $A AS theirs'),
      ],
      [
        'mount it by a key in capitals',
        last('RUN --mount=type=bind,FROM=dockhand/submission,target=/theirs ls /theirs'),
      ],
      [
        'mount another student’s image',
        last('RUN --mount=type=bind,from=dockhand/submission,target=/theirs ls /theirs'),
      ],
    ] as const
  ).map(
    ([name, files], n): Attack => ({
      ...refusedImage,
      name,
      files,
      held: 'the lesson’s list of base images, and a life of one job',
      ...(n === 0 && { sample: true }),
    }),
  ),
  // images.test.ts has every other notation.
  ...(
    [
      ['have a strange frontend read the Dockerfile', '# syntax=evil/frontend:latest'],
      ['have a strange frontend by the second notation', '// syntax = evil/frontend'],
      ['have a strange frontend behind a shebang', '#!/bin/sh\n# syntax=evil/frontend'],
      ['have a strange frontend behind another directive', '# check=\u00a0\n# syntax=evil/frontend'],
    ] as const
  ).map(
    ([name, line]): Attack => ({
      name,
      files: first(line),
      where: 'build',
      held: 'refused by name before the engine sees it',
      reasons: ['build-failed'],
      says: /evil\/frontend/,
    }),
  ),
  {
    name: 'have a strange frontend by JSON',
    files: (right) => ({ ...right, Dockerfile: '#!/bin/sh\n{"syntax": "evil/frontend"}' }),
    where: 'build',
    held: 'refused by name before the engine sees it',
    reasons: ['build-failed'],
    says: /evil\/frontend/,
  },
  {
    name: 'run without a sandbox by --security=insecure',
    files: last('RUN --security=insecure id'),
    where: 'build',
    held: 'the engine, whose client grants no entitlement',
    reasons: ['build-failed'],
  },
  {
    name: 'take the engine’s network by --network=host',
    files: (right) => ({
      ...last('RUN --network=host python /app/attack.py')(right),
      'attack.py': `
import socket, sys
found = []
for port in (2375, 2376, 2377, 4243, 6379, 5432, 8080):
    for host in ('127.0.0.1', '10.0.2.2'):
        s = socket.socket(); s.settimeout(2)
        if s.connect_ex((host, port)) == 0: found.append((host, port))
print('OPEN', found) if found else None
sys.exit(9 if found else 0)
`,
    }),
    where: 'build',
    held: 'an engine that listens on no port, in a box without a network',
    reasons: [null, 'build-failed'],
    neverSays: /OPEN/,
  },
  {
    name: 'leave triggers for who builds on it',
    files: last('ONBUILD RUN touch /poisoned\nONBUILD COPY . /poison'),
    where: 'build',
    held: 'a life of one job: nobody builds on it',
    reasons: [null],
  },
  {
    name: 'do work by a health check',
    files: last(
      'HEALTHCHECK --interval=1s --timeout=1s --start-period=1ms CMD head -c 100000000 /dev/zero | tr "\\0" x; sleep 100',
    ),
    where: 'container',
    held: 'the engine, which keeps 4 KB of it and ends it in time',
    reasons: [null],
  },
  {
    name: 'claim volumes and ports',
    files: last('VOLUME /app/core /data /box\nEXPOSE 1-1000'),
    where: 'container',
    held: 'volumes of a life, and one published port',
    reasons: [null],
  },
];

attacks('a box holds when a student tries to', table);

describe('what the next one reuses', () => {
  const name = 'is not what the last one poisoned: cache mounts, cached steps, layers';
  (picked(name, false) ? test : test.skip)(
    name,
    async () => {
      const right = await answer();
      const mount = '--mount=type=cache,id=shared,target=/root/.cache';
      const poison = changed(right, 'Dockerfile', [
        'RUN pip install uv',
        `RUN ${mount} echo poisoned > /root/.cache/poison\nRUN pip install uv && echo poisoned > /poison`,
      ]);
      const tried = await attemptSeen(poison);
      expect(tried.verdict.outcome).toBe('passed');
      // The control: within the same life the poison would be there, because the engine reuses the mount.
      const both = await attemptSeen({
        ...poison,
        Dockerfile: `${poison.Dockerfile}\nRUN ${mount} ! test -e /root/.cache/poison\n`,
      });
      expect(both.verdict.reason).toBe('build-failed');
      const victim = changed(right, 'Dockerfile', [
        'EXPOSE 8000',
        `EXPOSE 8000\nRUN ${mount} ! test -e /root/.cache/poison && ! test -e /poison`,
      ]);
      const next = await attemptSeen(victim, {}, { box: tried.box });
      expect(`${next.verdict.outcome} ${next.sentence}`).toMatch(/^passed/);
      expect(next.before.things).toEqual(tried.before.things);
      await nothingLeft(next, right);
    },
    900_000,
  );
});
