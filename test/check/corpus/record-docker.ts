/**
 * Records the answers of Docker's own linter to the corpus: `node test/check/corpus/record-docker.ts`, after `node setup/main.js up` and with
 * the environment that it prints. With `--new` only samples that have no answer yet are asked about.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leased, ownBox } from '../../attacks/support/own-box.ts';
import { corpus } from './corpus.ts';
import { type DockerAnswer, findBuildx, lintInDocker } from './docker-linter.ts';

// The linter needs more of the engine's API than a box offers to workers.
const box = await ownBox({ more: ['-e', 'BOX_ENGINE_API=whole'] });
try {
  await leased(box);
  const socket = join(box.folder, box.name, 'engine.sock');
  const buildx = findBuildx();
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
  await box.remove();
}
