import { describe, expect, test } from '@jest/globals';
import type { Work } from '../../../workers/phases/phase.ts';
import { runPhase } from '../../../workers/phases/run.ts';
import type { Engine } from '../../../workers/sandbox/engine/engine.ts';
import { EngineRefused } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { theLesson } from '../support/lesson.ts';

/** An engine that creates every container and starts none. */
const engineThatRefuses = (status: number, message: string): Engine => ({
  call: async <T>(what: string) => {
    if (what === 'start') throw new EngineRefused(status, message);
    return { id: 'c' } as T;
  },
});

async function startRefused(message: string, status = 500) {
  const { lesson } = await theLesson();
  const { manifest } = lesson;
  const box = { engine: engineThatRefuses(status, message), egress: async () => undefined };
  const { signal } = new AbortController();
  const work = { box, manifest, lesson, student: {}, limits: readLimits({}), signal } as unknown as Work;
  return runPhase(work, 'image');
}

const start = 'failed to create task for container: failed to create shim task: OCI runtime create failed';
const runc = `${start}: runc create failed: unable to start container process`;

describe('a container that the engine does not start', () => {
  test.each([
    [`${runc}: exec: "/entrypoint.sh": permission denied`, 'not-executable'],
    [`${runc}: exec: "gunicorn": executable file not found in $PATH`, 'exited'],
    [`${runc}: exec: "/app/x/y": stat /app/x/y: not a directory`, 'exited'],
    [`${runc}: exec: "/app/a": stat /app/a: too many levels of symbolic links`, 'exited'],
    [
      `${runc}: error during container init: chdir to cwd ("/app") set in config.json failed: not a directory`,
      'exited',
    ],
    ['unable to find user web: no matching entries in passwd file', 'exited'],
    ['mkdir /var/lib/docker/overlay2/x/merged/app: not a directory', 'exited'],
  ])('the student is told of "%s"', async (said, reason) => {
    expect((await startRefused(said, 400)).failure).toMatchObject({ reason });
  });

  test.each([
    `${runc}: error during container init: error setting cgroup config for procHooks process`,
    `${start}: context deadline exceeded: unknown`,
    `${start}: runc create failed: runc did not terminate successfully: signal: killed`,
    'failed to create task for container: failed to start shim: start failed: io.containerd.runc.v2: fork/exec',
    'OCI runtime create failed: something that nobody has seen before',
  ])('nobody is blamed for "%s"', async (said) => {
    await expect(startRefused(said)).rejects.toMatchObject({ name: 'Ours', reason: 'engine-away' });
  });
});
