import type { ReadingBounds } from './bounds.ts';

/**
 * Shell script that turns into a checker process: it limits memory against growth that is too fast to be measured, disables core dumps,
 * makes the process the first victim if the machine runs out of memory, and ends it with its parent (a reading that never returns to its
 * event loop would not notice that the parent is gone). Whatever the system does not support is skipped.
 */
export const confined = (bounds: ReadingBounds): string =>
  [
    'ulimit -c 0 2>/dev/null',
    `ulimit -d ${bounds.dataMegabytes * 1024} 2>/dev/null`,
    'echo 1000 2>/dev/null >/proc/self/oom_score_adj',
    `${endsWithParent} true 2>/dev/null && exec ${endsWithParent} "$0" "$@"`,
    'exec "$0" "$@"',
  ].join('; ');

const endsWithParent = 'setpriv --pdeathsig KILL';

/**
 * V8 compiles the shell grammar, which is WebAssembly, twice: a fast baseline first, and an optimized version while that is in use. The
 * second pass takes 500 MB and two seconds of processor time, and makes a check 0.3 ms faster (Node 24): not worth it for a process that
 * may be killed at any time.
 */
export const usualFlags = ['--no-warnings', '--liftoff-only'] as const;
