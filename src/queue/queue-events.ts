import { createRedisBackend, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueNames } from '../submission/job.ts';
import { sleep } from '../timing/sleep.ts';

/** How long events gather after some were read: progress is shown once a second, positions no more often. Milliseconds. */
const gatherFor = 100;

/**
 * What happens to jobs, read many at a time. BullMQ asks again after each event, which costs Redis and this process
 * more than adding the job did. The first question is never late: it would miss what happens meanwhile.
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
