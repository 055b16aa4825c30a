import type { Machine } from './machine.ts';

/** What a shell knows of itself before its first command. */
export const newShell = (): Machine['shell'] => ({
  leaving: { kind: 'no' },
  answered: false,
  command: '',
  at: null,
  last: 'ok',
  substituted: null,
});
