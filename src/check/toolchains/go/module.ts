import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** The root folder of the module that a folder belongs to; null when there is none, `unknown` when that is unknown. */
export function moduleOf(machine: Machine, folder: string): string | 'unknown' | null {
  for (let each = folder; ; each = parentOf(each)) {
    const presence = machine.stage.files.presence(resolvePath(each, 'go.mod'));
    // Go ignores a go.mod directly in the system's temporary folder.
    if (presence === 'file') return each === (machine.env.get('TMPDIR') || '/tmp') ? null : each;
    if (presence === 'unknown') return 'unknown';
    if (each === '/') return null;
  }
}

export const noModule = (machine: Machine): Status =>
  fail(machine, {
    kind: 'command-failed',
    phrase: 'go: go.mod file not found in current directory or any parent directory',
  });

/** `go mod download`, which needs go.mod. */
export function modules(machine: Machine, [verb, ...rest]: readonly string[]): Status {
  if (verb === 'init') return init(machine, rest);
  const found = moduleOf(machine, machine.cwd);
  if (found === null) return noModule(machine);
  return found === 'unknown' ? unknown(machine, `go mod ${verb ?? ''}`) : 'ok';
}

/** `go mod init name` writes go.mod, and fails if there already is one. */
function init(machine: Machine, [name]: readonly string[]): Status {
  const path = resolvePath(machine.cwd, 'go.mod');
  const presence = machine.stage.files.presence(path);
  if (presence === 'file')
    return fail(machine, { kind: 'command-failed', phrase: `go: ${path} already exists` });
  if (presence === 'unknown') unknown(machine, 'go mod init');
  const text = name === undefined ? null : `module ${name}\n`;
  machine.stage.files.put(path, { ...plainFile, text, line: machine.place.line, certain: machine.certain });
  return name === undefined ? unknown(machine, 'go mod init') : 'ok';
}

/** The default name of a program: the last part of its package's import path, which begins with the module's name. */
export function packageName(machine: Machine, source: string, module: string | null): string {
  if (source !== module) return nameOf(source);
  const text = machine.stage.files.get(resolvePath(module, 'go.mod'))?.text ?? '';
  const path = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1] ?? '';
  return nameOf(path.replace(/\/v\d+$/, '')) || nameOf(source);
}
