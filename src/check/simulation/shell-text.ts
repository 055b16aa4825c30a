import { isKnown } from '../dockerfile/unknown-text.ts';
import { bashism } from '../shell/bashisms.ts';
import { type Unfinished, unfinished } from '../shell/unfinished.ts';
import { runScript } from './interpret.ts';
import { fail, type Machine, placeIn, type Status, unknown } from './machine.ts';

/** Runs a line or a script's text in a shell. */
export function runText(machine: Machine, text: string, args: readonly string[], written = false): Status {
  if (!isKnown(text)) return unknown(machine, 'shell text');
  machine.budget.shell -= text.length;
  const parsed = machine.budget.shell < 0 ? null : machine.parseShell(text);
  if (parsed === null) return unknown(machine, 'long script');
  machine.args = args;
  // A line copied together with the prompt of a terminal.
  if (/^\s*\$\s/.test(text)) return fail(machine, 'command-not-found', { command: '$' });
  if (written) {
    const { place, stage, phase, errexit } = machine;
    machine.scripts.push({ script: parsed.script, at: place, stage, phase, errexit });
  }
  const open =
    (machine.dialect === 'dash' ? bashism(text) : null) ?? (parsed.broken ? unfinished(text) : null);
  if (open !== null) return runUpTo(machine, text, open);
  const status = runScript(machine, parsed.script);
  return parsed.broken && status !== 'failed' ? unknown(machine, 'shell syntax') : status;
}

/** A shell runs what stands before a construct that never ends, and gives up there, with or without -e. */
function runUpTo(machine: Machine, text: string, { at, phrase }: Unfinished): Status {
  const before = machine.parseShell(text.slice(0, at));
  const status = before === null ? 'unknown' : runScript(machine, before.script);
  if (status === 'stops') return status;
  const { place } = machine;
  machine.place = placeIn(machine, text.slice(0, at).split('\n').length - 1);
  const failed = fail(
    machine,
    'shell-usage',
    { phrase },
    machine.phase === 'start' ? 'entrypoint-script' : null,
  );
  machine.place = place;
  return failed;
}
