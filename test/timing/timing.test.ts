import { describe, expect, test } from '@jest/globals';
import { Batcher, CoalescingTask, LatestThrottle } from '../../src/timing/coalescing.ts';
import { OnePerKey } from '../../src/timing/per-key.ts';
import { sleep } from '../../src/timing/sleep.ts';
import { settledWithin, TimeLimitExceeded, valueWithin, withTimeLimit } from '../../src/timing/time-limit.ts';

const never = new Promise<never>(() => undefined);

describe('sleep', () => {
  test('rejects with the reason of a signal that aborts meanwhile', async () => {
    const control = new AbortController();
    const sleeping = sleep(60_000, control.signal);
    control.abort(new Error('woken'));
    await expect(sleeping).rejects.toThrow('woken');
  });

  test('rejects at once with the reason of a signal that has aborted already', async () => {
    await expect(sleep(60_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});

describe('a time limit', () => {
  test('ends work that ignores its signal', async () => {
    const limited = withTimeLimit('deaf work', 10, null, () => never);
    await expect(limited).rejects.toBeInstanceOf(TimeLimitExceeded);
  });

  test('aborts the signal of the work that it ends', async () => {
    let seen: AbortSignal | null = null;
    const work = (signal: AbortSignal): Promise<never> => {
      seen = signal;
      return never;
    };
    await withTimeLimit('work', 10, null, work).catch(() => undefined);
    expect(seen).toMatchObject({ aborted: true });
  });

  test('returns the fallback if no value comes', async () => {
    await expect(valueWithin(never, 10, 'late')).resolves.toBe('late');
  });

  test('returns the value that comes in time', async () => {
    await expect(valueWithin(Promise.resolve('soon'), 10_000, 'late')).resolves.toBe('soon');
  });

  test('passes on the error of work that fails in time', async () => {
    await expect(valueWithin(Promise.reject(new Error('broken')), 10_000, 'late')).rejects.toThrow('broken');
  });

  test('waits for work to settle and swallows its error', async () => {
    await expect(settledWithin(Promise.reject(new Error('broken')), 10_000)).resolves.toBeUndefined();
    await expect(settledWithin(never, 10)).resolves.toBeUndefined();
  });
});

describe('a coalescing task', () => {
  test('runs once more, however often it is requested during a run', async () => {
    let runs = 0;
    const gate = Promise.withResolvers<void>();
    const task = new CoalescingTask(async () => {
      runs += 1;
      await gate.promise;
    });
    for (let n = 0; n < 5; n += 1) task.request();
    expect(runs).toBe(1);
    gate.resolve();
    await task.idle();
    expect(runs).toBe(2);
  });

  test('runs again for a request that comes as the last run ends', async () => {
    let runs = 0;
    const task: CoalescingTask = new CoalescingTask(async () => {
      runs += 1;
      if (runs < 4) queueMicrotask(task.request);
    });
    task.request();
    await sleep(10);
    await task.idle();
    expect(runs).toBe(4);
  });
});

describe('a batcher', () => {
  test('passes on together all values that are added within a moment', async () => {
    const batches: (readonly number[])[] = [];
    const batcher = new Batcher<number>(10, async (items) => void batches.push(items));
    batcher.add(1);
    batcher.add(2);
    await sleep(50);
    batcher.add(3);
    await batcher.flush();
    await batcher.flush();
    expect(batches).toEqual([[1, 2], [3]]);
  });
});

describe('a throttle', () => {
  const throttled = (everyMs: number) => {
    const sent: string[] = [];
    const throttle = new LatestThrottle<string>(
      everyMs,
      (value) => sent.push(value),
      (value, last) => value[0] !== last?.[0],
    );
    return { sent, throttle };
  };

  test('forwards the first value at once and then only the newest', async () => {
    const { sent, throttle } = throttled(20);
    for (const value of ['a1', 'a2', 'a3']) throttle.push(value);
    expect(sent).toEqual(['a1']);
    await sleep(60);
    expect(sent).toEqual(['a1', 'a3']);
    throttle.end();
  });

  test('lets an urgent value pass before its turn', () => {
    const { sent, throttle } = throttled(60_000);
    for (const value of ['a1', 'a2', 'b1', 'b2']) throttle.push(value);
    throttle.end();
    expect(sent).toEqual(['a1', 'b1']);
  });

  test('drops waiting values when it ends', async () => {
    const { sent, throttle } = throttled(10);
    throttle.push('a1');
    throttle.push('a2');
    throttle.end();
    await sleep(40);
    expect(sent).toEqual(['a1']);
  });
});

describe('one task at a time per key', () => {
  test('does the work of one key in order and that of another at once', async () => {
    const turns = new OnePerKey();
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    const slow = turns.run('ada', async () => {
      await gate.promise;
      order.push('ada 1');
    });
    const after = turns.run('ada', async () => void order.push('ada 2'));
    await turns.run('bob', async () => void order.push('bob'));
    gate.resolve();
    await Promise.all([slow, after]);
    expect(order).toEqual(['bob', 'ada 1', 'ada 2']);
  });

  test('goes on after work that failed', async () => {
    const turns = new OnePerKey();
    const broken = turns.run('ada', () => Promise.reject(new Error('broken')));
    const next = turns.run('ada', async () => 'fine');
    await expect(broken).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });
});
