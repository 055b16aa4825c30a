import type { ReadingBounds } from './bounds.ts';

/**
 * A limit on memory that holds for whatever is too quick to be looked at, no core dumps, and the first place in line when the
 * machine runs out of memory. What a system does not know of this is left out.
 */
export const confined = (bounds: ReadingBounds): string =>
  [
    'ulimit -c 0',
    `ulimit -d ${bounds.dataMegabytes * 1024}`,
    'echo 1000 >/proc/self/oom_score_adj',
    'exec "$0" "$@"',
  ].join(' 2>/dev/null; ');

/**
 * V8 compiles the shell's grammar, which is WebAssembly, twice: quickly, and while it is used once more and better. The second time takes
 * 500 MB and two seconds of the processor, and makes a check 0.3 ms quicker (Node 24): too dear for a process that may be ended at any time.
 */
export const usualFlags = ['--no-warnings', '--liftoff-only'] as const;
