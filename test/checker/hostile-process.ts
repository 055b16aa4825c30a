import { type ServedCall, serve } from '../../src/checker/serve.ts';

/** A process that, for tests, does what no text should be able to cause. */
serve({
  echo: (value: unknown) => value,
  kept: (one: unknown, two: unknown) => [one, two],
  hang: () => {
    for (;;);
  },
  lost: (serving: ServedCall) => {
    serving.at({ file: 1, line: 7 });
    for (;;);
  },
  regex: () => /^(?:\d+s?)+$/.test(`${'11s'.repeat(40)}x`),
  heap: () => {
    const all: object[] = [];
    for (;;) all.push({ at: all.length });
  },
  map: () => {
    const all = new Map<number, number>();
    for (let at = 0; ; at += 1) all.set(at, at);
  },
  split: () => 'a,'.repeat(1 << 27).split(',').length,
  join: () => new Array(1 << 26).fill('abc').join('').length,
  buffers: () => {
    const all: Buffer[] = [];
    for (;;) all.push(Buffer.alloc(20 << 20, 1));
  },
  /** Takes more memory than it may and less than the kernel refuses, and uses too little processor time to be noticed. */
  hoard: async () => {
    const all = Array.from({ length: 35 }, () => Buffer.alloc(20 << 20, 1));
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return all.length;
  },
  leave: () => process.exit(3),
  waits: async (ms: number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return 'waited';
  },
  throws: () => {
    throw new Error('a fault of ours');
  },
  pid: () => process.pid,
  argv: () => process.argv,
});
