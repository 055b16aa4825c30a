/** The steps from a bare machine to boxes, Redis and egress proxy that run; each is quick when it was taken before. */
import { networkInterfaces } from 'node:os';
import { diskBytes, ensureDisks, ensureShownFolders, releaseDisks } from './disks.js';
import { ensureCompose, ensureEngine, stopEngine } from './engine.js';
import { buildBox, buildEgress, ensureBaseImage, ensurePostgresImage, redisImage } from './images.js';
import {
  alikeNames,
  ensureLockFile,
  ensureUvImages,
  firstImage,
  packageHosts,
  readLessons,
} from './lessons.js';
import { hasImage } from './local-images.js';
import { isStandIn } from './offline/stand-ins.js';
import { dressed, ensureAuthorities, ownAddresses, registriesOf, trustedHosts } from './own-network.js';
import { readStarted } from './ownership.js';
import { step } from './progress.js';
import { allowAgain } from './run.js';
import {
  boxSockets,
  checkLimits,
  ensureFolders,
  environmentFor,
  redisUrl,
  startServices,
  stopServices,
  waitForBoxes,
  waitForEgress,
  writeEnvironment,
} from './services.js';
import { checkUids } from './uids.js';
import { forgetOldDisks, isWarm, makeWarmDisk, warmDigest } from './warm.js';

/**
 * @param {{waitForBoxes?: boolean}} [options] a worker waits for a box by itself, so a bot need not wait until one is up
 * @returns {Promise<Record<string, string>>} the environment of whatever uses it
 */
export async function bringUp({ waitForBoxes: wait = true } = {}) {
  await checkLimits();
  await checkUids();
  await step('a Docker engine', ensureEngine);
  await step('Compose', ensureCompose);

  const lessons = await readLessons();
  const first = [...new Set(lessons.map(firstImage).filter((image) => image !== null))];
  const allowed = lessons.flatMap(({ baseImages }) => baseImages);
  const bases = first.filter((image) => allowed.includes(image));
  for (const image of bases)
    await step(`base image ${image}`, (tell) => ensureBaseImage(image, alikeNames(image, allowed), tell));
  /** @type {Record<string, string>} */
  const inBoxes = {};
  ensureAuthorities();
  for (const image of bases) inBoxes[image] = await dressed(image, () => {});
  const [base] = bases;
  if (base === undefined) throw new Error('no lesson says which base image its answer begins with');
  for (const lesson of lessons)
    await step(`lock file of ${lesson.slug}`, (tell) =>
      ensureLockFile(lesson, inBoxes[firstImage(lesson) ?? base] ?? base, tell),
    );
  const uvImages = await ensureUvImages(lessons, base);

  const databases = [...new Set(lessons.map(({ postgres }) => postgres).filter((image) => image !== null))];
  for (const image of databases)
    await step(`database image ${image}`, (tell) => ensurePostgresImage(image, tell));

  const images = { box: '', egress: '', redis: '' };
  await step('image of a box', async (tell) => {
    const { image, built } = await buildBox(tell);
    images.box = image;
    return built || false;
  });
  await step('image of the egress proxy', async (tell) => {
    const { image, built } = await buildEgress(tell);
    images.egress = image;
    return built || false;
  });
  await step('image of Redis', async (tell) => {
    const { image, built } = await redisImage(tell);
    images.redis = image;
    return built || false;
  });

  let holds = false;
  await step('disks of the boxes', async () => {
    await ensureFolders();
    const disks = await ensureDisks();
    await ensureShownFolders();
    holds = disks.holds;
    return disks.made || false;
  });

  const trusted = trustedHosts(await packageHosts(base)).join(',');
  // Compose reads the environment before its file, and the operator's own list is not all that is trusted.
  process.env.SANDBOX_EGRESS_TRUSTED = trusted;
  const environment = {
    DOCKHAND_BOX_IMAGE: images.box,
    DOCKHAND_EGRESS_IMAGE: images.egress,
    DOCKHAND_REDIS_IMAGE: images.redis,
    SANDBOX_EGRESS_TRUSTED: trusted,
    SANDBOX_EGRESS_ALLOW: '',
    ...(await registriesOf([...allowed, ...databases])),
    SANDBOX_MACHINE_ADDRESSES: ownAddresses(networkInterfaces()).join(','),
    SANDBOX_DISK_WATCH_BYTES: holds ? '0' : String(diskBytes()),
  };
  const alike = await standInNames(bases, allowed);
  for (const image of alike) inBoxes[image] = await dressed(image, () => {});
  const inputs = {
    boxImage: images.box,
    images: [...bases, ...alike, ...uvImages, ...databases],
    inBoxes,
    lessons,
  };
  const digest = await warmDigest(inputs);
  await writeEnvironment({ ...environment, SANDBOX_WARM: digest });
  await step('warmed disk', async (tell) => {
    if (isWarm(digest)) return false;
    await startServices(['addresses', 'egress'], tell);
    await waitForEgress(30);
    await makeWarmDisk(digest, inputs, tell);
    return undefined;
  });

  let redis = '';
  await step('Redis, egress proxy and boxes', async (tell) => {
    await startServices(['redis', 'addresses', 'egress', 'box-1', 'box-2'], tell);
    await Promise.all([
      wait ? waitForBoxes(boxSockets(), 120) : undefined,
      waitForEgress(30),
      redisUrl().then((url) => {
        redis = url;
      }),
    ]);
  });
  await forgetOldDisks(digest);
  return environmentFor(redis);
}

/** @param {readonly string[]} bases @param {readonly string[]} allowed */
async function standInNames(bases, allowed) {
  const names = [];
  for (const image of bases)
    if (await isStandIn(image))
      for (const other of alikeNames(image, allowed)) if (await hasImage(other)) names.push(other);
  return names;
}

/** Stops what was started, and only that. */
export async function takeDown() {
  allowAgain();
  const started = readStarted();
  if (started.services) await step('stopping Redis, egress proxy and boxes', stopServices);
  if (started.mounts.length > 0) await releaseDisks();
  if (started.engine !== null) await step('stopping the Docker engine', stopEngine);
}
