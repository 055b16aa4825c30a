import type { Desk } from '../../src/desk/desk.ts';

/** A desk that does nothing, for tests that never get to it. */
export const stillDesk = (parts: Partial<Desk> = {}): Desk => ({
  submit: () => Promise.reject(new Error('nobody works at this desk')),
  settleRemembered: async () => {},
  replyAt: async () => null,
  status: async () => null,
  cancel: async () => false,
  overview: async () => ({ queue: null, today: { passed: 0, failed: 0, error: 0, cancelled: 0 } }),
  onProgress: () => () => {},
  notifyWith: () => {},
  practice: {
    start: async () => ({ kind: 'away' }),
    status: async () => null,
    replyAt: async () => {},
    cancel: async () => false,
    cancelAllOf: async () => {},
    notifyWith: () => {},
  },
  wake: () => {},
  pause: async () => {},
  resume: async () => {},
  drain: async () => {},
  undrain: async () => {},
  promote: async () => false,
  retry: async () => null,
  tryOut: async () => {},
  clearWaiting: async () => 0,
  parked: async () => [],
  oldestWaiting: async () => null,
  close: async () => {},
  ...parts,
});
