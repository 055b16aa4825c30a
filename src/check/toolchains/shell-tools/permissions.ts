import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { anybody, type Entry } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { modeMakesExecutable } from '../../simulation/image/mode.ts';
import { closedAfter, modeLetsGroupWrite } from '../../simulation/image/rights.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import { isMode } from './modes.ts';
import { fileNotFound, namedFile, notPermitted, splitOperands } from './operands.ts';

const mayChange = (machine: Machine, entry: Entry): boolean =>
  isRoot(machine.user) || entry.owner === (machine.user.split(':')[0] ?? '');

const writableByOthers = (mode: string): boolean =>
  mode.split(',').some((clause) => /[oa]/.test(/^([ugoa]*)[+=][rxXst]*w/.exec(clause)?.[1] ?? ''));

/** The contents of a folder, for `-R`. Reports an unknown effect when the check's budget of files is used up. */
function filesBelow(machine: Machine, path: string): ReturnType<Machine['stage']['files']['under']> {
  const found = machine.budget.files < 0 ? [] : machine.stage.files.under(path);
  machine.budget.files -= found.length;
  if (machine.budget.files < 0) unknown(machine, 'many files');
  return found;
}

/** `chmod --reference=other file`: who may execute the other file; null when that is unknown. */
function executableAs(machine: Machine, written: string): Entry['executable'] {
  const path = resolvePath(machine.cwd, written);
  const entry = machine.stage.files.get(path);
  if (entry !== null) return entry.executable;
  return machine.host.resolve(machine, path).kind === 'tool' ? true : null;
}

/** Whether the file certainly does not exist, and is not a program of the base image. */
function isNowhere(machine: Machine, path: string): boolean {
  if (!isKnown(path)) return false;
  const isProgram = /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path);
  const found = isProgram ? machine.host.resolve(machine, path).kind : machine.stage.files.presence(path);
  return found === 'absent';
}

const likeAnother: Program = (machine, args) => {
  const { options, operands } = optionsOf('chmod', args);
  const other = optionValue(options, 'reference') ?? '';
  const executable = executableAs(machine, other);
  if (operands.length === 0)
    return fail(machine, { kind: 'chmod-without-file', phrase: 'chmod: missing operand' });
  const model = resolvePath(machine.cwd, other);
  if (isNowhere(machine, model)) return fileNotFound(machine, 'chmod', other, model);
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent')
      return fileNotFound(machine, 'chmod', written, path);
    machine.events.push({ kind: 'chmod', at: machine.place, path });
    machine.stage.files.change(path, { executable: machine.certain ? executable : null });
  }
  return executable === null ? unknown(machine, 'chmod --reference') : 'ok';
};

export const chmod: Program = (machine, args, input, name) => {
  if (args.some((arg) => arg.startsWith('--reference'))) return likeAnother(machine, args, input, name);
  const symbolic = args.find((arg) => /^-(?:[rwxXst0-7][rwxXstugoa,+=0-7-]*)$/.test(arg));
  const { options, operands } = splitOperands(args.filter((arg) => arg !== symbolic));
  const [mode = '', ...rest] = symbolic === undefined ? operands : [symbolic, ...operands];
  const paths = symbolic === undefined ? rest : operands;
  if (paths.length === 0)
    return fail(machine, { kind: 'chmod-without-file', phrase: 'chmod: missing operand' });
  const executable = modeMakesExecutable(mode);
  if (isKnown(mode) && !isMode(mode)) {
    const [path = ''] = paths;
    const file = namedFile(machine, path, resolvePath(machine.cwd, path));
    return fail(machine, { kind: 'chmod-mode-refused', phrase: `chmod: invalid mode: ‘${mode}’`, file });
  }
  let status: Status = 'ok';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) {
      status = unknown(machine, 'chmod');
      continue;
    }
    const presence = machine.stage.files.presence(path);
    machine.events.push({ kind: 'chmod', at: machine.place, path });
    if (presence === 'absent') {
      status = fileNotFound(machine, 'chmod', written, path);
      continue;
    }
    const entry = machine.stage.files.get(path);
    if (entry === null) {
      // The base image may have the file; in any case it is not a script of the student.
      continue;
    }
    if (!mayChange(machine, entry)) {
      status = notPermitted(machine, 'chmod', written, path);
    }
    const open = /^[0-7]*[2367]$/.test(mode) || writableByOthers(mode);
    const recursive = options.some((option) => /^-[a-zA-Z]*R/.test(option) || option === '--recursive');
    const set = (each: string): void =>
      machine.stage.files.change(each, { executable: machine.certain ? executable : null });
    if (open) {
      machine.stage.files.change(path, { owner: anybody });
      if (recursive)
        for (const [each] of filesBelow(machine, path)) machine.stage.files.change(each, { owner: anybody });
    }
    const groupWrites = modeLetsGroupWrite(mode);
    const changed = recursive ? filesBelow(machine, path) : [];
    for (const [each, before] of [[path, entry] as const, ...changed])
      machine.stage.files.change(each, {
        ...(groupWrites !== null && { groupWrites }),
        closedTo: closedAfter(mode, before),
      });
    if (executable === null) continue;
    if (entry.kind === 'file') set(path);
    if (recursive) for (const [each, { kind }] of filesBelow(machine, path)) if (kind === 'file') set(each);
  }
  return status;
};

export const chgrp: Program = (machine, args) => {
  const { options, operands } = optionsOf('chgrp', args);
  const isLike = hasOption(options, 'reference');
  const [group = '', ...others] = operands;
  const paths = isLike ? operands : others;
  const missing = paths.find(
    (path) => machine.stage.files.presence(resolvePath(machine.cwd, path)) === 'absent',
  );
  if (missing !== undefined)
    return fileNotFound(machine, 'chgrp', missing, resolvePath(machine.cwd, missing));
  const recursive = hasOption(options, 'R', 'recursive');
  if (isLike) return 'ok';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    for (const each of [path, ...(recursive ? filesBelow(machine, path).map(([below]) => below) : [])])
      machine.stage.files.change(each, { group });
  }
  return 'ok';
};

const isForOwner = (entry: Entry | null): boolean =>
  entry?.executable === 'owner' || entry?.executable === 'private';

export const chown: Program = (machine, args) => {
  const { options, operands } = optionsOf('chown', args);
  const isLike = hasOption(options, 'reference');
  const [owner = '', ...paths] = isLike ? ['', ...operands] : operands;
  // `user.group` is an obsolete form that still works.
  const [user = '', named] = owner.includes(':') ? owner.split(':') : owner.split(/\.(?=[^.]*$)/);
  const ofGroup = named === undefined ? {} : { group: named === '' ? user : named };
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) continue;
    if (machine.stage.files.presence(path) === 'absent') {
      return fileNotFound(machine, 'chown', written, path);
    }
    const group = named ?? '';
    // Execute permissions of groups are not simulated.
    const mine = group !== '' && group !== user && isForOwner(machine.stage.files.get(path));
    const owned = user === '' ? ofGroup : { owner: user, ...ofGroup };
    machine.stage.files.change(path, mine ? { ...owned, executable: null } : owned);
    if (hasOption(options, 'R', 'recursive')) {
      for (const [each] of filesBelow(machine, path)) machine.stage.files.change(each, owned);
    }
  }
  return 'ok';
};
