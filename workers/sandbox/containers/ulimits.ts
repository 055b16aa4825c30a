import type { Limits } from '../limits.ts';

/** `ulimits` for every process of a build step or container: nproc stops a fork bomb, nofile a process that opens too many files. */
export const ulimits = (limits: Limits) => [
  { Name: 'nproc', Soft: limits.processes, Hard: limits.processes },
  { Name: 'nofile', Soft: limits.openFiles, Hard: limits.openFiles },
];
