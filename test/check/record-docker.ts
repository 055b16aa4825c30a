/**
 * Records what Docker's own linter says of the corpus: `node test/check/record-docker.ts`, with boxes that run
 * (`SANDBOX_BOXES`, or those of the checkout). With `--new` only samples that have no answer yet are asked about.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leaseBox } from '../../workers/sandbox/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { corpus } from './corpus.ts';
import { type DockerAnswer, findBuildx, lintInDocker } from './docker-linter.ts';

const boxes = process.env.SANDBOX_BOXES ?? join(import.meta.dirname, '../../.state/boxes');
const box = await leaseBox(boxes, 'record-docker', readLimits(process.env), AbortSignal.timeout(300_000));
try {
  const socket = join(boxes, box.name, 'engine.sock');
  const buildx = await findBuildx();
  const path = join(import.meta.dirname, 'docker-answers.json');
  const before = process.argv.includes('--new')
    ? (JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, DockerAnswer>>)
    : {};
  const answers: Record<string, DockerAnswer> = {};
  for (const sample of corpus) {
    answers[sample.name] = before[sample.name] ?? (await lintInDocker(sample, socket, buildx));
  }
  await writeFile(path, `${JSON.stringify(answers, null, 1)}\n`);
  process.stdout.write(`${Object.keys(answers).length} answers in ${path}\n`);
} finally {
  await box.release();
}
