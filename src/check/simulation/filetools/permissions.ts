import { isKnown } from '../../dockerfile/unknown-text.ts';
import { anybody, type Entry, resolvePath } from '../files.ts';
import { fail, type Machine, type Program, type Status, unknown } from '../machine.ts';
import { isRoot } from '../stage.ts';
import { aimOf, notThere, parted } from './operands.ts';

const mayChange = (machine: Machine, entry: Entry): boolean =>
  isRoot(machine.user) || entry.owner === (machine.user.split(':')[0] ?? '');

/** Whether chmod takes it for a mode. A long dash for a minus, or a forgotten sign, is none. */
const isMode = (mode: string): boolean =>
  /^[-+=]?[0-7]{1,5}$/.test(mode) ||
  mode.split(',').every((clause) => /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/.test(clause));

/** Whether a mode makes a file executable; null when it leaves that as it is. */
export function modeMakesExecutable(mode: string): boolean | null {
  if (/^[0-7]{1,5}$/.test(mode)) return (Number.parseInt(mode, 8) & 0o111) !== 0;
  let result: boolean | null = null;
  for (const clause of mode.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return null;
    const has = (match[3] ?? '').includes('x');
    if (match[2] === '+' && has) result = true;
    if (match[2] === '-' && has) result = false;
    if (match[2] === '=') result = has;
  }
  return result;
}

export const chmod: Program = (machine, args) => {
  const symbolic = args.find((arg) => /^-[rwxXst]+$/.test(arg) && arg !== '-R');
  const { options, operands } = parted(args.filter((arg) => arg !== symbolic));
  const [mode = '', ...rest] = symbolic === undefined ? operands : [symbolic, ...operands];
  const paths = symbolic === undefined ? rest : operands;
  if (paths.length === 0)
    return fail(machine, 'shell-usage', { phrase: 'chmod: missing operand' }, 'entrypoint-script');
  const executable = modeMakesExecutable(mode);
  if (isKnown(mode) && !isMode(mode)) {
    const [aim = null] = paths.map((path) => aimOf(machine, resolvePath(machine.cwd, path)));
    return fail(machine, 'shell-usage', { phrase: `chmod: invalid mode: ‘${mode}’`, mode }, aim);
  }
  let status: Status = 'ok';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) {
      status = unknown(machine, 'chmod');
      continue;
    }
    const presence = machine.stage.files.presence(path);
    machine.happenings.push({ kind: 'chmod', at: machine.place, path, found: presence !== 'absent' });
    if (presence === 'absent') {
      status = notThere(machine, 'chmod', written, path);
      continue;
    }
    const entry = machine.stage.files.get(path);
    if (entry === null) {
      // The base may have it; a script of the student's is not there.
      continue;
    }
    if (!mayChange(machine, entry)) {
      status = fail(
        machine,
        'not-permitted',
        { command: 'chmod', path: written, user: machine.user },
        aimOf(machine, path),
      );
    }
    const open = /^[0-7]*[2367]$/.test(mode) || /(?:^|,)[ugo]*[oa][ugoa]*[+=][rxXst]*w/.test(mode);
    const recursive = options.some((option) => /^-[a-zA-Z]*R/.test(option) || option === '--recursive');
    const set = (each: string): void =>
      machine.stage.files.change(each, { executable: machine.certain ? executable : null });
    if (open) {
      machine.stage.files.change(path, { owner: anybody });
      if (recursive)
        for (const [each] of machine.stage.files.under(path))
          machine.stage.files.change(each, { owner: anybody });
    }
    if (executable === null) continue;
    if (entry.kind === 'file') set(path);
    if (recursive)
      for (const [each, { kind }] of machine.stage.files.under(path)) if (kind === 'file') set(each);
  }
  return status;
};

export const chown: Program = (machine, args) => {
  const { options, operands } = parted(args);
  const [owner = '', ...paths] = operands;
  const user = owner.split(':')[0] ?? '';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) continue;
    if (machine.stage.files.presence(path) === 'absent') {
      return notThere(machine, 'chown', written, path);
    }
    machine.stage.files.change(path, { owner: user });
    if (options.some((option) => /R|recursive/.test(option))) {
      for (const [each] of machine.stage.files.under(path)) machine.stage.files.change(each, { owner: user });
    }
  }
  return 'ok';
};
