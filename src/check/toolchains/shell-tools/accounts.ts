import type { Program } from '../../simulation/shell/machine.ts';

/** useradd and adduser: who was made, with which home. */
export const useradd: Program = (machine, args, _input, name) => {
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
