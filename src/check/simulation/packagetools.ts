import { fail, type Machine, type Program, type Status, unknown } from './machine.ts';

/** apt-get and apt: packages by name, and whether the lists were fetched before. */
const apt: Program = (machine, args, _input, name) => {
  const { stage } = machine;
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [verb, ...names] = words;
  if (stage.base.family === 'alpine') return fail(machine, 'command-not-found', { command: name });
  switch (verb) {
    case 'update':
      stage.packageListsFetched = true;
      return 'ok';
    case 'install': {
      const yes = args.some((arg) => /^-[a-zA-Z]*y|^--yes$|^--assume-yes$|^-qq/.test(arg));
      for (const each of names) if (!each.includes('=')) stage.packages.add(each);
      for (const each of names) stage.packages.add(each.split('=')[0] ?? each);
      if (!stage.packageListsFetched && stage.base.programs !== null && names.length > 0) {
        return fail(machine, 'package-lists-missing', {
          package: names[0] ?? '',
          phrase: `Unable to locate package ${names[0] ?? ''}`,
        });
      }
      if (names.includes('uv') && stage.base.family === 'debian') {
        // Debian has no such package (bookworm, trixie).
        stage.packages.delete('uv');
        return fail(
          machine,
          'package-lists-missing',
          { package: 'uv', phrase: 'Unable to locate package uv' },
          'installer-available',
        );
      }
      if (!yes && names.length > 0) {
        // Whether apt asks depends on what else it has to bring; nobody answers it.
        return unknown(machine, `${name} install without -y`);
      }
      return 'ok';
    }
    default:
      return 'ok';
  }
};

const apk: Program = (machine, args) => {
  const words = args.filter(
    (arg, index) => !arg.startsWith('-') && args[index - 1] !== '-t' && args[index - 1] !== '--virtual',
  );
  if (words[0] !== 'add') return 'ok';
  for (const each of words.slice(1)) machine.stage.packages.add(each.split(/[=<>~]/)[0] ?? each);
  return 'ok';
};

/** useradd and adduser: who was made, with which home. */
const useradd: Program = (machine, args, _input, name) => {
  const valued = [
    '-u',
    '-g',
    '-G',
    '-s',
    '-d',
    '-c',
    '-h',
    '--uid',
    '--gid',
    '--home',
    '--home-dir',
    '--shell',
    '--ingroup',
    '--gecos',
    '-k',
    '--groups',
    '--comment',
  ];
  let home: string | null = null;
  let made = name === 'adduser';
  let user = '';
  let number: string | null = null;
  const system = args.includes('-r') || args.includes('--system') || args.includes('-S');
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (/^-[a-zA-Z]*m$|^--create-home$/.test(arg)) made = true;
    if (/^(?:-M|-H|--no-create-home)$/.test(arg)) made = false;
    const homeOption =
      ['-d', '--home', '--home-dir'].includes(arg) ||
      (arg === '-h' && machine.stage.base.family === 'alpine');
    if (homeOption) home = args[at + 1] ?? null;
    if (arg === '-u' || arg === '--uid') number = args[at + 1] ?? null;
    if (valued.includes(arg)) at += 1;
    else if (!arg.startsWith('-') && user === '') user = arg;
  }
  if (user === '') return 'ok';
  const place = made ? (home ?? `/home/${user}`) : null;
  const { users } = machine.stage;
  // Without a number of its own a user gets the next from 1000 on.
  const named = [...users.keys()].filter((each) => !/^\d+$/.test(each)).length;
  if (number !== null) users.set(number, place);
  else if (!system) users.set(String(1000 + named), place);
  users.set(user, place);
  return 'ok';
};

const notHere: Program = (machine, _args, _input, name): Status =>
  fail(machine, 'command-not-found', { command: name });
const unknownTool = (
  machine: Machine,
  _args: readonly string[],
  _input: string | null,
  name: string,
): Status => {
  machine.stage.files.blur();
  return unknown(machine, name);
};

export const packageTools: Readonly<Record<string, Program>> = {
  apt,
  'apt-get': apt,
  apk,
  useradd,
  adduser: useradd,
  groupadd: () => 'ok',
  addgroup: () => 'ok',
  yum: notHere,
  dnf: notHere,
  npm: unknownTool,
  git: unknownTool,
};
