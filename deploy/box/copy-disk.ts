/**
 * Copies one box's warmed disk for other boxes, and changes the owners of the files to those boxes' users: `copy-disk.ts <from> <to>
 * <number of a box>…` writes `<to>/box-<number>/data` for each; `pod` is the box of a pod. The set-up runs it in a container of its own;
 * the first box's number is in the environment.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BoxUsers, firstUid, podBox, readUsers, usersOf } from './settings.ts';

/** The corresponding user of another box; an id that belongs to no box stays the same. */
export function moved(id: number, from: BoxUsers, to: BoxUsers): number {
  if (id === from.supervisor) return to.supervisor;
  if (id === from.engine) return to.engine;
  const n = id - from.inContainers.first;
  return n >= 0 && n < from.inContainers.count ? to.inContainers.first + n : id;
}

function chownAll(path: string, own: (id: number) => number, seen: Set<number>): void {
  const { uid, gid, mode, ino, nlink } = lstatSync(path);
  const folder = (mode & 0o170000) === 0o040000;
  if (!folder && nlink > 1) {
    // A hard link to a file whose owner has already been changed.
    if (seen.has(ino)) return;
    seen.add(ino);
  }
  lchownSync(path, own(uid), own(gid));
  // Changing the owner clears the setuid and setgid bits. chmod follows links, and a link's target may not be ours.
  if ((mode & 0o170000) !== 0o120000 && (mode & 0o6000) !== 0) chmodSync(path, mode & 0o7777);
  if (folder) for (const name of readdirSync(path)) chownAll(join(path, name), own, seen);
}

/** Files with capabilities, which a change of owner clears as well: path and text, `cap_net_raw=ep`. */
function capabilitiesIn(folder: string): readonly (readonly [path: string, text: string])[] {
  const lines = execFileSync('getcap', ['-r', folder], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n');
  return lines.flatMap((line) => {
    const found = /^(.*?) (cap_\S+)$/.exec(line.replace(/ \[rootid=\d+\]$/, ''));
    return found?.[1] === undefined || found[2] === undefined ? [] : [[found[1], found[2]]];
  });
}

function main([source = '', target = '', ...numbers]: readonly string[]): void {
  const from = readUsers(process.env);
  const first = Number(process.env.BOX_FIRST_UID || firstUid);
  for (const number of numbers) {
    const to = number === 'pod' ? usersOf(podBox.number, podBox.firstUid) : usersOf(Number(number), first);
    const data = join(target, `box-${number}`, 'data');
    mkdirSync(data, { recursive: true });
    execFileSync('cp', ['-a', '--reflink=auto', `${source}/.`, data], { stdio: 'inherit' });
    const capable = capabilitiesIn(data);
    chownAll(data, (id) => moved(id, from, to), new Set());
    // They are relative to the root user of that box's user namespace, as they were to the first one's.
    for (const [path, text] of capable)
      execFileSync('setcap', ['-n', `${to.engine}`, text, path], { stdio: 'inherit' });
  }
}

if (import.meta.main) main(process.argv.slice(2));
