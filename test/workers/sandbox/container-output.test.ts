import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { ContainerOutput } from '../../../workers/sandbox/containers/container-output.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';

/** Output of which at most one megabyte is read. */
function output() {
  const stream = new PassThrough();
  const read = new ContainerOutput(stream, { ...readLimits({}), logReadMegabytes: 1 });
  /** A frame of the log with this many bytes. */
  const print = (bytes: number): void => {
    const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(bytes, 4);
    stream.write(Buffer.concat([head, Buffer.alloc(bytes, 'x')]));
  };
  return { read, print };
}

describe('reading what a container prints', () => {
  test('a container that prints little is not waited for', async () => {
    const { read, print } = output();
    print(1_000);
    const began = performance.now();
    await read.caughtUp();
    expect(performance.now() - began).toBeLessThan(200);
    expect(read.flooded.aborted).toBe(false);
  });

  test('a flood is known once all that was printed is read, however late that is', async () => {
    const { read, print } = output();
    print(300_000);
    const feed = setInterval(() => print(100_000), 100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(read.flooded.aborted).toBe(false);
    await read.caughtUp().finally(() => clearInterval(feed));
    expect(read.flooded.aborted).toBe(true);
  });

  test('a container that printed much and then nothing is caught up with', async () => {
    const { read, print } = output();
    print(500_000);
    await new Promise((resolve) => setImmediate(resolve));
    await read.caughtUp();
    expect(read.flooded.aborted).toBe(false);
    expect(read.log.bytes).toBe(500_000);
  });

  test('a container that prints a little all the time is not waited for until it ends', async () => {
    const { read, print } = output();
    print(300_000);
    await new Promise((resolve) => setImmediate(resolve));
    const feed = setInterval(() => print(100), 50);
    await read.caughtUp().finally(() => clearInterval(feed));
    expect(read.flooded.aborted).toBe(false);
  });
});
