import { describe, expect, test } from '@jest/globals';
import { readActivity, worked } from '../../../workers/sandbox/containers/container-activity.ts';

const line = (pid: number, name: string, state: string, utime: number, stime: number): string =>
  `${pid} (${name}) ${state} 0 ${pid} ${pid} 0 -1 4194560 1 0 0 0 ${utime} ${stime} 0 0 20 0 1 0 100 1 1`;

describe('whether a container is at work', () => {
  test('processor time and who waits for a processor say whether a container works, not who looks', () => {
    const stats = [
      line(1, 'sh', 'S', 1, 2),
      line(7, 'a (b) c', 'R', 30, 4),
      line(9, 'cat', 'R', 500, 0),
    ].join('\n');
    expect(readActivity(stats)).toEqual({ ticks: 37, runnable: true });
    expect(readActivity(`${line(1, 'sleep', 'S', 0, 0)}\nnonsense`)).toEqual({ ticks: 0, runnable: false });
  });

  test('needs more than what a waiting process does', () => {
    const idle = { ticks: 10, runnable: false };
    expect(worked(idle, { ticks: 12, runnable: false })).toBe(false);
    expect(worked(idle, { ticks: 40, runnable: false })).toBe(true);
    // Starved: it gets no time at all, and still wants to run.
    expect(worked(idle, { ticks: 10, runnable: true })).toBe(true);
  });
});
