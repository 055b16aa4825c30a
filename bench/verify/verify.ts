/**
 * What a verification costs over the commands that a student types: build, run and first answer by Dockhand's worker, and
 * by a shell script with `docker build`, `docker run` and `curl`, in turns in the same box. The goal is at most 1.10 times.
 *
 *   SANDBOX_BOXES=.state/boxes node bench/verify/verify.ts [rounds]
 *
 * Needs a box that is free, the docker command with BuildKit, and curl.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadLesson } from '../../src/library/library.ts';
import { layOut } from '../../workers/bench.ts';
import { buildPhase } from '../../workers/phases/build.ts';
import { inspectPhase } from '../../workers/phases/inspect.ts';
import type { PhaseOutcome, Work } from '../../workers/phases/phase.ts';
import { probePhase } from '../../workers/phases/probe.ts';
import { readyPhase } from '../../workers/phases/ready.ts';
import { runPhase } from '../../workers/phases/run.ts';
import { prepare } from '../../workers/prepare.ts';
import { type Box, seeBoxes } from '../../workers/sandbox/boxes.ts';
import { buildArguments, ulimits } from '../../workers/sandbox/build.ts';
import { type ContextFile, readTree } from '../../workers/sandbox/context.ts';
import { openEngine } from '../../workers/sandbox/engine.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { readProxy } from '../../workers/sandbox/proxy.ts';
import { openSupervisor } from '../../workers/sandbox/supervisor.ts';

const rounds = Number(process.argv[2] ?? 5);
const goal = 1.1;
const root = join(import.meta.dirname, '../..');
const boxes = resolve(process.env.SANDBOX_BOXES ?? join(root, '.state/boxes'));
const limits = readLimits({});
const { signal } = new AbortController();

async function freeBox(): Promise<{ readonly box: Box; readonly folder: string; readonly token: string }> {
  for (;;) {
    for (const { name, status } of await seeBoxes(boxes, limits)) {
      if (status?.state !== 'free') continue;
      const folder = join(boxes, name);
      const supervisor = openSupervisor(join(folder, 'supervisor.sock'), 10_000);
      const lease = await supervisor.lease({ holder: 'bench', seconds: 600 });
      if (lease === null) continue;
      const { token } = lease;
      const box: Box = {
        name,
        disk: status.disk,
        engine: openEngine(join(folder, 'engine.sock'), 10_000),
        counters: async () => (await supervisor.status()).counters,
        egress: (open) => supervisor.egress({ token, open }),
        tunnel: (port) => supervisor.tunnel(port, token),
        lost: signal,
        release: () => supervisor.release(token),
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

/** One source file changed, so that neither of the two builds from the cache alone. */
let changes = 0;
const changed = (context: readonly ContextFile[]): readonly ContextFile[] => {
  changes += 1;
  return context.map((file) =>
    file.path.endsWith('settings.py')
      ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(`\n# ${changes}\n`)]) }
      : file,
  );
};

async function byWorker(work: Work): Promise<number> {
  const mine: Work = { ...work, context: changed(work.context) };
  await work.box.egress(true);
  const began = performance.now();
  const built = passed(await buildPhase(mine, () => undefined));
  passed(await inspectPhase(mine, built));
  const running = passed(await runPhase(mine, built.image));
  passed(await readyPhase(mine, running));
  passed(await probePhase(mine, running));
  const ms = performance.now() - began;
  await running.remove();
  return ms;
}

const script = `set -eu
docker build -q -t shell $OPTIONS "$CONTEXT" >/dev/null
id=$(docker run -d -p 127.0.0.1::8000 shell)
port=$(docker port "$id" 8000 | head -n 1 | sed 's/.*://')
until curl -sf -o /dev/null --max-time 10 --unix-socket "$SUPERVISOR" -p -x http://box --proxy-header "x-lease: $TOKEN" \\
  -H 'Host: localhost' "http://127.0.0.1:$port/api/products/"; do sleep 0.1; done
`;

async function byScript(work: Work, folder: string, token: string): Promise<number> {
  const context = await mkdtemp(join(tmpdir(), 'bench-verify-'));
  try {
    for (const { path, bytes } of changed(work.context)) {
      await mkdir(dirname(join(context, path)), { recursive: true });
      await writeFile(join(context, path), bytes);
    }
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? context,
      DOCKER_HOST: `unix://${join(folder, 'engine.sock')}`,
      DOCKER_BUILDKIT: '1',
      // The cache's key has the limits in it; the way out is the worker's too.
      OPTIONS: [
        ...ulimits(limits).map(({ Name, Soft, Hard }) => `--ulimit ${Name}=${Soft}:${Hard}`),
        ...Object.entries(buildArguments(work.proxy)).map(([name, value]) => `--build-arg ${name}=${value}`),
      ].join(' '),
      CONTEXT: context,
      SUPERVISOR: join(folder, 'supervisor.sock'),
      TOKEN: token,
    };
    await work.box.egress(true);
    const began = performance.now();
    await sh(script, env);
    const ms = performance.now() - began;
    await sh('docker rm -f $(docker ps -q) >/dev/null', env);
    return ms;
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

function sh(text: string, env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', text], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the script ended with ${code}`)),
    );
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const shelved = await loadLesson(join(root, 'lessons/backend-docker'));
if (shelved.solution === null) throw new Error('the lesson has no answer of its own');
const answer = await readTree(shelved.solution, limits);
const student = Object.fromEntries(answer.map(({ path, bytes }) => [path, bytes]));
const laid = await layOut(shelved, student, { check: null, checker: '', proxy: readProxy({}), limits });
const { box, folder, token } = await freeBox();
try {
  const work = prepare(laid, box, { limits, signal, unclocked: (run) => run() });
  if ('failure' in work) throw new Error(JSON.stringify(work.failure));
  // The first of each finds caches cold that the others find warm.
  await byWorker(work);
  await byScript(work, folder, token);
  const times: { readonly worker: number; readonly script: number }[] = [];
  for (let round = 1; round <= rounds; round++) {
    // In turns, and who begins changes too: what slows the machine slows both.
    const first = round % 2 === 0;
    const early = first ? await byWorker(work) : null;
    const shell = await byScript(work, folder, token);
    const worker = early ?? (await byWorker(work));
    times.push({ worker, script: shell });
    console.log(`round ${round}: worker ${worker.toFixed(0)} ms, script ${shell.toFixed(0)} ms`);
  }
  const ratio = median(times.map(({ worker }) => worker)) / median(times.map((each) => each.script));
  console.log(`median ratio ${ratio.toFixed(2)}, goal at most ${goal.toFixed(2)}`);
  process.exitCode = ratio <= goal ? 0 : 1;
} finally {
  await box.release();
}
