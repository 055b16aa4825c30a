import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unpack } from '../offline/debian.js';
import { installMissing } from '../packages.js';
import { inState } from '../paths.js';
import { CommandFailed, run } from '../run.js';

/** The Debian release that has both servers. */
const release = 'trixie';
/** Servers that an operator may use instead of the machine's: by name, Debian's package and the program in it. */
const servers = [
  { name: 'redis-8', inPackage: 'redis-tools', program: 'redis-check-rdb' },
  { name: 'valkey-8', inPackage: 'valkey-tools', program: 'valkey-check-rdb' },
];
/** The folder of a server, which contains the program `server`. @param {string} name */
const folderOf = (name) => inState('bin', name);

/**
 * Installs Redis 8 and Valkey 8 for the tests of Redis: Debian's packages, unpacked with the libraries that they were built with, because
 * this machine's may be older. In these packages the program has another name, and nothing starts it.
 * @param {import('../progress.js').ReportProgress} report
 * @returns {Promise<false | undefined>} false: already there
 */
export async function ensureRedisServers(report) {
  if (servers.every(({ name }) => existsSync(join(folderOf(name), 'server')))) return false;
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  const names = servers.map(({ inPackage }) => inPackage);
  await unpack({ names, release, folder: inState('unpacked', 'redis-servers') }, report, async (system) => {
    for (const server of servers) await bring(server, system);
  });
  return undefined;
}

/**
 * Copies a server with its libraries, and writes a script that starts it with them.
 * @param {(typeof servers)[number]} server
 * @param {string} system the folder of the unpacked packages
 */
async function bring({ name, program }, system) {
  const loader = readdirSync(join(system, 'usr', 'lib'), { recursive: true, encoding: 'utf8' }).find((path) =>
    /(?:^|\/)ld-linux[^/]*\.so\.\d+$/.test(path),
  );
  if (loader === undefined) throw new CommandFailed(`Debian’s ${name} came without its libraries`);
  const own = join(system, 'usr', 'lib', loader);
  const libraries = join(own, '..');
  const binary = join(system, 'usr', 'bin', program);
  const needs = await run(own, ['--library-path', libraries, '--list', binary], { seconds: 60 });
  const folder = folderOf(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'lib'), { recursive: true });
  for (const [path] of needs.matchAll(/\/\S+/g))
    if (path.startsWith(`${system}/`)) copyFileSync(path, join(folder, 'lib', basename(path)));
  copyFileSync(own, join(folder, 'lib', basename(own)));
  copyFileSync(binary, join(folder, 'lib', program));
  const lib = '"$(dirname "$0")/lib"';
  const start = `exec ${lib}/${basename(own)} --argv0 redis-server --library-path ${lib} ${lib}/${program} "$@"`;
  writeFileSync(join(folder, 'server'), `#!/bin/sh\n${start}\n`, { mode: 0o755 });
}
