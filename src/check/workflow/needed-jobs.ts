import type { Job } from './workflow.ts';

/** Whether a job waits for another, directly or through other jobs. A job waits for itself if `needs` forms a cycle. */
export function waitsFor(jobs: readonly Job[], id: string, other: string): boolean {
  const needsOf = new Map(jobs.map((job) => [job.id, job.needs.map((each) => each.id)]));
  const seen = new Set<string>();
  const open = [...(needsOf.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === other) return true;
    if (!seen.has(next)) open.push(...(needsOf.get(next) ?? []));
    seen.add(next);
  }
  return false;
}
