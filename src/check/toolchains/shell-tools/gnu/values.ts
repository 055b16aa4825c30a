import { resolvePath } from '../../../simulation/image/files.ts';
import { signalNames } from '../../../simulation/shell/signals.ts';
import { secondsOf } from '../durations.ts';
import { hasGroup, hasUser } from '../known-accounts.ts';
import { isMode } from '../modes.ts';
import { fine, notKnown, type Reading, refused, shaped, type ValueReader } from './reading.ts';

/** An integer of at least `least`. Numbers that exceed the range of integers are not judged. */
export const count =
  (what: string, least = 0): ValueReader =>
  (value) => {
    if (!/^\s*\+?\d+$/.test(value) || Number(value) < least) return refused(`invalid ${what}: ‘${value}’`);
    return Number(value) > Number.MAX_SAFE_INTEGER ? notKnown : fine;
  };

/** A size such as `10`, `-5`, `+2`, `1K`, `4MiB`. */
export const size =
  (what: string): ValueReader =>
  (value) => {
    const found = /^\s*[-+]?(\d+)(?:b|[kKmM]|[kKmMGTPE]B|[KMGTPE]iB|[GTPE]|([ZYRQ])(?:i?B)?)?$/.exec(value);
    if (found === null) return refused(`invalid ${what}: ‘${value}’`);
    const [, digits = '', beyond] = found;
    if (beyond !== undefined || digits.length > 20) return refused(`invalid ${what}: ‘${value}’`);
    return digits.length > 15 ? notKnown : fine;
  };

/** A block size such as `1K`, `M`, `si`; not zero. */
export const blockSize: ValueReader = (value, _, option) =>
  /^(?:'?\d*(?:[kKMGTPE](?:i?B)?)?|human-readable|si|human|si-units)$/.test(value) &&
  value !== '' &&
  !/^'?0+(?:\D|$)/.test(value)
    ? fine
    : refused(`invalid --${option} argument ‘${value}’`);

export const mode: ValueReader = (value) => (isMode(value) ? fine : refused(`invalid mode: ‘${value}’`));

/** The highest user id; the next number means "no user". */
const mostIds = 4_294_967_294;
const account =
  (what: 'user' | 'group', has: typeof hasUser): ValueReader =>
  (value, { stage }) => {
    if (/^\+?\d+$/.test(value))
      return Number(value) <= mostIds ? fine : refused(`invalid ${what}: ‘${value}’`);
    const found = has(stage, value);
    if (found === 'unknown') return notKnown;
    return found ? fine : refused(`invalid ${what}: ‘${value}’`);
  };
export const user = account('user', hasUser);
export const group = account('group', hasGroup);

/** `user`, `user:group`, `:group`, and the obsolete `user.group`, which still works. */
export const owner: ValueReader = (value, machine, option) => {
  // With a numeric user, chown cannot look up the user's own group.
  if (/^\+?\d+:$/.test(value)) return refused(`invalid spec: ‘${value}’`);
  const split = (mark: string): Reading => {
    const at = value.indexOf(mark);
    const [named, ofGroup] = at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
    const first = named === '' ? fine : user(named, machine, option);
    if (first.kind === 'refused' || ofGroup === '') return first;
    const second = group(ofGroup, machine, option);
    return second.kind === 'fine' ? first : second;
  };
  const whole = split(':');
  if (whole.kind !== 'refused' || value.includes(':') || !value.includes('.')) return whole;
  return split('.').kind === 'refused' ? whole : split('.');
};

/** A file to read, so it has to exist. */
export const existingFile: ValueReader = (value, { cwd, stage }) => {
  const presence = value === '' ? 'absent' : stage.files.presence(resolvePath(cwd, value));
  if (presence === 'unknown') return notKnown;
  return presence === 'absent' ? refused(`${value}: No such file or directory`) : fine;
};

export const existingFolder: ValueReader = (value, { cwd, stage }) => {
  const presence = value === '' ? 'absent' : stage.files.presence(resolvePath(cwd, value));
  if (presence === 'unknown') return notKnown;
  return presence === 'folder' ? fine : refused(`target directory ‘${value}’: No such file or directory`);
};

/** A file to write: its folder has to exist, the file itself need not. */
export const writableFile: ValueReader = (value, { cwd, stage }) => {
  const path = resolvePath(cwd, value);
  const above = stage.files.presence(path.slice(0, path.lastIndexOf('/')) || '/');
  if (value !== '' && !/^'?0+(?:\D|$)/.test(value) && above === 'unknown') return notKnown;
  const isThere = above === 'folder' && stage.files.presence(path) !== 'folder';
  return isThere ? fine : refused(`open failed: ${value}: No such file or directory`);
};

/** One byte. */
export const delimiter: ValueReader = (value) =>
  new TextEncoder().encode(value).length <= 1 ? fine : refused('the delimiter must be a single character');

/** sort's `-t`: one byte, or `\0`. */
export const tab: ValueReader = (value) => {
  if (value === '') return refused('empty tab');
  return new TextEncoder().encode(value).length === 1 || value === '\\0'
    ? fine
    : refused(`multi-character tab ‘${value}’`);
};

/** Fields or columns: `1`, `2-4`, `-3`, `5-`, separated by commas or blanks, numbered from 1. */
export const fieldList: ValueReader = (value) => {
  for (const range of value.split(/[, \t]/)) {
    const [, low = '', dash = '', high = ''] = /^(\d*)(?:(-)(\d*))?$/.exec(range) ?? [];
    if (!/^\d*(?:-\d*)?$/.test(range)) return refused(`invalid field value ‘${value}’`);
    if (`${low}${high}` === '')
      return refused(dash === '' ? 'fields are numbered from 1' : 'invalid range with no endpoint: -');
    if (/^0+$/.test(low) || /^0+$/.test(high)) return refused('fields are numbered from 1');
    if (low !== '' && high !== '' && Number(low) > Number(high)) return refused('invalid decreasing range');
    if (Math.max(Number(low), Number(high)) > Number.MAX_SAFE_INTEGER)
      return refused(`field number ‘${value}’ is too large`);
  }
  return fine;
};

/** sort's keys: `2`, `2,3`, `1.2n,1.4`. */
export const sortKey: ValueReader = (value) => {
  const found = /^(\d+)(?:\.(\d+))?[bdfghiMnRrV]*(?:,(\d+)(?:\.\d+)?[bdfghiMnRrV]*)?$/.exec(value);
  if (found === null) return refused(`invalid field specification ‘${value}’`);
  return found.slice(1).some((part) => part !== undefined && /^0+$/.test(part))
    ? refused(`field number is zero: invalid field specification ‘${value}’`)
    : fine;
};

export const duration: ValueReader = (value) =>
  secondsOf(value) === null ? refused(`invalid time interval ‘${value}’`) : fine;

/** A signal: its name, with or without SIG, or its number. */
export const signal: ValueReader = (value) => {
  const name = value.toUpperCase().replace(/^SIG/, '');
  const isOne = /^\d+$/.test(value) ? Number(value) <= 64 : signalNames.has(name) && name !== 'EXIT';
  return isOne || /^RT(?:MIN|MAX)/.test(name) ? fine : refused(`‘${value}’: invalid signal`);
};

/** A mode of stdbuf: line-buffered (not for input), unbuffered, or a size in bytes. */
export const buffering: ValueReader = (value, machine, option) => {
  if (value === 'L')
    return option === 'i' || option === 'input' ? refused('line buffering stdin is meaningless') : fine;
  return size('mode')(value.replace(/^[-+]/, 'x'), machine, option);
};

/** seq's `-f`: a format with exactly one number. */
export const numberFormat: ValueReader = (value) => {
  const rest = value.replaceAll('%%', '');
  return /^[^%]*%[-+ #0']*(?:[1-9]\d*)?(?:\.\d*)?L?[aAeEfFgG][^%]*$/.test(rest)
    ? fine
    : refused(`format ‘${value}’ has no usable % directive`);
};

/** A number, optionally with a sign and a fraction. */
export const number = (what: string): ValueReader =>
  shaped(/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$|^\s*[-+]?0x[\da-f]+$/i, what);

/** A character, or an escape sequence for one. */
export const separator: ValueReader = (value) =>
  new TextEncoder().encode(value).length === 1 || /^\\(?:[abfnrtv0\\]|x[\da-f]{1,2}|[0-7]{1,3})$/i.test(value)
    ? fine
    : refused('the input delimiter must be either a single character or an escape sequence');

/** A valid name of a variable. */
export const unsetName: ValueReader = (value) =>
  value === '' || value.includes('=') ? refused(`cannot unset ‘${value}’: Invalid argument`) : fine;
