import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unfollowed } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { touch } from './creating-files.ts';

const number =
  /^\d{1,15}(?:[cwb]|[kKMGTPE]B?|[KMGTPE]iB)?(?:x\d{1,15}(?:[cwb]|[kKMGTPE]B?|[KMGTPE]iB)?){0,5}$/;
const isNumber = (value: string): boolean => number.test(value);
const isSize = (value: string): boolean => isNumber(value) && !/^0+(?:\D|$)/.test(value);
const namesAll = (names: string) => {
  const known = new Set(names.split(' '));
  return (value: string): boolean => value.split(',').every((each) => known.has(each));
};

/** Each operand with a check of its value, and dd's error for an invalid one. */
const operands: Readonly<Record<string, readonly [fits: (value: string) => boolean, refusal: string]>> = {
  ...Object.fromEntries(['bs', 'ibs', 'obs', 'cbs'].map((key) => [key, [isSize, 'invalid number']])),
  ...Object.fromEntries(['count', 'skip', 'seek'].map((key) => [key, [isNumber, 'invalid number']])),
  status: [(value) => /^(?:none|noxfer|progress)$/.test(value), 'invalid status level'],
  conv: [
    namesAll(
      'ascii ebcdic ibm block unblock lcase ucase sparse swab sync excl nocreat notrunc noerror fdatasync fsync',
    ),
    'invalid conversion',
  ],
};

/** The flags with which a file is opened (`iflag=`, `oflag=`) may not be supported for that file. */
const unseen = /^[io]flag$/;

/** `dd if=… of=…`: copies bytes from a file or the input to a file or the output. */
export const dd: Program = (machine, args, input, name) => {
  if (args.some((arg) => arg === '--help' || arg === '--version')) return 'ok';
  if (!args.every(isKnown)) return unfollowed(machine, 'dd');
  const given = new Map<string, string>();
  for (const arg of args) {
    const at = arg.indexOf('=');
    const [key, value] = [arg.slice(0, Math.max(at, 0)), arg.slice(at + 1)];
    if (unseen.test(key)) return unfollowed(machine, 'dd');
    if (key !== 'if' && key !== 'of') {
      const operand = Object.hasOwn(operands, key) ? operands[key] : undefined;
      if (operand === undefined) return refused(machine, `unrecognized operand '${arg}'`);
      if (!operand[0](value)) return refused(machine, `${operand[1]}: '${value}'`);
    }
    given.set(key, value);
  }
  const [from, to] = [given.get('if') ?? null, given.get('of') ?? null];
  const read = from === null ? 'ok' : readable(machine, from);
  if (read !== 'ok') return read;
  if (to === null) {
    print(machine, unknownText);
    return 'ok';
  }
  const path = resolvePath(machine.cwd, to);
  if (to === '') return refused(machine, "failed to open '': No such file or directory");
  if (machine.stage.files.presence(path) === 'folder')
    return refused(machine, `failed to open '${to}': Is a directory`);
  // With these conversions, dd does not create a missing file, or only creates missing files.
  if (/(?:^|,)(?:excl|nocreat)(?:,|$)/.test(given.get('conv') ?? '')) return unfollowed(machine, 'dd');
  const status = touch(machine, ['--', to], input, name);
  if (status !== 'failed') machine.stage.files.change(path, { text: null });
  return status;
};

function readable(machine: Machine, written: string): Status {
  const path = resolvePath(machine.cwd, written);
  if (/^\/dev\/(?:u?random|zero|null)$/.test(path)) return 'ok';
  const presence = written === '' ? 'absent' : machine.stage.files.presence(path);
  if (presence === 'absent')
    return refused(machine, `failed to open '${written}': No such file or directory`);
  if (presence === 'folder') return refused(machine, `error reading '${written}': Is a directory`);
  return presence === 'file' ? 'ok' : unfollowed(machine, 'dd');
}

const refused = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase: `dd: ${phrase}` });
