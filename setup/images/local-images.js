import { run, succeeds } from '../run.js';

/** @param {string} image */
export const hasImage = (image) => succeeds('docker', ['image', 'inspect', image], { seconds: 20 });

/** @param {string} image */
export const imageId = async (image) =>
  (await run('docker', ['image', 'inspect', '--format', '{{.Id}}', image], { seconds: 20 })).trim();
