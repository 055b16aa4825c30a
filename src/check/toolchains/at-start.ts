import { fail, type Machine } from '../simulation/shell/machine.ts';
import type { Status } from '../simulation/shell/status.ts';

/** Fails a command that downloads packages when the container starts, because the container has no network then. */
export const downloadAtStart = (machine: Machine, command: string): Status =>
  fail(machine, { kind: 'needs-network', download: { kind: 'command', command } });
