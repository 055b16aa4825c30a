import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { SupervisorClient } from '../../../workers/sandbox/box/supervisor-client.ts';
import { composeValues } from '../../support/host-engine.ts';
import { until } from '../../support/until.ts';
import { helmIsHere, manifestsOf, needed } from './chart.ts';
import { clusterOf } from './manifest.ts';
import { PodOfEngine } from './pod-of-engine.ts';

const suite = helmIsHere ? describe : describe.skip;
const longest = 120_000;

/** The exit code of a container that Docker had to kill, because it did not end within its grace period. */
const killed = 137;

suite('a worker’s pod, its sidecars started by Docker as the manifest says', () => {
  let pod: PodOfEngine | null = null;
  const its = (): PodOfEngine => {
    if (pod === null) throw new Error('the pod was not started');
    return pod;
  };
  const supervisor = () => new SupervisorClient(its().volume('boxes', 'box-1', 'supervisor.sock'), 5_000);
  const free = async (not = '') =>
    until(
      () =>
        supervisor()
          .status()
          .catch(() => null),
      (status) => status?.state === 'free' && status.life !== not,
      longest,
    ).catch(async (error) => {
      throw new Error(`${String(error)}\n${await its().log('box')}`);
    });

  beforeAll(async () => {
    const worker = clusterOf(manifestsOf(needed)).deployments.find(({ name }) => name.endsWith('-worker'));
    if (worker === undefined) throw new Error('the chart has no worker');
    const { DOCKHAND_BOX_IMAGE: box = '', DOCKHAND_EGRESS_IMAGE: egress = '' } = await composeValues();
    pod = new PodOfEngine(worker.pod, { box, egress });
    await its().start(['egress', 'box']);
    await free();
  }, 2 * longest);
  afterAll(() => pod?.remove(), longest);

  test(
    'has a box that is leased once and then made anew without a restart of its container or anything left of the life before',
    async () => {
      const before = await its().lifeOf('box');
      const first = await supervisor().status();
      const lease = await supervisor().lease({ holder: 'a worker', seconds: 60 });
      const engine = new Docker({ socketPath: its().volume('boxes', 'box-1', 'engine.sock') });
      expect(String(await engine.ping())).toBe('OK');
      await its().run(
        'box',
        'sh',
        '-c',
        'touch /tmp/left /run/left /data/left && setsid sleep 7777 >/dev/null 2>&1 &',
      );
      await supervisor().release(lease?.token ?? '');
      const second = await free(first.life);
      expect(second?.life).not.toBe(first.life);
      expect(await its().lifeOf('box')).toEqual(before);
      const left = await its().run(
        'box',
        'sh',
        '-c',
        'ls -d /tmp/left /run/left /data/left 2>&1; cat /proc/[0-9]*/cmdline',
      );
      expect(left.match(/No such file/g)).toHaveLength(3);
      expect(left).not.toContain('7777');
    },
    longest,
  );

  test(
    'leaves its box no network but a loopback, though the pod has one',
    async () => {
      const interfaces = async (pid: string): Promise<readonly string[]> => {
        const text = await its().run('box', 'cat', `/proc/${pid}/net/dev`);
        return [...text.matchAll(/^\s*([\w-]+):/gm)].map(([, name = '']) => name).toSorted();
      };
      expect(await interfaces('self')).toContain('eth0');
      const supervisorPid = (await its().run('box', 'sh', '-c', 'grep -l supervisor.ts /proc/[0-9]*/cmdline'))
        .split('\n')
        .map((line) => line.split('/')[2] ?? '')
        .find((pid) => pid !== '1' && pid !== '');
      expect(await interfaces(supervisorPid ?? '')).toEqual(['lo']);
    },
    longest,
  );

  test(
    'reaches the egress proxy by its socket, which lets nothing private through',
    async () => {
      const answer = await its().run(
        'egress',
        'bash',
        '-c',
        'printf "CONNECT 10.0.0.1:443 HTTP/1.1\\r\\nHost: 10.0.0.1:443\\r\\n\\r\\n" | timeout 10 socat -t 8 - UNIX-CONNECT:/egress/proxy.sock | head -1',
      );
      expect(answer).toContain('403');
    },
    longest,
  );

  test(
    'ends within its grace when it is stopped',
    async () => {
      await its().stop('box', 30);
      const { running, exitCode } = await its().lifeOf('box');
      expect(running).toBe(false);
      expect(exitCode).not.toBe(killed);
    },
    longest,
  );
});
