/**
 * How a command ended: with exit code 0, with another, or with one that cannot be known; `stops` is a container's main program
 * that does not return. The caller decides whether an unknown one matters: `set -e`, `&&`, the end of a RUN.
 */
export type Status = 'ok' | 'failed' | 'unknown' | 'stops';
