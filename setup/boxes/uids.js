/** The users of boxes (deploy/box/settings.ts): high ids, separate for each box, that nothing else on this machine uses. */
import { readFileSync } from 'node:fs';
import { boxNames } from '../paths.js';
import { NeedsPerson, succeeds } from '../run.js';

/** The first uid of all boxes. */
export async function firstUid() {
  const { firstUid: usual } = await import('../../deploy/box/settings.ts');
  return Number(process.env.SANDBOX_FIRST_UID || usual);
}

/** Refuses a range that is taken or invalid, before anything is made. */
export async function checkUids() {
  const { uidsPerBox, usersOf } = await import('../../deploy/box/settings.ts');
  const first = await firstUid();
  const end = first + (boxNames.length + 1) * uidsPerBox;
  const other = `Set SANDBOX_FIRST_UID to the first of ${end - first} ids that nobody on this machine has.`;
  if (!Number.isSafeInteger(first) || first < 65_536 || end > 2 ** 31)
    throw new NeedsPerson(
      `SANDBOX_FIRST_UID is a whole number from 65536 to ${2 ** 31 - (end - first)}, not ${process.env.SANDBOX_FIRST_UID}.`,
    );
  for (const file of ['/etc/subuid', '/etc/subgid', '/etc/passwd', '/etc/group']) {
    const taken = takenBy(file.startsWith('/etc/sub') ? readRanges(file) : readIds(file), first, end);
    if (taken !== null)
      throw new NeedsPerson(`Boxes would use ids that ${taken} has (${file}), from ${first} on. ${other}`);
  }
  // A directory service does not list its users, but answers for each one by name or id.
  for (const n of boxNames.keys()) {
    const { supervisor, engine, inContainers } = usersOf(n + 1, first);
    for (const id of [supervisor, engine, inContainers.first])
      if (await succeeds('getent', ['passwd', String(id)], { seconds: 10 }))
        throw new NeedsPerson(`Boxes would use the id ${id}, which somebody on this machine has. ${other}`);
  }
}

/** @typedef {readonly [name: string, first: number, count: number]} Taken */

/**
 * Who has an id from `first` up to but not including `end`.
 * @param {readonly Taken[]} all @param {number} first @param {number} end
 */
export function takenBy(all, first, end) {
  return all.find(([, from, count]) => from < end && from + count > first)?.[0] ?? null;
}

/** @param {string} file @returns {readonly (readonly string[])[]} */
function readLines(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}

/** `name:first:count` @param {string} file @returns {readonly Taken[]} */
const readRanges = (file) =>
  readLines(file).map(([name = '', first, count]) => [name, Number(first), Number(count)]);

/** `name:x:id:…` @param {string} file @returns {readonly Taken[]} */
const readIds = (file) => readLines(file).map(([name = '', , id]) => [name, Number(id), 1]);
