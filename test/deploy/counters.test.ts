import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { MemoryPeak, readCgroup } from '../../deploy/box/counters.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function cgroup(files: Readonly<Record<string, string>>): string {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test('the counters of cgroup v1 are read', () => {
  const root = cgroup({
    'memory/memory.usage_in_bytes': '100\n',
    'memory/memory.max_usage_in_bytes': '200\n',
    'memory/memory.limit_in_bytes': '300\n',
    'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
    'pids/pids.current': '7\n',
    'pids/pids.max': '512\n',
    'pids/pids.events': 'max 3\n',
  });
  expect(readCgroup(root)).toEqual({
    memoryBytes: 100,
    memoryPeakBytes: 200,
    memoryLimitBytes: 300,
    oomKills: 2,
    processes: 7,
    processLimit: 512,
    forksRefused: 3,
  });
});

test('the counters of cgroup v2 are read, with 0 for no limit', () => {
  const root = cgroup({
    'memory.current': '100\n',
    'memory.peak': '200\n',
    'memory.max': 'max\n',
    'memory.events': 'low 0\nhigh 0\nmax 9\noom 4\noom_kill 1\noom_group_kill 0\n',
    'pids.current': '7\n',
    'pids.max': '512\n',
    'pids.events': 'max 0\n',
  });
  expect(readCgroup(root)).toMatchObject({
    memoryPeakBytes: 200,
    memoryLimitBytes: 0,
    oomKills: 1,
    forksRefused: 0,
  });
});

test('a limit of cgroup v1 that limits nothing is reported as 0', () => {
  const root = cgroup({ 'memory/memory.limit_in_bytes': '9223372036854771712\n' });
  expect(readCgroup(root).memoryLimitBytes).toBe(0);
});

test('the peak memory of a life in a pod is its own, not that of an earlier life in the same container', () => {
  const peak = new MemoryPeak(900);
  expect(peak.of({ memoryBytes: 300, memoryPeakBytes: 900 })).toBe(300);
  expect(peak.of({ memoryBytes: 200, memoryPeakBytes: 900 })).toBe(300);
  // Between two readings it was higher than ever before: the kernel's own figure shows it.
  expect(peak.of({ memoryBytes: 250, memoryPeakBytes: 1_000 })).toBe(1_000);
});
