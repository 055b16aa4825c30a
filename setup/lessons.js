import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../src/folders/replace-file.js';
import { answerFile, imagesOfServices } from './answer-files.js';
import { digestOf } from './digest.js';
import { inState, root } from './paths.js';
import { run } from './run.js';
import { indexVariables } from './toolchains/index.js';

/**
 * @typedef {object} LessonFolder what the set-up needs to know of a lesson
 * @property {string} slug
 * @property {string} folder
 * @property {string} backend
 * @property {string} solution
 * @property {string} dockerfile
 * @property {readonly string[]} baseImages
 * @property {string | null} postgres the image of a PostgreSQL, where the lesson wants one
 * @property {readonly string[]} services images that services run as they are: of the manifest, and of its answer's Compose file
 */

/**
 * Whether the machine is prepared for a lesson: for all of them, or those in DOCKHAND_SETUP_LESSONS (slugs, separated by commas). The
 * tests name those whose base image is there anyway; a stand-in for another takes minutes.
 * @param {LessonFolder} lesson
 */
function isWanted({ slug }) {
  const named = (process.env.DOCKHAND_SETUP_LESSONS ?? '').split(',').filter(Boolean);
  return named.length === 0 || named.includes(slug);
}

/** The lessons with a manifest, from LESSONS_DIR or the checkout. @returns {Promise<readonly LessonFolder[]>} */
export async function readLessons() {
  const { parse } = await import('yaml');
  const shelf = process.env.LESSONS_DIR || join(root, 'lessons');
  return readdirSync(shelf, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const folder = join(shelf, name);
      const file = manifestNames.map((each) => join(folder, each)).find((each) => existsSync(each));
      const manifest = file === undefined ? null : readManifest(file, parse);
      if (manifest === null) return [];
      const solution = join(folder, String(manifest.solution ?? 'solution'));
      const lesson = {
        slug: String(manifest.slug ?? name),
        folder,
        // When students hand in a whole project, the solution is one too.
        backend:
          manifest.context === 'student' ? solution : join(folder, String(manifest.backend ?? 'backend')),
        solution,
        dockerfile: dockerfileOf(manifest),
        baseImages: Array.isArray(manifest.baseImages) ? manifest.baseImages.map(String) : [],
        postgres: typeof manifest.postgres?.image === 'string' ? manifest.postgres.image : null,
        services: imagesOfServices(manifest, solution, parse),
      };
      return [lesson];
    })
    .filter(isWanted)
    .sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** Possible names of a manifest, in the order in which the bot looks for them (src/library/load-lesson.ts). JSON is YAML, too. */
const manifestNames = ['manifest.yaml', 'manifest.yml', 'manifest.json'];

/**
 * The path of the lesson's Dockerfile: the first of the students' files that is one, else the one in `files`.
 * @param {any} manifest
 * @returns {string}
 */
function dockerfileOf({ studentFiles, files }) {
  const listed = Array.isArray(studentFiles) ? studentFiles : [];
  const { name } = listed.find((/** @type {any} */ each) => each?.role === 'dockerfile') ?? {};
  return String(name ?? files?.dockerfile ?? 'Dockerfile');
}

/**
 * The parts of a manifest that the set-up uses; null for one that cannot be parsed. That stops neither the set-up nor other lessons: the
 * bot notifies the teaching assistants.
 * @param {string} file
 * @param {(text: string) => any} parse
 */
function readManifest(file, parse) {
  try {
    const manifest = parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest;
    console.error(
      `${file} has no fields, so that lesson is left out. dockhand lesson check ${dirname(file)} says more.`,
    );
  } catch (error) {
    console.error(`${file} cannot be read, so that lesson is left out: ${String(error)}`);
  }
  return null;
}

/**
 * The image that a lesson's solution begins with.
 * @param {LessonFolder} lesson
 * @returns {string | null}
 */
export const firstImage = (lesson) => imagesOfAnswer(lesson)[0] ?? null;

/** @param {string} dockerfile its text */
export const firstFrom = (dockerfile) => imagesFrom(dockerfile)[0] ?? null;

/**
 * The base images of a lesson's solution, one for each stage that begins with an image.
 * @param {LessonFolder} lesson
 */
export function imagesOfAnswer(lesson) {
  const file = answerFile(lesson, lesson.dockerfile);
  return file === null ? [] : imagesFrom(readFileSync(file, 'utf8'));
}

/**
 * Images in the FROM lines of a Dockerfile, without its own stages and `scratch`.
 * @param {string} dockerfile its text
 */
export function imagesFrom(dockerfile) {
  const stages = new Set(['scratch']);
  const images = new Set();
  for (const [, image = '', stage] of dockerfile.matchAll(
    /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim,
  )) {
    if (!stages.has(image.toLowerCase())) images.add(image);
    if (stage !== undefined) stages.add(stage.toLowerCase());
  }
  return /** @type {readonly string[]} */ ([...images]);
}

/**
 * Image names that stand for the same version on the same Debian as a stand-in: `3.11`, `3.11-bookworm`, …
 * @param {string} image
 * @param {readonly string[]} allowed
 */
export function alikeNames(image, allowed) {
  const version = /^(\w+:\d+(?:\.\d+)*)/.exec(image)?.[1];
  if (version === undefined) return [];
  return ['', '-slim', '-bookworm', '-slim-bookworm']
    .map((ending) => `${version}${ending}`)
    .filter((name) => name !== image && allowed.includes(name));
}

/** Null for what is no JSON. @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Asks pip and apt in the lesson's image where they get packages from. The proxy lets these hosts through, whatever they resolve to.
 * @param {string} image
 */
export async function packageHosts(image) {
  const kept = inState('package-hosts.json');
  const key = digestOf(['pip and apt', image, process.env.PIP_INDEX_URL ?? '']);
  const before = existsSync(kept) ? parsed(readFileSync(kept, 'utf8')) : null;
  if (before?.key === key) return /** @type {readonly string[]} */ (before.hosts);
  const script = [
    'import glob, re',
    'from pip._internal.models.index import PyPI as p',
    'print(p.netloc)',
    'print(p.file_storage_domain)',
    'for name in glob.glob("/etc/apt/sources.list") + glob.glob("/etc/apt/sources.list.d/*"):',
    '    print(*re.findall(r"(?m)^(?:deb|URIs:).*?https?://([^/:\\s]+)", open(name).read()), sep="\\n")',
  ].join('\n');
  const printed = /(?:^|\/)python(?:[:@]|$)/.test(image)
    ? await run('docker', ['run', '--rm', '--network', 'none', image, 'python', '-c', script], {
        seconds: 60,
      })
    : '';
  const configured = indexVariables
    .map((name) => process.env[name])
    .filter((url) => url !== undefined && URL.canParse(url))
    .map((url) => new URL(url ?? '').hostname);
  const hosts = [
    ...new Set([
      ...printed
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      ...configured,
    ]),
  ];
  replaceFile(kept, JSON.stringify({ key, hosts }));
  return hosts;
}
