import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Presence } from '../../simulation/image/slim-image.ts';
import { fail, type Machine } from '../../simulation/shell/machine.ts';
import { mayWrite } from '../../simulation/shell/redirect.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import type { Edit } from './edits.ts';
import { fileNotFound, notPermitted } from './operands.ts';

/** The text of a file that a program reads; null when it is unknown. */
function textOf(machine: Machine, written: string): string | null {
  if (written === '-') return machine.input.text;
  return machine.stage.files.get(resolvePath(machine.cwd, written))?.text ?? null;
}

/** Whether an operand exists; `-` is the standard input. */
function presenceOf(machine: Machine, written: string, path: string): Presence {
  if (!isKnown(path)) return 'unknown';
  return written === '-' ? 'file' : machine.stage.files.presence(path);
}

/** Reads a program's input: its operands in order, or else its standard input. Reading ends at the first missing operand. */
export function readAll(
  machine: Machine,
  command: string,
  operands: readonly string[],
): { readonly status: Status; readonly text: string } {
  if (operands.length === 0) return { status: 'ok', text: machine.input.text };
  let status: Status = 'ok';
  let text = '';
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    const presence = presenceOf(machine, written, path);
    if (presence === 'absent') status = fileNotFound(machine, command, written, path);
    else if (presence === 'folder')
      status = fail(machine, { kind: 'command-failed', phrase: `${command}: ${written}: Is a directory` });
    else if (
      presence === 'unknown' &&
      status === 'ok' &&
      !/^\/(?:etc\/(?:os-release|passwd|hosts)|proc)/.test(path)
    )
      status = 'unknown';
    if (presence !== 'absent') text += textOf(machine, written) ?? unknownText;
  }
  return { status, text };
}

/** Edits files in place. After an edit that is not simulated, their text is unknown. */
export function editInPlace(
  machine: Machine,
  command: string,
  paths: readonly string[],
  edit: Edit | null,
): Status {
  let status: Status = 'ok';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) {
      status = 'unknown';
      continue;
    }
    const entry = machine.stage.files.get(path);
    const presence = machine.stage.files.presence(path);
    if (presence === 'absent') return fileNotFound(machine, command, written, path);
    if (presence === 'folder')
      return fail(machine, {
        kind: 'command-failed',
        phrase: `${command}: couldn't edit ${written}: not a regular file`,
      });
    if (entry === null) {
      status = 'unknown';
      continue;
    }
    const may = mayWrite(machine, path);
    if (may === false) return notPermitted(machine, command, written, path);
    if (may === 'unknown') status = 'unknown';
    const text = entry.text === null || edit === null || !machine.certain ? null : edit(entry.text);
    machine.stage.files.change(path, { text });
  }
  return status;
}

/** A program that prints its input with changes. */
export function filter(
  machine: Machine,
  command: string,
  operands: readonly string[],
  edit: Edit | null,
): Status {
  const { status, text } = readAll(machine, command, operands);
  print(machine, (isKnown(text) ? edit?.(text) : null) ?? unknownText);
  return status;
}
