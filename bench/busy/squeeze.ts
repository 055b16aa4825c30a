/**
 * Right answers on a squeezed machine: verifies the lesson's own answer again and again in boxes that get a twentieth of a
 * processor, and counts how they come out. None may fail; what the machine hides is an error of ours.
 *
 *   SANDBOX_BOXES=.state/boxes node bench/busy/squeeze.ts [RUNS=200] [CPUS=0.05] [AT_ONCE=1]
 *
 * The boxes' containers are found by what is mounted into them. A box lives for one job, so each one has to be squeezed again.
 */

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { openChecker } from '../../src/check/check.ts';
import { messageOf } from '../../src/errors/message-of.ts';
import { loadLesson } from '../../src/library/library.ts';
import { readStudentFiles } from '../../src/library/student-files.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';

const [runs = '200', cpus = '0.05', atOnce = '1'] = process.argv.slice(2);
const boxes = resolve(process.env.SANDBOX_BOXES ?? '.state/boxes');
// A box starts slowly on a squeezed machine, which is not what is measured here.
const limits = { ...readLimits(process.env), boxWaitSeconds: 1800 };
const loaded = await loadLesson(resolve(import.meta.dirname, '../../lessons/backend-docker'));
const { files } = await readStudentFiles(loaded.solution ?? '', loaded.lesson.manifest?.files);
const check = await openChecker();
const docker = (...words: readonly string[]): string => execFileSync('docker', words, { encoding: 'utf8' });

function containerOf(box: string): string {
  const ids = docker('ps', '-q', '--filter', 'label=dockhand=box').split('\n').filter(Boolean);
  const mounts = '{{.Id}} {{range .Mounts}}{{.Source}} {{end}}';
  const lines = docker('inspect', '--format', mounts, ...ids).split('\n');
  const line = lines.find((each) => each.split(' ').includes(resolve(boxes, box)));
  return line?.split(' ')[0] ?? '';
}

const outcomes = new Map<string, number>();
let begun = 0;

/** Verifies the solution once in a squeezed box; returns the outcome and, if there is one, the reason. */
async function verifySqueezed(run: number): Promise<string> {
  const { signal } = new AbortController();
  const box = await leaseBox(boxes, `squeeze/${run}`, limits, signal);
  const container = containerOf(box.name);
  const before = docker('inspect', '--format', '{{.HostConfig.NanoCpus}}', container).trim();
  docker('update', '--cpus', cpus, container);
  try {
    const assembled = await assembleVerification(loaded, files, {
      check,
      checker: 'bench',
      proxy: readProxy(process.env),
      limits,
    });
    const { outcome, reason } = await verify(assembled, box, { limits, signal });
    return `${outcome} ${reason ?? ''}`.trim();
  } catch (error) {
    return `thrown ${messageOf(error)}`;
  } finally {
    docker('update', '--cpus', String(Number(before) / 1e9), container);
    await box.release();
  }
}

/** Does one run after the other until all have begun. */
async function lane(): Promise<void> {
  while (begun < Number(runs)) {
    const run = ++begun;
    const start = performance.now();
    const outcome = await verifySqueezed(run);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(
      `${run}/${runs} ${outcome} after ${seconds} s; so far ${JSON.stringify(Object.fromEntries(outcomes))}`,
    );
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, lane));
process.exitCode = [...outcomes.keys()].some((outcome) => outcome.startsWith('failed')) ? 1 : 0;
