import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Entry, nameOf, parentOf, plainFile, resolvePath } from '../../simulation/image/files.ts';
import { modeMakesExecutable } from '../../simulation/image/mode.ts';
import { fail, type Machine, type Program, type Status, unknown } from '../../simulation/shell/machine.ts';
import { fileNotFound, splitOperands } from './operands.ts';

/** cp and mv: `gone` removes the sources. */
export function transfer(machine: Machine, command: string, args: readonly string[], gone: boolean): Status {
  const { files } = machine.stage;
  const { options, operands } = splitOperands(args, ['-t', '-m', '-o', '-g']);
  const sources = operands.slice(0, -1);
  const last = operands.at(-1);
  if (last === undefined || sources.length === 0)
    return fail(machine, { kind: 'command-refused', phrase: `${command}: missing destination file operand` });
  const destination = resolvePath(machine.cwd, last);
  if (!isKnown(destination)) {
    files.blur();
    return unknown(machine, command);
  }
  const mode = options.find((_, index) => options[index - 1] === '-m');
  const installed = mode === undefined || modeMakesExecutable(mode);
  const executable = command === 'install' ? installed : null;
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
        status = fileNotFound(machine, command, written, source);
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

export const rm: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  const force = options.some((option) => /f/.test(option));
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path) || /[*?[]/.test(path)) continue;
    const presence = machine.stage.files.presence(path);
    if (presence === 'absent') {
      if (!force) return fileNotFound(machine, 'rm', written, path);
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

export const ln: Program = (machine, args) => {
  const { operands } = splitOperands(args);
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
    const found = machine.host.resolve(machine, source);
    const tool = found.kind === 'tool' ? found.tool : null;
    machine.stage.files.put(path, { ...plainFile, executable: null, tool, line: machine.place.line });
  }
  return 'ok';
};
