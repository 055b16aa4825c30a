import { afterEach, describe, expect, test } from '@jest/globals';
import { runPython } from '../deploy/real-box.ts';
import { docker } from '../support/host-engine.ts';
import { answer, changed } from '../workers/support/lesson.ts';
import { type Attack, attacks, picked } from './support/attack.ts';
import { attemptSeen } from './support/attempt.ts';
import { boxService, free, leased, type OwnBox, ownBox } from './support/own-box.ts';
import { privilege } from './support/programs.ts';

/** Being more than a student: forty operations that need a privilege, from a RUN step and from the container, each as root there. */
attacks('a box holds when a student tries', [
  ...(['build', 'container'] as const).map(
    (where): Attack => ({
      name: 'to be more than a student',
      program: privilege(),
      where,
      held: 'the user namespace of the engine, its seccomp profile, and the box’s own',
      reasons: [null],
      neverSays: /COULD/,
      ...(where === 'container' && { sample: true }),
    }),
  ),
  {
    name: 'to get root by a setuid program',
    command:
      'cp /bin/sh /bin/rooted && chmod 4755 /bin/rooted && mknod /dev/nothing c 1 3 || true; ! test -c /dev/nothing',
    where: 'build',
    held: 'root of the container is nobody outside, and devices are refused in a user namespace',
    reasons: [null],
  },
]);

const boxes: OwnBox[] = [];
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.remove();
}, 180_000);

describe('the control', () => {
  const name = 'the same attempts succeed in a container that may do them';
  (picked(name, true) ? test : test.skip)(
    name,
    async () => {
      const python = 'python:3.11-slim';
      const said = await docker(
        [
          ...['run', '--rm', '--network', 'none', '--pids-limit', '64', '--cpus', '0.5', '--memory', '256m'],
          ...['SYS_ADMIN', 'SYS_PTRACE', 'SYS_NICE'].flatMap((cap) => ['--cap-add', cap]),
          ...['seccomp', 'apparmor'].flatMap((each) => ['--security-opt', `${each}=unconfined`]),
          ...[python, 'python', '-c', privilege(true).replace(/sys\.exit\(.*\)\n$/, '')],
        ],
        120,
      );
      for (const could of [
        'mount a tmpfs',
        'bind the root elsewhere',
        'unshare mounts',
        'rename the host',
        'trace a process',
        'open a packet socket',
      ])
        expect(said).toContain(`COULD ${could}\n`);
    },
    180_000,
  );
});

describe('the box’s own seccomp profile', () => {
  const name = 'refuses what Docker’s own lets through: without it, a student traces processes';
  (picked(name, false) ? test : test.skip)(
    name,
    async () => {
      const usual = await ownBox();
      boxes.push(usual);
      expect(await runPython(await leased(usual), privilege(true))).toMatch(/^0 done/m);
      const { security_opt } = await boxService();
      const careless = await ownBox({
        service: {
          security_opt: security_opt.map((each) => each.replace(/^seccomp=.*/, 'seccomp=unconfined')),
        },
      });
      boxes.push(careless);
      expect(await runPython(await leased(careless), privilege(true))).toContain('COULD trace a process');
    },
    1_200_000,
  );
});

describe('what holds the box itself', () => {
  test('restricts the box: no network, seven capabilities, a seccomp profile, a read-only root file system, no root processes', async () => {
    const box = await ownBox();
    boxes.push(box);
    await free(box);
    const processes = await box.inside(
      'sh',
      '-c',
      'for p in /proc/[0-9]*; do echo "$(cat $p/comm) $(grep -E "^(Uid|Seccomp|CapEff):" $p/status | tr "\\n\\t" "  ")"; done; cat /proc/net/dev',
    );
    const line = (name: string) => processes.split('\n').find((each) => each.startsWith(`${name} `)) ?? '';
    const { supervisor, engine, inContainers } = box.users;
    expect(line('dockerd')).toMatch(new RegExp(`Uid: ${engine} ${engine} .*Seccomp: 2`));
    // Node's name for its main thread.
    expect(line('MainThread') || line('node')).toMatch(
      new RegExp(`Uid: ${supervisor} ${supervisor} .*CapEff: 00000000800000eb Seccomp: 2`),
    );
    // The box's interfaces: only its loopback.
    expect([...processes.matchAll(/^\s*(\w+):\s+\d+\s+\d+ /gm)].map(([, name]) => name)).toEqual(['lo']);
    await expect(box.inside('sh', '-c', 'echo x > /etc/x')).rejects.toThrow(/Read-only/);
    // Root of a container with a setuid program, and another user, as seen from the host: neither is a user of the machine.
    const asAnother = `python -c "import os; os.setuid(1234); os.execv('/bin/sleep', ['sleep', '7'])"`;
    const right = await answer();
    const student = changed(right, 'Dockerfile', [
      'EXPOSE 8000',
      `EXPOSE 8000\nRUN cp /bin/sleep /sleeper && chmod 4755 /sleeper && (${asAnother} & /sleeper 7; wait)`,
    ]);
    const owners = new Set<string>();
    const watch = setInterval(() => {
      docker(['top', box.container, '-eo', 'pid,uid,comm']).then(
        (text) => {
          for (const [, uid] of text.matchAll(/^\s*\d+\s+(\d+)\s+(?:sleeper|sleep)$/gm))
            if (uid !== undefined) owners.add(uid);
        },
        () => undefined,
      );
    }, 500);
    const inOwnBox = { folder: box.folder, box: box.name };
    const tried = await attemptSeen(student, {}, inOwnBox).finally(() => clearInterval(watch));
    expect(tried).toMatchObject({ verdict: { outcome: 'passed', reason: null }, sentence: '' });
    // A setuid program belongs to its owner, root of the container: outside that is the engine's user, which has no privileges.
    expect([...owners].map(Number).sort()).toEqual([engine, inContainers.first + 1233]);
  }, 900_000);
});
