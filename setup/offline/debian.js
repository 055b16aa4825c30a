/** Debian's packages, for a machine whose own release has none that is new enough, or where no registry provides images. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inState } from '../paths.js';
import { asRoot } from '../run.js';

/**
 * Extracts one file of a Debian package into the state folder: for a tool that this machine's Debian lacks or has in too old a version.
 * @param {string} name of the package
 * @param {string} inside path of the file in the package
 * @param {string} to where it shall be
 * @param {import('../progress.js').ReportProgress} report
 */
export async function extract(name, inside, to, report) {
  const folder = inState('unpacked', name);
  await unpack({ names: [name], release: newDebian, folder }, report, async () => {
    await asRoot('install', ['-D', '-m', '755', join(folder, inside), to]);
  });
}

/**
 * Unpacks Debian packages with all their dependencies, for as long as `take` copies files out of them. None of their scripts runs.
 * @param {{names: readonly string[], release: string, folder: string}} what
 * @param {import('../progress.js').ReportProgress} report
 * @param {(folder: string) => Promise<void>} take
 */
export async function unpack({ names, release, folder }, report, take) {
  rmSync(folder, { recursive: true, force: true });
  await asRoot(
    'mmdebstrap',
    ['--variant=extract', ...bootstrapOptions, `--include=${names.join(',')}`, release, folder, ...mirror],
    { onLine: report, seconds: 300 },
  );
  await take(folder);
  await asRoot('rm', ['-rf', folder]);
}

/** The Debian release whose engine, buildx and Compose are new enough. */
export const newDebian = 'forky';
/** A mirror of Debian to use instead of mmdebstrap's default. */
export const mirror = process.env.DOCKHAND_DEBIAN_MIRROR ? [process.env.DOCKHAND_DEBIAN_MIRROR] : [];
export const bootstrapOptions = [
  // On a mirror that is not updated, a testing release may be past its Valid-Until date.
  '--aptopt=Acquire::Check-Valid-Until "false"',
  ...['doc', 'man', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
];
