import { isKnown } from '../dockerfile/unknown-text.ts';
import { anybody, type Entry, nameOf, parentOf, plainFile, resolvePath } from './files.ts';
import { fail, type Machine, type Program, type Status, unknown } from './machine.ts';
import { isRoot } from './stage.ts';

/** Options and operands, options first or not. `valued` are options that take the next word. */
function parted(
  args: readonly string[],
  valued: readonly string[] = [],
): {
  readonly options: readonly string[];
  readonly operands: readonly string[];
} {
  const options: string[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('-') && arg.length > 1) {
      options.push(arg);
      if (valued.includes(arg)) {
        at += 1;
        options.push(args[at] ?? '');
      }
    } else operands.push(arg);
  }
  return { options, operands };
}

/** The aim that a missing or unreachable file belongs to, when it is the lesson's start script. */
function aimOf(machine: Machine, path: string): 'entrypoint-script' | null {
  const entry = machine.stage.files.get(path);
  const name = nameOf(path);
  const script =
    /\.sh$/.test(name) ||
    /entrypoint/i.test(name) ||
    (entry?.from !== null && /\.sh$/.test(entry?.from ?? ''));
  return script ? 'entrypoint-script' : null;
}

const mayChange = (machine: Machine, entry: Entry): boolean =>
  isRoot(machine.user) || entry.owner === (machine.user.split(':')[0] ?? '');

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

const chmod: Program = (machine, args) => {
  const symbolic = args.find((arg) => /^-[rwxXst]+$/.test(arg) && arg !== '-R');
  const { options, operands } = parted(args.filter((arg) => arg !== symbolic));
  const [mode = '', ...rest] = symbolic === undefined ? operands : [symbolic, ...operands];
  const paths = symbolic === undefined ? rest : operands;
  if (paths.length === 0)
    return fail(machine, 'shell-usage', { phrase: 'chmod: missing operand' }, 'entrypoint-script');
  const executable = modeMakesExecutable(mode);
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
      status = fail(
        machine,
        'file-not-found',
        { command: 'chmod', path: written, resolved: path },
        aimOf(machine, path),
      );
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

const chown: Program = (machine, args) => {
  const { options, operands } = parted(args);
  const [owner = '', ...paths] = operands;
  const user = owner.split(':')[0] ?? '';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) continue;
    if (machine.stage.files.presence(path) === 'absent') {
      return fail(
        machine,
        'file-not-found',
        { command: 'chown', path: written, resolved: path },
        aimOf(machine, path),
      );
    }
    machine.stage.files.change(path, { owner: user });
    if (options.some((option) => /R|recursive/.test(option))) {
      for (const [each] of machine.stage.files.under(path)) machine.stage.files.change(each, { owner: user });
    }
  }
  return 'ok';
};

const folderEntry = (machine: Machine): Entry => ({
  ...plainFile,
  kind: 'folder',
  executable: true,
  owner: machine.user === '' ? 'root' : machine.user,
  line: machine.place.line,
  certain: machine.certain,
});

const mkdir: Program = (machine, args) => {
  const { operands } = parted(args, ['-m']);
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.get(path) === null)
      machine.stage.files.put(path, folderEntry(machine));
  }
  return 'ok';
};

const touch: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path) || machine.stage.files.get(path) !== null) continue;
    machine.stage.files.put(path, {
      ...folderEntry(machine),
      kind: 'file',
      executable: false,
      text: '',
      named: true,
    });
  }
  return 'ok';
};

/** cp and mv: `gone` removes the sources. */
function transfer(machine: Machine, command: string, args: readonly string[], gone: boolean): Status {
  const { files } = machine.stage;
  const { options, operands } = parted(args, ['-t', '-m', '-o', '-g']);
  const sources = operands.slice(0, -1);
  const last = operands.at(-1);
  if (last === undefined || sources.length === 0)
    return fail(machine, 'shell-usage', { phrase: `${command}: missing destination file operand` });
  const destination = resolvePath(machine.cwd, last);
  if (!isKnown(destination)) {
    files.blur();
    return unknown(machine, command);
  }
  const mode = options.find((_, index) => options[index - 1] === '-m');
  const executable = command === 'install' ? (mode === undefined ? true : modeMakesExecutable(mode)) : null;
  let status: Status = 'ok';
  for (const written of sources) {
    const source = resolvePath(machine.cwd, written.replace(/\/\.$/, ''));
    if (!isKnown(source)) {
      files.blur();
      status = unknown(machine, command);
      continue;
    }
    const entry = files.get(source);
    if (entry === null) {
      if (files.presence(source) === 'absent') {
        status = fail(
          machine,
          'file-not-found',
          { command, path: written, resolved: source },
          aimOf(machine, source),
        );
      } else
        files.put(destination, { ...plainFile, executable: null, line: machine.place.line, certain: false });
      continue;
    }
    const intoFolder =
      files.presence(destination) === 'folder' ||
      last.endsWith('/') ||
      files.presence(destination) === 'unknown';
    const merge = written.endsWith('/.') || written.endsWith('/*');
    const target =
      intoFolder && !merge && (files.presence(destination) === 'folder' || last.endsWith('/'))
        ? resolvePath(destination, nameOf(source))
        : destination;
    const put = (path: string, each: Entry): void =>
      files.put(path, {
        ...each,
        line: machine.place.line,
        executable: executable ?? each.executable,
        certain: machine.certain,
        named: each.kind === 'file' ? true : each.named,
      });
    if (entry.kind === 'folder' && command === 'cp' && !options.some((option) => /r|R|a/.test(option)))
      continue;
    put(target, entry);
    const below = files.under(source);
    machine.budget.files -= below.length;
    if (machine.budget.files < 0) {
      files.blur();
      continue;
    }
    for (const [path, each] of below) {
      files.put(`${target}${path.slice(source.length)}`, {
        ...each,
        line: machine.place.line,
        certain: machine.certain,
      });
    }
    const environment = machine.stage.environments.get(source);
    if (environment !== undefined) machine.stage.environments.set(target, environment);
    if (gone && machine.certain) files.remove(source);
  }
  return status;
}

const rm: Program = (machine, args) => {
  const { options, operands } = parted(args);
  const force = options.some((option) => /f/.test(option));
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path) || /[*?[]/.test(path)) continue;
    const presence = machine.stage.files.presence(path);
    if (presence === 'absent') {
      if (!force) return fail(machine, 'file-not-found', { command: 'rm', path: written, resolved: path });
      continue;
    }
    if (!machine.certain) machine.stage.files.change(path, { certain: false });
    else {
      machine.stage.files.remove(path);
      for (const folder of machine.stage.environments.keys()) {
        if (folder === path || folder.startsWith(`${path}/`)) machine.stage.environments.delete(folder);
      }
    }
  }
  return 'ok';
};

const ln: Program = (machine, args) => {
  const { operands } = parted(args);
  const [target = '', link = target] = operands;
  const name =
    machine.stage.files.presence(resolvePath(machine.cwd, link)) === 'folder'
      ? `${link}/${nameOf(target)}`
      : link;
  const path = resolvePath(machine.cwd, name);
  const source = resolvePath(target.startsWith('/') ? '/' : parentOf(path), target);
  if (!isKnown(path) || !isKnown(source)) return unknown(machine, 'ln');
  const entry = machine.stage.files.get(source);
  if (entry !== null) machine.stage.files.put(path, { ...entry, line: machine.place.line });
  else {
    const found = machine.run.find(machine, source);
    const tool = found.kind === 'tool' ? found.tool : null;
    machine.stage.files.put(path, { ...plainFile, executable: null, tool, line: machine.place.line });
  }
  return 'ok';
};

/** `sed -i 's/\r$//' file` and dos2unix: what mends CRLF. */
function mended(machine: Machine, paths: readonly string[]): Status {
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    const entry = machine.stage.files.get(path);
    if (entry === null) {
      if (machine.stage.files.presence(path) === 'absent') {
        return fail(
          machine,
          'file-not-found',
          { command: 'sed', path: written, resolved: path },
          aimOf(machine, path),
        );
      }
      continue;
    }
    if (entry.text !== null) machine.stage.files.change(path, { text: entry.text.replaceAll('\r\n', '\n') });
  }
  return 'ok';
}

const sed: Program = (machine, args) => {
  if (!args.some((arg) => /^-[a-zA-Z]*i|^--in-place/.test(arg))) return 'ok';
  const { operands, options } = parted(args, ['-e', '-f']);
  const given = options.filter((_, index) => options[index - 1] === '-e');
  const scripts = given.length > 0 ? given : operands.slice(0, 1);
  const paths = given.length > 0 ? operands : operands.slice(1);
  if (scripts.every((script) => /^s(.)(?:\\r|\\x0[dD]|\^M|\r)\$?\1\1g?$/.test(script)))
    return mended(machine, paths);
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (machine.stage.files.get(path) !== null) machine.stage.files.change(path, { text: null });
    else if (machine.stage.files.presence(path) === 'absent') {
      return fail(
        machine,
        'file-not-found',
        { command: 'sed', path: written, resolved: path },
        aimOf(machine, path),
      );
    }
  }
  return 'ok';
};

const tee: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path))
      machine.stage.files.put(path, {
        ...folderEntry(machine),
        kind: 'file',
        executable: false,
        named: true,
      });
  }
  return 'ok';
};

const cat: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent') {
      return fail(
        machine,
        'file-not-found',
        { command: 'cat', path: written, resolved: path },
        aimOf(machine, path),
      );
    }
  }
  return 'ok';
};

const find: Program = (machine, args) => {
  // `find . -name '*.sh' -exec chmod +x {} +` and its like.
  const exec = args.indexOf('-exec');
  if (exec < 0) return args.includes('-delete') && machine.phase === 'build' ? 'ok' : 'ok';
  const name = args[args.indexOf('-name') + 1] ?? '';
  const suffix = args.includes('-name') && /^\*[^*?[]+$/.test(name) ? name.slice(1) : null;
  const root = resolvePath(machine.cwd, args[0]?.startsWith('-') === true ? '.' : (args[0] ?? '.'));
  const command = args.slice(exec + 1).filter((word) => word !== ';' && word !== '+' && word !== '{}');
  if (suffix === null || command.length === 0) return 'ok';
  const paths = machine.stage.files
    .under(root)
    .filter(([path, { kind }]) => kind === 'file' && path.endsWith(suffix));
  return paths.length === 0
    ? 'ok'
    : machine.run.words(machine, [...command, ...paths.map(([path]) => path)], null);
};

export const fileTools: Readonly<Record<string, Program>> = {
  chmod,
  chown,
  chgrp: () => 'ok',
  mkdir,
  rmdir: rm,
  touch,
  cp: (machine, args) => transfer(machine, 'cp', args, false),
  install: (machine, args) =>
    args.includes('-d') ? mkdir(machine, args, null, 'mkdir') : transfer(machine, 'install', args, false),
  mv: (machine, args) => transfer(machine, 'mv', args, true),
  rm,
  ln,
  sed,
  dos2unix: (machine, args) => mended(machine, parted(args).operands),
  tee,
  cat,
  find,
};
