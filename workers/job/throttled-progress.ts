import type { PhaseProgress } from '../verification/verification.ts';

/**
 * Passes progress on about once a second: a new phase at once, the steps of a build in between as the newest of them.
 */
export function throttled(
  send: (progress: PhaseProgress) => void,
  everyMs = 1000,
): { readonly push: (progress: PhaseProgress) => void; readonly end: () => void } {
  let last: PhaseProgress | null = null;
  let held: PhaseProgress | null = null;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    if (held === null) return;
    last = held;
    held = null;
    send(last);
    timer = setTimeout(flush, everyMs);
  };
  return {
    push: (progress) => {
      held = progress;
      if (timer !== null && progress.phase === last?.phase) return;
      if (timer !== null) clearTimeout(timer);
      flush();
    },
    end: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      held = null;
    },
  };
}
