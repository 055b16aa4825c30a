/**
 * Fills a warmed disk: loads base images from the host's engine and builds each lesson's solution with the worker's own code, so that a
 * worker's build of the same files hits the cache. Run by the set-up: `warm-disk.ts '<plan as JSON>'`.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { gate } from '../../deploy/box/settings.ts';
import { ignoredBy, noIgnoreFile, parseIgnoreFile } from '../../src/check/dockerfile/dockerignore.ts';
import { build } from '../../workers/sandbox/build/build.ts';
import { assembleContext, readTree } from '../../workers/sandbox/build/context.ts';
import { BoxEngine, type Engine } from '../../workers/sandbox/engine/engine.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { answerFile } from '../answer-files.js';

const planSchema = z.object({
  engine: z.string(),
  images: z.array(z.string()),
  /** The image that boxes get instead of another one. */
  inBoxes: z.record(z.string(), z.string()),
  lessons: z.array(
    z.object({ slug: z.string(), backend: z.string(), solution: z.string(), dockerfile: z.string() }),
  ),
});
type Plan = z.output<typeof planSchema>;

const minutes = 60_000;
const limits = { ...readLimits({}), buildSeconds: 900 };
const tag = 'dockhand/warm';

async function load(engine: Engine, { images, inBoxes }: Plan): Promise<void> {
  const sources = [...new Set(images.map((image) => inBoxes[image] ?? image))];
  const save = spawn('docker', ['save', ...sources], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => save.on('close', resolve));
  await engine.call(
    'load images',
    async (docker) => {
      const answer = await docker.loadImage(save.stdout, { quiet: true });
      for await (const piece of answer) console.log(String(piece).trim());
    },
    { ms: 10 * minutes },
  );
  if ((await ended) !== 0) throw new Error('docker save failed');
  const dressed = images.flatMap((image) => {
    const source = inBoxes[image] ?? image;
    return source === image ? [] : [{ image, source }];
  });
  await engine.call('name images', async (docker) => {
    for (const { image, source } of dressed) {
      const at = image.lastIndexOf(':');
      await docker.getImage(source).tag({ repo: image.slice(0, at), tag: image.slice(at + 1) });
    }
    for (const source of new Set(dressed.map((each) => each.source))) await docker.getImage(source).remove();
  });
}

async function buildAnswer(engine: Engine, lesson: Plan['lessons'][number]): Promise<void> {
  // A lesson on another subject has its Dockerfile in the project.
  const written = answerFile(lesson, lesson.dockerfile);
  if (written === null) return;
  const backend = await readTree(lesson.backend, limits);
  const answer = await readTree(lesson.solution, limits);
  const student = Object.fromEntries(answer.map(({ path, bytes }) => [path, bytes]));
  const ignoreFile = answerFile(lesson, '.dockerignore');
  const ignore = ignoreFile === null ? noIgnoreFile : parseIgnoreFile(await readFile(ignoreFile, 'utf8'));
  const ignores = (path: string): boolean => ignoredBy(ignore, path) !== null;
  const result = await build(engine, {
    context: assembleContext(backend, student, ignores, [lesson.dockerfile, '.dockerignore'], limits),
    dockerfile: lesson.dockerfile,
    source: await readFile(written, 'utf8'),
    tag,
    proxy: gate.seenFromInside,
    limits,
    signal: AbortSignal.timeout(15 * minutes),
    // The operator's own solution.
    allows: () => true,
    onStep: (step) => console.log(`${lesson.slug}: ${step.n}/${step.of} ${step.instruction}`),
  });
  if (result.image === null) {
    const log = result.failed?.log;
    throw new Error(
      `${lesson.slug}: the lesson's own answer does not build: ${result.error}\n${JSON.stringify(log)}`,
    );
  }
  // The layers stay in the build cache. A named image would be one that a student could build FROM.
  await engine.call('remove image', (docker) => docker.getImage(tag).remove({ force: true }), {
    ms: minutes,
  });
}

const plan = planSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const engine = new BoxEngine(plan.engine, minutes);
if (plan.images.length > 0) await load(engine, plan);
for (const lesson of plan.lessons) {
  try {
    await buildAnswer(engine, lesson);
  } catch (error) {
    // A lesson that fails only has slower first verifications, so neither the set-up nor other lessons wait for a fix.
    console.error(`${lesson.slug} is not warmed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
