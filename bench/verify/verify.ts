/**
 * What a verification costs over the commands that a student types: build, run and first answer by Dockhand's worker, and
 * by a shell script with `docker build`, `docker run` and `curl`, in turns in the same box, both from the same warmed cache.
 * The goal is at most 1.10 times.
 *
 *   eval "$(node setup/main.js up)"; node bench/verify/verify.ts [rounds]
 *
 * Makes a box of its own, which hands the whole API on: the docker command asks for more than a worker. Needs curl, and a docker command with BuildKit (DOCKER names another than that of the PATH).
 */
import { join } from 'node:path';
import { loadLesson } from '../../src/library/library.ts';
import { ownBox } from '../../test/attacks/support/own-box.ts';
import { buildPhase } from '../../workers/phases/build.ts';
import { inspectPhase } from '../../workers/phases/inspect.ts';
import type { PhaseOutcome, Work } from '../../workers/phases/phase.ts';
import { probePhase } from '../../workers/phases/probe.ts';
import { readinessPhase } from '../../workers/phases/readiness.ts';
import { runPhase } from '../../workers/phases/run.ts';
import { type Box, inspectBoxes } from '../../workers/sandbox/box/boxes.ts';
import { SupervisorClient } from '../../workers/sandbox/box/supervisor-client.ts';
import { readTree } from '../../workers/sandbox/build/context.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { BoxEngine } from '../../workers/sandbox/engine/engine.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { prepare } from '../../workers/verification/prepare.ts';
import { byScript, doorTo, shellWithDocker } from './by-script.ts';
import { changed } from './changed-source.ts';

const rounds = Number(process.argv[2] ?? 5);
const goal = 1.1;
const root = join(import.meta.dirname, '../..');
const own = await ownBox({ more: ['-e', 'BOX_ENGINE_API=whole'] });
const limits = readLimits({});
const { signal } = new AbortController();

/** A box whose benchmark was killed is free again after this long. Seconds. */
const leaseSeconds = 60;

async function freeBox(): Promise<{ readonly box: Box; readonly folder: string; readonly token: string }> {
  for (;;) {
    for (const { name, status } of await inspectBoxes(own.folder, limits)) {
      if (status?.state !== 'free') continue;
      const folder = join(own.folder, name);
      const supervisor = new SupervisorClient(join(folder, 'supervisor.sock'), 10_000);
      const lease = await supervisor.lease({ holder: 'bench', seconds: leaseSeconds });
      if (lease === null) continue;
      const { token } = lease;
      const renewal = setInterval(() => {
        supervisor.renew({ token, seconds: leaseSeconds }).catch(() => undefined);
      }, leaseSeconds * 300);
      const box: Box = {
        name,
        token,
        disk: status.disk,
        engine: new BoxEngine(join(folder, 'engine.sock'), 10_000),
        counters: async () => (await supervisor.status()).counters,
        egress: (open) => supervisor.egress({ token, open }),
        tunnel: (port) => supervisor.tunnel(port, token),
        lost: signal,
        release: () => {
          clearInterval(renewal);
          return supervisor.release(token);
        },
      };
      return { box, folder, token };
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}

function passed<T>(outcome: PhaseOutcome<T>): T {
  if (outcome.failure !== null) throw new Error(JSON.stringify(outcome.failure));
  return outcome.result;
}

/** Milliseconds of each phase, in order. */
type Phases = Readonly<Record<string, number>>;

async function byWorker(work: Work): Promise<{ readonly ms: number; readonly phases: Phases }> {
  const mine: Work = { ...work, context: changed(work.context) };
  await work.box.egress(true);
  const phases: Record<string, number> = {};
  const timed = async <T>(name: string, phase: Promise<PhaseOutcome<T>>): Promise<T> => {
    const from = performance.now();
    const result = passed(await phase);
    phases[name] = performance.now() - from;
    return result;
  };
  const began = performance.now();
  const built = await timed(
    'build',
    buildPhase(mine, () => undefined),
  );
  await timed('inspect', inspectPhase(mine, built));
  const running = await timed('run', runPhase(mine, built.image));
  await timed('ready', readinessPhase(mine, running));
  await timed('probe', probePhase(mine, running));
  const ms = performance.now() - began;
  await running.remove();
  return { ms, phases };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const installed = await loadLesson(join(root, 'lessons/backend-docker'));
if (installed.solution === null) throw new Error('the lesson has no answer of its own');
const answer = await readTree(installed.solution, limits);
const student = Object.fromEntries(answer.map(({ path, bytes }) => [path, bytes]));
const laid = await assembleVerification(installed, student, {
  check: null,
  checker: '',
  proxy: readProxy({}),
  limits,
});
const { box, folder, token } = await freeBox();
const door = await doorTo(folder);
try {
  const work = prepare(laid, box, { limits, signal, unclocked: (run) => run() });
  if ('failure' in work) throw new Error(JSON.stringify(work.failure));
  // The first run of each is not counted: the kernel's caches are cold for it, but not for the others.
  await byWorker(work);
  const shell = await shellWithDocker(work, { folder, token, door: door.url });
  const times: { readonly worker: number; readonly script: number }[] = [];
  for (let round = 1; round <= rounds; round++) {
    // In turns, and who begins alternates too: what slows the machine slows both.
    const first = round % 2 === 0;
    const early = first ? await byWorker(work) : null;
    const script = await byScript(work, shell);
    const worker = early ?? (await byWorker(work));
    times.push({ worker: worker.ms, script });
    const parts = Object.entries(worker.phases).map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
    console.log(
      `round ${round}: worker ${worker.ms.toFixed(0)} ms (${parts.join(', ')}), script ${script.toFixed(0)} ms`,
    );
  }
  const worker = median(times.map((each) => each.worker));
  const script = median(times.map((each) => each.script));
  const ratio = worker / script;
  console.log(
    `median: worker ${worker.toFixed(0)} ms, script ${script.toFixed(0)} ms, ratio ${ratio.toFixed(2)}, goal at most ${goal.toFixed(2)}`,
  );
  process.exitCode = ratio <= goal ? 0 : 1;
} finally {
  door.shut();
  await box.release();
  await own.remove();
}
