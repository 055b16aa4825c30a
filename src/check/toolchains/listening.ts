import { fail, type Machine, unknown } from '../simulation/shell/machine.ts';
import type { Status } from '../simulation/shell/status.ts';

/** How many seconds of sleep before the server every verification tolerates. The worker's settings decide how many more one tolerates. */
const patience = 45;

/** Starts a server. At start, the script does not continue after it; in a build, it hangs forever. */
export function serve(
  machine: Machine,
  program: string,
  host: string | null,
  port: number | null,
  status: Status,
): Status {
  // An earlier server in the background may have ended by now, or may still hold the port; then this one cannot bind to it.
  const isSecond =
    port !== null &&
    machine.events.some(
      (each) =>
        each.kind === 'server' && each.phase === machine.phase && each.background && each.port === port,
    );
  if (isSecond && machine.phase === 'start') unknown(machine, `${program} on a port that is taken`);
  if (machine.budget.asleep > patience) unknown(machine, 'sleep');
  machine.events.push({
    kind: 'server',
    at: machine.place,
    phase: machine.phase,
    program,
    host,
    port,
    certain: machine.certain,
    exec: machine.exec,
    background: machine.background,
  });
  if (machine.phase === 'build' && !machine.background)
    return fail(machine, { kind: 'never-ends', awaited: program });
  if (status === 'failed') return 'failed';
  return machine.certain ? 'stops' : 'unknown';
}

export const portOf = (text: string): number | null => (/^\d{1,5}$/.test(text) ? Number(text) : null);

/** `0` and `0.0.0` are other spellings of 0.0.0.0 (inet_aton accepts them). The brackets of an IPv6 address are removed. */
export const hostOf = (host: string): string =>
  /^0+(?:\.0+){0,3}$/.test(host) ? '0.0.0.0' : host.replace(/^\[|\]$/g, '');
