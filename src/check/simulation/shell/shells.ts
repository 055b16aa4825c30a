import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { resolvePath } from '../image/files.ts';
import { homeOf } from '../image/stage.ts';
import { homeFolder } from './home.ts';
import {
  dialectOf,
  fail,
  finishShell,
  type Machine,
  type Program,
  subshell,
  unfollowed,
  unknown,
} from './machine.ts';
import { runFile } from './scripts.ts';

/** Whether a word starts a shell: its name, or its path on Debian. */
export const isShell = (word: string): boolean => /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|dash|ash)$/.test(word);

/** How a shell was started. */
interface ShellOptions {
  readonly errexit: boolean;
  readonly nounset: boolean;
  readonly pipefail: boolean;
  readonly allexport: boolean;
  readonly login: boolean;
  /** Where the script is: in the next word (`-c`), on standard input (`-s`), or in the file named by the next word, if there is one. */
  readonly script: 'word' | 'input' | 'file';
  /** Words after the options. */
  readonly rest: readonly string[];
  /** An option that this shell lacks; null if there is none. */
  readonly wrong: string | null;
}

/** Option letters of dash, and of bash in addition. */
const dashLetters = 'aefnuvxIimqVEbspcCl';
const bashLetters = `${dashLetters}hkrtBDHPT`;
const bashLong = new Set('--login --noprofile --norc --posix --verbose --restricted --noediting'.split(' '));

function scriptPlace(on: ReadonlySet<string>): ShellOptions['script'] {
  if (on.has('c')) return 'word';
  return on.has('s') ? 'input' : 'file';
}

/** Parses a shell's options as dash or bash does. */
export function readShellOptions(args: readonly string[], isBash: boolean): ShellOptions {
  const on = new Set<string>();
  let wrong: string | null = null;
  let at = 0;
  for (; at < args.length && /^[-+]./.test(args[at] ?? ''); at += 1) {
    const word = args[at] ?? '';
    if (word === '--') break;
    if (word.startsWith('--')) {
      if (isBash && word === '--login') on.add('l');
      else if (isBash && /^--(?:rcfile|init-file)$/.test(word)) at += 1;
      else if (!isBash || !bashLong.has(word)) wrong ??= word;
      continue;
    }
    const sign = word[0] === '-';
    let named = at;
    for (const letter of word.slice(1)) {
      if (letter === 'o' || (letter === 'O' && isBash)) {
        named += 1;
        const name = args[named] ?? '';
        if (sign) on.add(name);
        if (!isBash && name === 'pipefail') wrong ??= '-o pipefail';
      } else if (!(isBash ? bashLetters : dashLetters).includes(letter)) wrong ??= `-${letter}`;
      else if (sign) on.add(letter);
    }
    at = named;
  }
  // Both of these end the options: `curl … | bash -`.
  if (args[at] === '--' || args[at] === '-') at += 1;
  return {
    errexit: on.has('e') || on.has('errexit'),
    nounset: on.has('u') || on.has('nounset'),
    pipefail: on.has('pipefail'),
    allexport: on.has('a') || on.has('allexport'),
    login: on.has('l'),
    script: scriptPlace(on),
    rest: args.slice(at),
    wrong,
  };
}

/** `sh -c text`, `sh file`, `sh <<EOF`, `… | sh -s words`. */
const runShell: Program = (machine, args, input, name) => {
  const dialect = dialectOf(machine, name);
  const started = readShellOptions(args, dialect === 'bash');
  const { errexit, nounset, pipefail, allexport } = started;
  const inner = subshell(machine, { errexit, nounset, pipefail, dialect, allexport, locals: null });
  if (started.wrong !== null && dialect === 'other') return unfollowed(machine, `${name} ${started.wrong}`);
  if (started.wrong !== null)
    return fail(machine, { kind: 'command-refused', phrase: `${name}: 0: Illegal option ${started.wrong}` });
  if (started.login) logIn(inner);
  const [first, ...others] = started.rest;
  if (started.script === 'word') {
    if (first === undefined)
      return fail(machine, { kind: 'command-refused', phrase: `${name}: 0: -c requires an argument` });
    inner.name = others[0] ?? name;
    return finishShell(inner, machine.host.runText(inner, first, others.slice(1)));
  }
  if (started.script === 'file' && first !== undefined)
    return runFile(inner, resolvePath(machine.cwd, first), others, first, 'shell');
  if (input === null) return 'ok';
  machine.input.text = '';
  return finishShell(inner, machine.host.runText(inner, input, started.rest));
};

/** A login shell takes its PATH from /etc/profile, whatever the image sets. */
export function logIn(machine: Machine): void {
  if (machine.stage.base.family !== 'debian') {
    if (machine.stage.base.family !== 'alpine') unknown(machine, 'a login shell');
    else machine.env.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
    return;
  }
  machine.env.set('PATH', isRoot(machine.user) ? pathOfRoot : pathOfOthers);
  const home = homeOf(machine.stage, machine.user);
  if (home === null) return;
  machine.host.logIn(machine, home);
  for (const file of ['.profile', '.bash_profile', '.bashrc']) {
    if (machine.stage.files.get(`${home}/${file}`) !== null) unknown(machine, `~/${file}`);
  }
}

const pathOfRoot = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const pathOfOthers = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games';

/** `su user -c …`, called by root, asks for no password. `su -` starts in the user's home folder with a new environment. */
const su: Program = (machine, args, input) => {
  if (machine.stage.base.family !== 'debian' || !args.every(isKnown)) return unfollowed(machine, 'su');
  if (!isRoot(machine.user))
    return fail(machine, { kind: 'command-failed', phrase: 'su: Authentication failure' });
  let login = false;
  let shell: string | null = null;
  let command: string | null = null;
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '-' || arg === '-l' || arg === '--login') login = true;
    else if (arg === '-c' || arg === '--command' || arg === '-s' || arg === '--shell') {
      at += 1;
      if (arg.endsWith('c') || arg.endsWith('command')) command = args[at] ?? null;
      else shell = args[at] ?? null;
    } else if (arg.startsWith('-') && !/^(?:-m|-p|--preserve-environment)$/.test(arg))
      return unfollowed(machine, `su ${arg}`);
    else if (!arg.startsWith('-')) operands.push(arg);
  }
  const [user = 'root', ...rest] = operands;
  const { stage } = machine;
  const home = homeOf(stage, user);
  const isOwn = stage.users.has(user);
  if (!isRoot(user) && !isOwn && shell === null) {
    if (stage.files.isVague) return unfollowed(machine, 'su');
    return fail(machine, { kind: 'command-failed', phrase: 'This account is currently not available.' });
  }
  const env = new Map(login ? [['PATH', pathOfRoot]] : machine.env);
  const inner = subshell(machine, { user: isRoot(user) ? '' : user, env, cwd: machine.cwd });
  if (!args.some((arg) => /^(?:-m|-p|--preserve-environment)$/.test(arg))) env.delete('HOME');
  else env.set('HOME', homeFolder(machine));
  if (login) {
    if (home !== null) inner.cwd = home;
    logIn(inner);
  }
  const words = command === null ? rest : ['-c', command, ...rest];
  return machine.host.runWords(inner, [shell ?? '/bin/bash', ...words], input);
};

export const shells: Readonly<Record<string, Program>> = {
  sh: runShell,
  bash: runShell,
  dash: runShell,
  ash: runShell,
  su,
};
