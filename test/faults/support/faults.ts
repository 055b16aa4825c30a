import { boxFaults } from './box-faults.ts';
import { discordFaults } from './discord-faults.ts';
import type { Fault, Means } from './fault.ts';
import { jobFaults } from './job-faults.ts';
import { botFaults, workerFaults } from './process-faults.ts';
import { realFaults } from './real-faults.ts';
import { recordsFaults, redisFaults } from './store-faults.ts';

/** All kinds of faults, by name. Those that this machine does not allow (namespaces, mounts) are left out. */
export function allFaults(means: Means): Readonly<Record<string, Fault>> {
  return {
    ...workerFaults(means),
    ...botFaults(means),
    ...redisFaults(means),
    ...recordsFaults(means),
    ...discordFaults(means),
    ...jobFaults(means),
    ...boxFaults(means),
    ...realFaults(means),
  };
}
