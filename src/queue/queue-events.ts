import { createRedisBackend, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueNames } from '../submission/job.ts';
import { sleep } from '../timing/sleep.ts';

/**
 * How long to wait for more events after reading some: progress is shown once a second, positions no more often. Milliseconds.
 */
const gatherFor = 100;

/**
 * Job events, read in batches. BullMQ polls again after each event, which costs Redis and this process more than adding the job
 * did. The first read is not delayed, because it would miss events.
 */
export const openEvents = (connection: Redis, prefix: string): QueueEvents =>
  new QueueEvents(queueNames.verify, { connection, prefix }, (name, options, how) => {
    const backend = createRedisBackend(name, options, how);
    const read = backend.readEvents.bind(backend);
    let some = false;
    backend.readEvents = async (...from) => {
      if (some) await sleep(gatherFor);
      const events = await read(...from);
      some = Boolean(events);
      return events;
    };
    return backend;
  });
