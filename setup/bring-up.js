/** The steps from a bare machine to running boxes, Redis and egress proxy. A step that was done before is quick. */
import { networkInterfaces } from 'node:os';
import {
  boxesBeyond,
  diskBytes,
  ensureDisks,
  ensureShownFolders,
  forgetBoxes,
  forgetLostMounts,
} from './boxes/disks.js';
import { checkUids } from './boxes/uids.js';
import { forgetOldDisks, isWarm, makeWarmDisk, warmDigest } from './boxes/warm.js';
import { ensureCompose, ensureEngine } from './engine.js';
import { ensureBaseImages } from './images/base-images.js';
import { hasImage } from './images/local-images.js';
import { buildApp, buildBox, buildEgress, ensurePostgresImage, redisImage } from './images/own-images.js';
import { alikeNames, firstImage, imagesOfAnswer, packageHosts, readLessons } from './lessons.js';
import { isStandIn } from './offline/stand-ins.js';
import { boxNames } from './paths.js';
import { step } from './progress.js';
import {
  dressed,
  ensureAuthorities,
  ownAddresses,
  registriesOf,
  trustedHosts,
} from './services/own-network.js';
import { boxSockets, waitForBoxes, waitForEgress } from './services/readiness.js';
import {
  addToEnvironment,
  checkLimits,
  ensureFolders,
  environmentFor,
  redisUrl,
  removeBoxes,
  restartWorkers,
  startServices,
  writeEnvironment,
} from './services/services.js';
import { ensureLockFile, ensureToolImages } from './toolchains/index.js';

/** @typedef {Awaited<ReturnType<typeof readLessons>>} Lessons */

/**
 * @param {{waitForBoxes?: boolean}} [options] a worker waits for a box by itself, so a bot need not wait until one is up
 * @returns {Promise<Record<string, string>>} the environment of whatever uses it
 */
export async function bringUp({ waitForBoxes: wait = true } = {}) {
  await checkLimits();
  await checkUids();
  await step('a Docker engine', ensureEngine);
  await step('Compose', ensureCompose);

  const all = await readLessons();
  const lessonImages = await ensureLessonImages(all);
  const { unavailable } = lessonImages;
  const lessons = all.filter(
    (lesson) => !imagesOfAnswer(lesson).some((image) => unavailable.includes(image)),
  );
  const images = await ensureOwnImages();
  const disksHold = await ensureBoxDisks();
  const environment = await composeEnvironment({ images, lessonImages, disksHold });
  const { images: onDisk, inBoxes } = lessonImages;
  const digest = await ensureWarmDisk(
    { boxImage: images.box, images: onDisk, inBoxes, lessons },
    environment,
  );
  const redis = await startAll(wait);
  await forgetOldDisks(digest);
  return environmentFor(redis);
}

/**
 * The images that lessons name: base images, what boxes get instead of them, images that tools are copied from, and databases.
 * @param {Lessons} lessons
 */
async function ensureLessonImages(lessons) {
  const allowed = lessons.flatMap(({ baseImages }) => baseImages);
  const wanted = [...new Set(lessons.flatMap(imagesOfAnswer))].filter((image) => allowed.includes(image));
  const bases = await ensureBaseImages(wanted, allowed);
  /** @type {Record<string, string>} */
  const inBoxes = {};
  ensureAuthorities();
  for (const image of bases) inBoxes[image] = await dressed(image, () => {});
  // Python's image says where its packages come from; if no lesson has one, nothing is asked.
  const base = bases.find((image) => image.startsWith('python:')) ?? bases[0];
  if (base === undefined) throw new Error('no lesson says which base image its answer begins with');
  for (const lesson of lessons)
    await step(`lock file of ${lesson.slug}`, (report) =>
      ensureLockFile(lesson, inBoxes[firstImage(lesson) ?? base] ?? base, report),
    );
  const toolImages = await ensureToolImages(lessons, base);

  const services = [...new Set(lessons.flatMap((lesson) => lesson.services))];
  const databases = [
    ...new Set([
      ...lessons.map(({ postgres }) => postgres).filter((image) => image !== null),
      ...services.filter((image) => /^postgres(?::|$)/.test(image)),
    ]),
  ];
  for (const image of databases)
    await step(`database image ${image}`, (report) => ensurePostgresImage(image, report));
  const others = services.filter((image) => !databases.includes(image) && !bases.includes(image));
  const ready = [...databases, ...(await ensureBaseImages(others, []))];

  const alike = await standInNames(bases, allowed);
  for (const image of alike) inBoxes[image] = await dressed(image, () => {});
  return {
    base,
    unavailable: wanted.filter((image) => !bases.includes(image)),
    inBoxes,
    images: [...bases, ...alike, ...toolImages, ...ready],
    named: [...allowed, ...ready],
  };
}

async function ensureOwnImages() {
  return {
    box: await ownImage('image of a box', buildBox),
    egress: await ownImage('image of the egress proxy', buildEgress),
    redis: await ownImage('image of Redis', redisImage),
  };
}

/**
 * @param {string} name
 * @param {(report: import('./progress.js').ReportProgress) => Promise<{image: string, built: boolean}>} build
 */
async function ownImage(name, build) {
  let image = '';
  await step(name, async (report) => {
    const made = await build(report);
    image = made.image;
    return made.built || false;
  });
  return image;
}

/** @returns {Promise<boolean>} whether a disk itself holds a box to its size */
async function ensureBoxDisks() {
  let holds = false;
  await step('disks of the boxes', async () => {
    await ensureFolders();
    // A box that already runs does not see mounts made after its start.
    if (forgetLostMounts()) await removeBoxes(boxNames);
    const unwanted = boxesBeyond();
    if (unwanted.length > 0) await removeBoxes(unwanted);
    await forgetBoxes(unwanted);
    const disks = await ensureDisks();
    if (await ensureShownFolders()) await restartWorkers();
    holds = disks.holds;
    return disks.made || false;
  });
  return holds;
}

/**
 * @param {object} made
 * @param {{box: string, egress: string, redis: string}} made.images
 * @param {{base: string, named: readonly string[]}} made.lessonImages
 * @param {boolean} made.disksHold
 */
async function composeEnvironment({ images, lessonImages, disksHold }) {
  const trusted = trustedHosts(await packageHosts(lessonImages.base)).join(',');
  // Variables of the environment override Compose's file, and the operator's own list is only a part of the trusted hosts.
  process.env.SANDBOX_EGRESS_TRUSTED = trusted;
  return {
    DOCKHAND_BOX_IMAGE: images.box,
    DOCKHAND_EGRESS_IMAGE: images.egress,
    DOCKHAND_REDIS_IMAGE: images.redis,
    SANDBOX_EGRESS_TRUSTED: trusted,
    SANDBOX_EGRESS_ALLOW: '',
    ...(await registriesOf(lessonImages.named)),
    SANDBOX_MACHINE_ADDRESSES: ownAddresses(networkInterfaces()).join(','),
    SANDBOX_DISK_WATCH_BYTES: disksHold ? '0' : String(diskBytes()),
    SANDBOX_DISK_BYTES: String(diskBytes()),
  };
}

/**
 * @param {Parameters<typeof warmDigest>[0]} inputs
 * @param {Readonly<Record<string, string>>} environment
 */
async function ensureWarmDisk(inputs, environment) {
  const digest = await warmDigest(inputs);
  await writeEnvironment({ ...environment, SANDBOX_WARM: digest });
  await step('warmed disk', async (report) => {
    if (isWarm(digest)) return false;
    await startServices(['addresses', 'egress'], report);
    await waitForEgress(30);
    await makeWarmDisk(digest, inputs, report);
    return undefined;
  });
  return digest;
}

/** Dockhand's own images, by their published names. @returns {Promise<Record<string, string>>} */
export async function makeImages() {
  await step('a Docker engine', ensureEngine);
  const { box, egress } = await ensureOwnImages();
  return { app: await ownImage('image of bot and worker', buildApp), box, egress };
}

/**
 * Starts bot and worker as services, once everything else runs; they stay up and restart by themselves.
 * @param {readonly string[]} services
 */
export async function startApp(services) {
  const image = await ownImage('image of bot and worker', buildApp);
  await addToEnvironment({ DOCKHAND_APP_IMAGE: image });
  await step(services.join(' and '), (report) => startServices(services, report, ['--profile', 'app']));
}

/** @param {boolean} wait whether a box has to be up @returns {Promise<string>} the address of Redis */
async function startAll(wait) {
  let redis = '';
  await step('Redis, egress proxy and boxes', async (report) => {
    await startServices(['redis', 'addresses', 'egress', ...boxNames], report);
    const [url] = await Promise.all([
      redisUrl(),
      waitForEgress(30),
      wait ? waitForBoxes(boxSockets(), 120) : undefined,
    ]);
    redis = url;
  });
  return redis;
}

/** @param {readonly string[]} bases @param {readonly string[]} allowed */
async function standInNames(bases, allowed) {
  const names = [];
  for (const image of bases)
    if (await isStandIn(image))
      for (const other of alikeNames(image, allowed)) if (await hasImage(other)) names.push(other);
  return names;
}
