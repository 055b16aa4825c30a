import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import { anybody, type Entry } from './entry.ts';
import { parentOf } from './files.ts';
import { homeOf, isSameUser, type Stage } from './stage.ts';
import { hasSystemUser } from './system-accounts.ts';
import { within } from './within.ts';

const groupOfRoot = '0';
const numberOf = (group: string): string => (group === 'root' ? groupOfRoot : group);

/** The group of a user written as in USER (`user` or `user:group`); null if only files that are not parsed define it. */
function groupOf(stage: Stage, written: string): string | null {
  const [user = '', group = ''] = written.split(':');
  if (group !== '') return group;
  // A uid without a user entry runs with root's group.
  if (/^\d+$/.test(user) && !stage.users.has(user)) return groupOfRoot;
  return stage.groups.has(user) || hasSystemUser(stage.base.family, user) !== false ? user : null;
}

/** Whether a user (`user`, `user:group`) may write to a file, or into a folder. */
export function mayWriteTo(stage: Stage, written: string, entry: Entry): boolean | 'unknown' {
  const user = userName(written);
  const { owner, group, groupWrites } = entry;
  if (isRoot(written) || owner === anybody || isSameUser(stage, owner, user)) return true;
  if (!groupWrites) return false;
  if (stage.members.get(group)?.has(user) === true) return true;
  const own = groupOf(stage, written);
  return own === null ? 'unknown' : numberOf(own) === numberOf(group);
}

/** Whether a user may create a file or folder at a path, including its missing parent folders. */
export function mayMake(stage: Stage, written: string, path: string): boolean | 'unknown' {
  if (isRoot(written)) return true;
  if (!isKnown(path)) return 'unknown';
  for (let at = path; ; at = parentOf(at)) {
    const entry = stage.files.get(at);
    if (entry !== null) return entry.certain ? mayWriteTo(stage, written, entry) : 'unknown';
    const presence = stage.files.presence(at);
    // Home folders, and then the base image's own folders, of which only the temporary ones are writable.
    if (at === homeOf(stage, written)) return true;
    if (presence === 'unknown') return 'unknown';
    if (presence !== 'absent') return /^\/(?:var\/)?tmp$|^\/dev\/shm$|^\/run\/lock$/.test(at);
    if (at === '/') return false;
  }
}

/** Who has no access to a file or folder after a chmod; unchanged if the mode does not say. */
export function closedAfter(
  mode: string,
  { kind, closedTo }: Pick<Entry, 'kind' | 'closedTo'>,
): Entry['closedTo'] {
  if (/^[0-7]{1,5}$/.test(mode)) {
    const [ofOwner, ofOthers] = kind === 'folder' ? [0o100, 0o001] : [0o400, 0o004];
    const bits = Number.parseInt(mode, 8);
    if ((bits & ofOwner) === 0) return 'all';
    return (bits & ofOthers) === 0 ? 'others' : 'nobody';
  }
  const right = kind === 'folder' ? /[xX]/ : /r/;
  let [owner, others] = [closedTo === 'all', closedTo !== 'nobody'];
  for (const clause of mode.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return closedTo;
    const [, who = '', sign = '', rights = ''] = match;
    const isNamed = right.test(rights);
    if (sign !== '=' && !isNamed) continue;
    const closes = sign === '-' || (sign === '=' && !isNamed);
    if (who === '' || /[ua]/.test(who)) owner = closes;
    if (who === '' || /[oa]/.test(who)) others = closes;
  }
  if (owner) return 'all';
  return others ? 'others' : 'nobody';
}

/** Whether a folder, one of its parents or something in it is certainly closed to the user. */
export function meetsClosed(stage: Stage, written: string, folder: string): boolean {
  const user = userName(written);
  if (isRoot(written)) return false;
  return stage.files
    .find(({ closedTo, owner }) =>
      closedTo === 'others' ? owner !== anybody && !isSameUser(stage, owner, user) : closedTo === 'all',
    )
    .some(([path]) => within(path, folder) || within(folder, path));
}

/** Whether a chmod mode lets the group write; null if it leaves that unchanged. */
export function modeLetsGroupWrite(mode: string): boolean | null {
  if (/^[0-7]{2,5}$/.test(mode)) return (Number.parseInt(mode, 8) & 0o020) !== 0;
  let result: boolean | null = null;
  for (const clause of mode.split(',')) {
    const [, who = '', sign = '', rights = ''] = /^([ugoa]*)([-+=])([rwxXst]*|[ugo])$/.exec(clause) ?? [];
    if (!/[ga]/.test(who)) continue;
    const writes = /[wu]/.test(rights);
    if (sign === '=' || (sign === '+' && writes)) result = writes;
    if (sign === '-' && writes) result = false;
  }
  return result;
}
