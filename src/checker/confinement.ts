import type { ReadingBounds } from './bounds.ts';

/**
 * The script of a shell that becomes a checker process: a limit on memory that holds for whatever is too quick to be looked at, no
 * core dumps, the first place in line when the machine runs out of memory, and an end with its parent, whom a reading that never
 * returns to its event loop does not see leave. What a system does not know of this is left out.
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
 * V8 compiles the shell's grammar, which is WebAssembly, twice: quickly, and while it is used once more and better. The second time takes
 * 500 MB and two seconds of the processor, and makes a check 0.3 ms quicker (Node 24): too dear for a process that may be ended at any time.
 */
export const usualFlags = ['--no-warnings', '--liftoff-only'] as const;
