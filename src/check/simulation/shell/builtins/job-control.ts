import { hasBackgroundServer, mayServeBehind } from '../endless-loops.ts';
import { fail, type Program, unknown } from '../machine.ts';
import { refusedInDash } from './refused-options.ts';

/** `wait` waits for what runs in the background: a server there stays. */
const wait: Program = (machine, args) => {
  const refused = refusedInDash(machine, 'wait', args, '');
  if (refused !== null) return refused;
  if (hasBackgroundServer(machine))
    return machine.phase === 'start' ? 'stops' : fail(machine, { kind: 'never-ends', awaited: 'wait' });
  return mayServeBehind(machine) ? 'unknown' : 'ok';
};

/** `fg` and `bg`: without job control there is no job to bring back. */
const resume: Program = (machine, _args, _input, name) =>
  machine.shopt.has('monitor')
    ? unknown(machine, name)
    : fail(machine, { kind: 'command-failed', phrase: `${name}: no job control` });

/** What the shell itself knows of its jobs: programs that it runs in the background. */
export const jobControl: Readonly<Record<string, Program>> = {
  wait,
  fg: resume,
  bg: resume,
  jobs: () => 'ok',
};
