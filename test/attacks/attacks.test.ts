import { describe, expect, test } from '@jest/globals';
import type { Reason } from '../../src/submission/verdict.ts';
import type { Limits } from '../../workers/sandbox/limits.ts';
import { answer, changed, verifyForReal } from '../workers/support/real-box.ts';

/**
 * Attacks as real jobs in a real box, in a RUN step and in the container. After each one the next honest job passes.
 * All of them with DOCKHAND_FULL=1: they keep a box busy for minutes. ONLY=text picks some.
 */
interface Attack {
  readonly name: string;
  /** A line of shell. */
  readonly command: string;
  readonly where: 'build' | 'container';
  /** Null: it is held off and the lesson's answer works all the same. */
  readonly reasons: readonly (Reason | null)[];
  readonly limits?: Partial<Limits>;
}

const inPython = (program: string): string => `python -c "exec('''${program.replace(/\n/g, '\\n')}''')"`;
const bomb = inPython(
  'import os, time, signal\nsignal.signal(15, 1)\nwhile True:\n try: os.fork()\n except OSError: time.sleep(1)',
);
const quick = { buildSeconds: 20, readySeconds: 15 };

const attacks: readonly Attack[] = [
  { name: 'sleep for ever', command: 'sleep 100000', where: 'build', reasons: ['timed-out'], limits: quick },
  {
    name: 'sleep for ever',
    command: 'exec sleep 100000',
    where: 'container',
    reasons: ['never-listened'],
    limits: quick,
  },
  {
    name: 'ask for all memory',
    command: inPython('a=[]\nwhile True: a.append(bytearray(50000000))'),
    where: 'build',
    reasons: ['out-of-memory'],
  },
  {
    name: 'ask for all memory',
    command: inPython('a=[]\nwhile True: a.append(bytearray(50000000))'),
    where: 'container',
    reasons: ['out-of-memory'],
  },
  {
    name: 'fork without end',
    command: bomb,
    where: 'build',
    reasons: ['timed-out', 'too-many-processes'],
    limits: quick,
  },
  {
    name: 'fill the disk',
    command: 'dd if=/dev/zero of=/filler bs=1M',
    where: 'build',
    reasons: ['disk-full'],
  },
  {
    name: 'print without end',
    command: 'cat /dev/zero | tr "\\\\0" x',
    where: 'container',
    reasons: ['too-much-output'],
  },
  { name: 'spin', command: 'while :; do :; done', where: 'build', reasons: ['timed-out'], limits: quick },
  // The answer works and what was reached for was not: exit code 9 would end it. Only addresses of the box's own network
  // are dialled. The same gate answers a RUN step, where it is open: that is the control (test/deploy/box.test.ts).
  ...(['http://10.0.2.2:3128/', 'http://172.17.0.1:2375/version'] as const).map(
    (address): Attack => ({
      name: `reach ${address}`,
      command: inPython(
        `import urllib.request as u, sys\ntry: u.build_opener(u.ProxyHandler({})).open('${address}', timeout=3)\nexcept u.HTTPError: sys.exit(9)\nexcept Exception: sys.exit(0)\nsys.exit(9)`,
      ),
      where: 'container',
      reasons: [null],
    }),
  ),
];

const only = process.env.ONLY;
const chosen = attacks.filter(({ name, where }) =>
  only === undefined
    ? process.env.DOCKHAND_FULL === '1' || name === 'sleep for ever'
    : `${where} ${name}`.includes(only),
);

describe('a box holds when a student tries to', () => {
  test.each(chosen.map((attack) => [`${attack.name}, in the ${attack.where}`, attack] as const))(
    '%s',
    async (_name, { command, where, reasons, limits = {} }) => {
      const right = await answer();
      const student =
        where === 'build'
          ? changed(right, 'Dockerfile', ['EXPOSE 8000', `RUN ${command}`])
          : changed(right, 'entrypoint.sh', ['set -e\n', `set -e\n${command}\n`]);
      const { verdict, sentence, ms } = await verifyForReal(student, { limits });
      const told = `${verdict.reason}: ${sentence} ${verdict.excerpt.join('\n')}`;
      expect({ held: reasons.includes(verdict.reason), told }).toEqual({ held: true, told });
      expect(ms).toBeLessThan(300_000);

      const next = await verifyForReal(right);
      expect(next.verdict.outcome).toBe('passed');
    },
    600_000,
  );
});
