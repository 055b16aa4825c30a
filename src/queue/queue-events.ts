import { createRedisBackend, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { queueNames } from '../submission/job.ts';
import { sleep } from '../timing/sleep.ts';

/**
 * How long events are collected after some have been read. Progress is displayed at most once a second, and positions no more often.
 * Milliseconds.
 */
const gatherFor = 100;

/**
 * Reads job events in batches. BullMQ would otherwise send a request after each event, which costs Redis and this process more than adding
 * the job. The first request is not delayed, because it would miss events in the meantime.
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
