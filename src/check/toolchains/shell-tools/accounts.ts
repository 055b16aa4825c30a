import { isKnown } from '../../dockerfile/unknown-text.ts';
import { systemGroups, systemUsers } from '../../simulation/image/base-image.ts';
import { plainFile } from '../../simulation/image/files.ts';
import { lacksGroup, lacksUser, type Stage } from '../../simulation/image/stage.ts';
import { fail, type Program, type Status, unknown } from '../../simulation/shell/machine.ts';
import { readAccountOptions, refusedByDebian } from './account-options.ts';

/** Options of useradd and adduser that take the word behind them. */
const valued = new Set(
  '-u -g -G -s -d -c -h -k --uid --gid --home --home-dir --shell --ingroup --gecos --groups --comment'.split(
    ' ',
  ),
);

interface Request {
  readonly user: string;
  readonly options: ReadonlyMap<string, string>;
}

/** The first operand, and the options in front of it and behind. */
function readRequest(args: readonly string[]): Request {
  const options = new Map<string, string>();
  let user = '';
  for (let at = 0; at < args.length; at += 1) {
    const [name = '', value] = (args[at] ?? '').split('=', 2);
    if (!name.startsWith('-')) user ||= args[at] ?? '';
    else if (valued.has(name) && value === undefined) options.set(name, args[++at] ?? '');
    else options.set(name, value ?? '');
  }
  return { user, options };
}

const optionOf = (options: Request['options'], ...names: readonly string[]): string | null => {
  const name = names.find((each) => options.has(each));
  return name === undefined ? null : (options.get(name) ?? null);
};

const isKnownBase = ({ files, base }: Stage): boolean =>
  !files.isVague && ['debian', 'alpine'].includes(base.family);

/** useradd and adduser: who was made, with which home. */
export const useradd: Program = (machine, args, _input, name) => {
  const { stage } = machine;
  const refuse = (phrase: string): Status => fail(machine, { kind: 'command-failed', phrase });
  const { words, refused } = readAccountOptions(name, args);
  if (refused !== null) return refuse(refused);
  const foreign = refusedByDebian(stage, name, args);
  if (foreign !== null) return foreign === 'help' ? 'ok' : refuse(foreign.phrase);
  const { user, options } = readRequest(words);
  if (name === 'useradd' && (user === '' || options.has('-D')))
    return refuse('Usage: useradd [options] LOGIN');
  if (user === '') return 'ok';
  const short = [...options.keys()].filter((each) => /^-[a-zA-Z]+$/.test(each)).join('');
  const isSystem = /[rS]/.test(short) || options.has('--system');
  const isThere = stage.users.has(user) || (isKnownBase(stage) && systemUsers.has(user));
  // `adduser --system` is content with a system user who is there already.
  if (isThere && isKnown(user) && !(name === 'adduser' && options.has('--system')))
    return refuse(
      name === 'useradd'
        ? `useradd: user '${user}' already exists`
        : `adduser: The user \`${user}' already exists.`,
    );
  const number = optionOf(options, '-u', '--uid');
  if (number !== null && isTaken(stage, number) && !options.has('-o') && !options.has('--non-unique'))
    return refuse(`${name}: UID ${number} is not unique`);
  const group = optionOf(options, '-g', '--gid', ...(name === 'adduser' ? ['-G', '--ingroup'] : []));
  if (group !== null && lacksGroup(stage, `:${group}`))
    return refuse(`${name}: group '${group}' does not exist`);
  const isMade =
    !['-M', '-H', '--no-create-home'].some((each) => options.has(each)) &&
    (name === 'adduser' || /m/.test(short) || options.has('--create-home'));
  const homeOptions = ['-d', '--home', '--home-dir', ...(stage.base.family === 'alpine' ? ['-h'] : [])];
  const place = isMade ? (optionOf(options, ...homeOptions) ?? `/home/${user}`) : null;
  const { users } = stage;
  // Without a number of its own a user gets the next from 1000 on.
  const named = [...users.keys()].filter((each) => !/^\d+$/.test(each)).length;
  if (number !== null) users.set(number, place);
  else if (!isSystem) users.set(String(1000 + named), place);
  users.set(user, place);
  if (place !== null)
    stage.files.put(place, {
      ...plainFile,
      kind: 'folder',
      executable: true,
      owner: user,
      line: machine.place.line,
    });
  const ownGroup = name === 'useradd' ? !options.has('-N') : !isSystem || options.has('--group');
  if (group === null && ownGroup) stage.groups.add(user);
  return 'ok';
};

/** Numbers of the users that Debian has from the start. */
const systemNumbers = new Set('0 1 2 3 4 5 6 7 8 9 10 13 33 34 38 39 65534'.split(' '));
const isTaken = (stage: Stage, number: string): boolean =>
  stage.users.has(number) ||
  (isKnownBase(stage) && stage.base.family === 'debian' && systemNumbers.has(number));

/** `usermod -aG group user`; what it changes of a home or a number is not followed. */
export const usermod: Program = (machine, args) => {
  const { options, user } = readModification(args);
  const { stage } = machine;
  const refuse = (phrase: string): Status => fail(machine, { kind: 'command-failed', phrase });
  if (lacksUser(stage, user)) return refuse(`usermod: user '${user}' does not exist`);
  const groups = (optionOf(options, '-G', '-aG', '--groups', '-g', '--gid') ?? '').split(',');
  const missing = groups.find((group) => lacksGroup(stage, `:${group}`));
  if (missing !== undefined) return refuse(`usermod: group '${missing}' does not exist`);
  return ['-d', '-u', '-l', '--home', '--uid', '--login'].some((each) => options.has(each))
    ? unknown(machine, 'usermod')
    : 'ok';
};

/** The user is the last word, the options of usermod have their values behind them. */
function readModification(args: readonly string[]): Request {
  const options = new Map<string, string>();
  for (const [at, arg] of args.entries()) {
    const [name = '', value] = arg.split('=', 2);
    if (arg.startsWith('-')) options.set(name, value ?? args[at + 1] ?? '');
  }
  return { user: args.at(-1) ?? '', options };
}

export const userdel: Program = (machine, args) => {
  const { user } = readRequest(args);
  const { stage } = machine;
  if (lacksUser(stage, user))
    return fail(machine, { kind: 'command-failed', phrase: `userdel: user '${user}' does not exist` });
  stage.users.delete(user);
  return 'ok';
};

/** groupadd and addgroup. */
export const groupadd: Program = (machine, args, _input, name) => {
  const { stage } = machine;
  const { words, refused } = readAccountOptions(name, args);
  const foreign = refusedByDebian(stage, name, args);
  if (refused !== null) return fail(machine, { kind: 'command-failed', phrase: refused });
  if (foreign !== null)
    return foreign === 'help' ? 'ok' : fail(machine, { kind: 'command-failed', phrase: foreign.phrase });
  const { user: group } = readRequest(words);
  const isThere = stage.groups.has(group) || (isKnownBase(stage) && systemGroups.has(group));
  const forced = args.some((arg) => /^-\w*f|^--force$|^--system$/.test(arg));
  if (isThere && !forced && isKnown(group) && name === 'groupadd')
    return fail(machine, { kind: 'command-failed', phrase: `groupadd: group '${group}' already exists` });
  if (group !== '') stage.groups.add(group);
  return 'ok';
};
