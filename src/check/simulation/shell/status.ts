/**
 * How a command ended: with exit code 0, with another one, or with an unknown one. `stops` means that a container's main program does not
 * return. The caller decides whether an unknown code matters: `set -e`, `&&`, the end of a RUN.
 */
export type Status = 'ok' | 'failed' | 'unknown' | 'stops';
