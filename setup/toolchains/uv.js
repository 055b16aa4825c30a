import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFile } from '../answer-files.js';
import { digestOf } from '../digest.js';
import { hasImage } from '../images/local-images.js';
import { isStandIn } from '../offline/stand-ins.js';
import { inState } from '../paths.js';
import { run } from '../run.js';

/** What uv needs on a machine whose lessons use it. */

/** The variable that sets uv's package index. */
export const indexVariable = 'UV_DEFAULT_INDEX';

/**
 * uv's settings for another index, as they are put into a base image.
 * @param {string} url
 */
export const indexSettings = (url) => ({
  file: 'uv.toml',
  place: '/etc/uv/uv.toml',
  text: `[[index]]\nurl = "${url}"\ndefault = true\n`,
});

/** @param {string} image */
const isUvImage = (image) => /\/uv(:[^/]*)?$/.test(image);

/**
 * Whether a lesson uses uv: through an image that it may copy uv from, or in its solution. Without a solution, nothing is known.
 * @param {import('../lessons.js').LessonFolder} lesson
 */
function namesUv(lesson) {
  const file = answerFile(lesson, lesson.dockerfile);
  return lesson.baseImages.some(isUvImage) || file === null || /\buv\b/.test(readFileSync(file, 'utf8'));
}

/**
 * Generates a lesson's lock file, if its project has none, with uv in the lesson's base image. A lock file depends on the day it is made,
 * so it is not committed.
 * @param {import('../lessons.js').LessonFolder} lesson
 * @param {string} image
 * @param {import('../progress.js').ReportProgress} report
 */
export async function ensureLockFile(lesson, image, report) {
  const { slug, backend, solution } = lesson;
  // The project of a solution belongs to its author: it is not changed.
  if (backend === solution) return false;
  const project = join(backend, 'pyproject.toml');
  const lock = join(backend, 'uv.lock');
  if (!existsSync(project) || !namesUv(lesson)) return false;
  const stamp = inState('locks', slug);
  const inputs = digestOf([], [project]);
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
  // A lock file that an instructor keeps with the lesson is theirs.
  const keepLock = existsSync(lock) && (fresh || !existsSync(stamp));
  if (keepLock && existsSync(inState('uv', 'bin', 'uv'))) return false;
  const owner = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  const uv = inState('uv', 'bin');
  mkdirSync(uv, { recursive: true });
  const script = [
    'set -e',
    'pip install -q --root-user-action=ignore uv',
    'cp "$(command -v uv)" "$(command -v uvx)" /uv/',
    ...(keepLock ? [] : ['cd /backend', 'uv lock -q --no-cache', `chown ${owner} uv.lock`]),
  ].join('\n');
  await run(
    'docker',
    ['run', '--rm', '-v', `${backend}:/backend`, '-v', `${uv}:/uv`, image, 'sh', '-c', script],
    {
      onLine: report,
      seconds: 300,
    },
  );
  if (!keepLock) writeFileSync(stamp, inputs);
  return undefined;
}

/**
 * Without a registry, the image that students copy uv from is built from uv's package, under the name in the manifest.
 * @param {readonly import('../lessons.js').LessonFolder[]} lessons
 * @param {string} base
 */
export async function ensureToolImages(lessons, base) {
  if (!(await isStandIn(base))) return [];
  const uv = inState('uv', 'bin');
  const names = [...new Set(lessons.flatMap(({ baseImages }) => baseImages))].filter(isUvImage);
  if (!existsSync(join(uv, 'uv'))) return [];
  const made = [];
  for (const name of names) {
    const image = name.includes(':') ? name : `${name}:latest`;
    if (!(await hasImage(image))) {
      const file = join(uv, 'Dockerfile');
      writeFileSync(file, 'FROM scratch\nCOPY uv uvx /\nENTRYPOINT ["/uv"]\n');
      await run('docker', ['build', '-q', '-t', image, uv], { seconds: 120 });
    }
    made.push(image);
  }
  return made;
}
