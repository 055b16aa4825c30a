import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import { lacksGroup, lacksUser } from '../../simulation/image/stage.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { isTaken, nextNumber } from './account-numbers.ts';
import { type AccountCommandLine, readAccountOptions } from './account-options.ts';
import { hasGroup, hasUser } from './known-accounts.ts';

type AccountWords = Extract<AccountCommandLine, { readonly kind: 'read' }>;

/** Wraps an account program: `run` is only called if the options are valid and do not ask for help. */
const accountProgram =
  (run: (machine: Machine, name: string, words: AccountWords) => Status): Program =>
  (machine, args, _input, called) => {
    const name = nameOf(called);
    const line = readAccountOptions(machine.stage, name, args);
    if (line.kind === 'tells') return 'ok';
    return line.kind === 'refused' ? refuse(machine, line.phrase) : run(machine, name, line);
  };

const refuse = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase });

/** A user to be created. */
interface NewUser {
  readonly program: string;
  readonly user: string;
  readonly options: ReadonlyMap<string, string>;
  /** The primary group; null when the user gets a group of its own, or the system's default. */
  readonly group: string | null;
  readonly hasOwnGroup: boolean;
  /** The home folder, and whether it is created. */
  readonly home: string;
  readonly makesHome: boolean;
}

/** useradd; under the name adduser, a different program with other options. */
export const useradd = accountProgram((machine, name, words) => {
  const { options, operands } = words;
  if (name !== 'useradd') return adduser(machine, words);
  const usage = refuse.bind(null, machine, 'Usage: useradd [options] LOGIN');
  const [user = ''] = operands;
  if (options.has('defaults')) return changeDefaults(machine, words);
  if (operands.length !== 1 || user === '') return usage();
  const conflict = [
    ['-m', 'create-home', '-M', 'no-create-home'],
    ['-U', 'user-group', '-N', 'no-user-group'],
    ['-U', 'user-group', '-g', 'gid'],
  ].find(([, one = '', , other = '']) => options.has(one) && options.has(other));
  if (conflict !== undefined)
    return refuse(machine, `useradd: options ${conflict[0]} and ${conflict[2]} conflict`);
  const number = options.get('uid') ?? '0';
  if (isKnown(number) && !/^\d+$/.test(number))
    return refuse(machine, `useradd: invalid user ID '${number}'`);
  return makeUser(machine, {
    program: name,
    user,
    options,
    group: options.get('gid') ?? null,
    hasOwnGroup: !options.has('no-user-group'),
    home: options.get('home-dir') ?? `${options.get('base-dir') ?? '/home'}/${user}`,
    makesHome: options.has('create-home'),
  });
});

/** `useradd -D` prints or changes the defaults for new users; it creates none. */
function changeDefaults(machine: Machine, { options, operands }: AccountWords): Status {
  const changes = ['base-dir', 'expiredate', 'inactive', 'gid', 'shell'];
  if (
    operands.length > 0 ||
    ![...options.keys()].every((each) => each === 'defaults' || changes.includes(each))
  )
    return refuse(machine, 'Usage: useradd -D [options]');
  return options.has('base-dir') ? unknown(machine, 'useradd -D') : 'ok';
}

/** Debian's and Alpine's adduser, both of which can also add a user to a group. */
function adduser(machine: Machine, words: AccountWords): Status {
  const { options, operands } = words;
  const [user, group] = operands;
  const isDebian = machine.stage.base.family === 'debian';
  const isSystem = options.has('system');
  if (isDebian && options.has('group') && !isSystem) return makeGroup(machine, 'addgroup', words);
  if (user === undefined || operands.length > 2)
    return isDebian
      ? refuse(machine, 'adduser: Only one or two names allowed.')
      : unknown(machine, 'adduser');
  if (group !== undefined) {
    if (lacksUser(machine.stage, user))
      return refuse(machine, `adduser: The user \`${user}' does not exist.`);
    const lacks = lacksGroup(machine.stage, `:${group}`);
    if (lacks) return refuse(machine, `adduser: The group \`${group}' does not exist.`);
    join(machine, user, [group]);
    return 'ok';
  }
  // A Debian system user has no home unless `--home` is given.
  const homeless = isDebian && isSystem && !options.has('home');
  return makeUser(machine, {
    program: 'adduser',
    user,
    options,
    group: options.get('ingroup') ?? options.get('gid') ?? null,
    hasOwnGroup: !isSystem || options.has('group'),
    home: homeless ? '/nonexistent' : (options.get('home') ?? `/home/${user}`),
    makesHome: !homeless && !options.has('no-create-home'),
  });
}

/** The error for a user that cannot be created; null when it can. */
function refusedUser(
  { stage }: Machine,
  { program, user, options, group, hasOwnGroup }: NewUser,
): string | null {
  const number = options.get('uid');
  if (number !== undefined && isTaken(stage, number) && !options.has('non-unique'))
    return `${program}: UID ${number} is not unique`;
  const groups = [group, ...(options.get('groups')?.split(',') ?? [])];
  const missing = groups.find((each) => each !== null && lacksGroup(stage, `:${each}`)) ?? null;
  if (missing !== null) return `${program}: group '${missing}' does not exist`;
  if (group !== null || !hasOwnGroup || stage.base.family !== 'debian' || hasGroup(stage, user) !== true)
    return null;
  return program === 'useradd'
    ? `useradd: group ${user} exists - if you want to add this user to that group, use -g.`
    : `adduser: The group \`${user}' already exists.`;
}

function makeUser(machine: Machine, wanted: NewUser): Status {
  const { program, user, options, group, hasOwnGroup, makesHome } = wanted;
  const { stage } = machine;
  const { users, files } = stage;
  const isAlpines = program === 'adduser' && stage.base.family === 'alpine';
  const isThere = hasUser(stage, user);
  if (isThere === 'unknown') return unknown(machine, program);
  // Debian's adduser accepts a system user that already exists.
  if (isThere && program === 'adduser' && options.has('system') && !isAlpines) return 'ok';
  if (isThere)
    return refuse(
      machine,
      program === 'useradd'
        ? `useradd: user '${user}' already exists`
        : `adduser: The user \`${user}' already exists.`,
    );
  const refused = refusedUser(machine, wanted);
  if (refused !== null) return refuse(machine, refused);
  const home = resolvePath('/', wanted.home);
  const hasHome = files.presence(home) === 'folder';
  const place = makesHome || hasHome ? home : null;
  const number = options.get('uid') ?? nextNumber(stage, program, options.has('system'));
  users.set(number, place);
  users.set(user, place);
  stage.userNumbers.set(user, number);
  // An existing home folder keeps its owner (measured, Debian 12); Alpine's adduser gives it to the user.
  if (makesHome && (!hasHome || isAlpines))
    files.put(home, {
      ...plainFile,
      kind: 'folder',
      executable: true,
      owner: user,
      line: machine.place.line,
    });
  if (group === null && hasOwnGroup) stage.groups.add(user);
  join(machine, user, [group ?? '', ...(options.get('groups') ?? '').split(',')]);
  return 'ok';
}

/** Adds the user to groups. */
function join({ stage: { members }, certain }: Machine, user: string, groups: readonly string[]): void {
  if (!certain) return;
  for (const group of groups)
    if (group !== '') members.set(group, new Set([...(members.get(group) ?? []), user]));
}

/** `usermod -aG group user`; changes of the home folder or the user id are not simulated. */
export const usermod = accountProgram((machine, _name, { options, operands }) => {
  const [user = ''] = operands;
  const { stage } = machine;
  if (operands.length !== 1 || (options.has('append') && !options.has('groups')))
    return refuse(machine, 'Usage: usermod [options] LOGIN');
  if (options.size === 0) return refuse(machine, 'usermod: no options');
  if (lacksUser(stage, user)) return refuse(machine, `usermod: user '${user}' does not exist`);
  const groups = [options.get('gid') ?? '', ...(options.get('groups') ?? '').split(',')];
  const missing = groups.find((group) => lacksGroup(stage, `:${group}`));
  if (missing !== undefined) return refuse(machine, `usermod: group '${missing}' does not exist`);
  join(machine, user, groups);
  return ['home', 'uid', 'login'].some((each) => options.has(each)) ? unknown(machine, 'usermod') : 'ok';
});

/** `userdel` also deletes the group that was created with the user, and with -r the user's home. */
export const userdel = accountProgram((machine, _name, { options, operands }) => {
  const [user = ''] = operands;
  const { stage } = machine;
  if (operands.length !== 1) return refuse(machine, 'Usage: userdel [options] LOGIN');
  if (lacksUser(stage, user)) return refuse(machine, `userdel: user '${user}' does not exist`);
  const home = stage.users.get(user) ?? null;
  if (home !== null && options.has('remove') && stage.files.get(home)?.owner === user)
    stage.files.remove(home);
  // The user id becomes free again.
  stage.users.delete(stage.userNumbers.get(user) ?? user);
  stage.users.delete(user);
  stage.userNumbers.delete(user);
  stage.groups.delete(user);
  return 'ok';
});

/** `newgrp group` starts a shell, which ends at once because its input is empty. */
export const newgrp: Program = (machine, args) => {
  const [group = ''] = args.filter((arg) => arg !== '-');
  return group !== '' && lacksGroup(machine.stage, `:${group}`)
    ? refuse(machine, `newgrp: group '${group}' does not exist`)
    : 'ok';
};

/** groupadd and addgroup. */
export const groupadd = accountProgram(makeGroup);

function makeGroup(machine: Machine, program: string, { options, operands }: AccountWords): Status {
  const { stage } = machine;
  const [group = '', second] = operands;
  const isAlpines = program === 'addgroup' && stage.base.family !== 'debian';
  // With two operands, Alpine's addgroup adds a user to a group.
  if (isAlpines && second !== undefined) {
    join(machine, group, [second]);
    return 'ok';
  }
  if (program === 'groupadd' && operands.length !== 1)
    return refuse(machine, 'Usage: groupadd [options] GROUP');
  if (program === 'addgroup' && !isAlpines && operands.length !== 1)
    return refuse(machine, 'addgroup: Only one or two names allowed.');
  const isThere = isAlpines ? isKnown(group) && stage.groups.has(group) : hasGroup(stage, group);
  if (isThere === 'unknown') return unknown(machine, program);
  const isContent = program === 'groupadd' ? options.has('force') : options.has('system') && !isAlpines;
  if (isThere && !isContent) {
    if (isAlpines) return refuse(machine, `addgroup: group '${group}' in use`);
    return refuse(
      machine,
      program === 'groupadd'
        ? `groupadd: group '${group}' already exists`
        : `addgroup: The group \`${group}' already exists.`,
    );
  }
  if (group !== '') stage.groups.add(group);
  return 'ok';
}
