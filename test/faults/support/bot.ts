import { pino } from 'pino';
import { botCommands } from '../../../commands/index.ts';
import { CheckerPool } from '../../../src/checker/checker-pool.ts';
import { RecordedDeadLetters } from '../../../src/checker/dead-letters.ts';
import { PooledTextReader, readerProcess, type TextReader } from '../../../src/checker/text-reader.ts';
import { readSettings } from '../../../src/config/settings.ts';
import type { Desk } from '../../../src/desk/desk.ts';
import { VerificationDesk } from '../../../src/desk/verification-desk.ts';
import { Bot } from '../../../src/discord/gateway/bot.ts';
import { openLibrary } from '../../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../../src/queue/bullmq-verify-queue.ts';
import { HeldLeases } from '../../../src/records/leases/held-leases.ts';
import { isPostgres, openRecords } from '../../../src/records/storage/open-records.ts';
import { crashPoint, obeyInjectedFaults, withCrashPoints, withMethods } from './fault-injection.ts';

/** A message with this text ends the bot while it is being handled, or is handled for ever. */
const plants = {
  end: 'PLANTED-END-OF-THE-BOT',
  wait: 'PLANTED-ANSWER-WITHOUT-END',
} as const;

/** Many tests wait until a dead bot's claims expire and for the next repair; shorter times change nothing in what they check. */
const hurried = process.env.DOCKHAND_FULL !== '1';

/** The bot, assembled as `dockhand bot` does, with crash points at which it can be killed. */
obeyInjectedFaults();
const settings = readSettings(process.env, ['DISCORD_TOKEN']);
const log = pino({ level: settings.LOG_LEVEL, name: 'bot' }, pino.destination({ dest: 2, sync: true }));
const library = await openLibrary(settings.LESSONS_DIR);
const checkers = new CheckerPool(readerProcess);
const opened = await openRecords(settings.DATABASE_URL);
const records = {
  ...opened,
  submissions: withCrashPoints(opened.submissions, 'records.submissions', [
    'create',
    'markQueued',
    'judge',
    'markNotified',
  ]),
};
const queue = withCrashPoints(
  new BullmqVerifyQueue({
    url: settings.REDIS_URL,
    prefix: settings.QUEUE_PREFIX,
    log,
    ...(hurried && { notificationClaimMs: 5_000, verdictLockMs: 5_000 }),
  }),
  'queue',
  ['add', 'release'],
);
const leases = isPostgres(settings.DATABASE_URL)
  ? await HeldLeases.open({ records, log, ...(hurried && { lastsMs: 9_000, renewMs: 1_000 }) })
  : null;
const desk = VerificationDesk.open({
  ...{ records, queue, log, mostWaiting: settings.QUEUE_LIMIT, leases },
  practicePerDay: settings.PRACTICE_PER_DAY,
  ...(hurried && { repairEveryMs: 10_000 }),
});
const reading = new PooledTextReader(checkers, await RecordedDeadLetters.load(records));
const bot = await Bot.open({
  settings,
  records,
  desk: withMethods<Desk>(desk, {
    notifyWith: (notify) =>
      desk.notifyWith(async (submission) => {
        crashPoint('notify:before');
        await notify(submission);
        crashPoint('notify:after');
      }),
  }),
  lesson: (slug) => library.get(slug) ?? null,
  usualLesson: settings.DOCKHAND_LESSON,
  reading: withMethods<TextReader>(reading, {
    readMessage: async (message, ...rest) => {
      if (message.text.includes(plants.end)) process.kill(process.pid, 'SIGKILL');
      if (message.text.includes(plants.wait)) await new Promise(() => undefined);
      return reading.readMessage(message, ...rest);
    },
  }),
  commands: botCommands,
  leases,
  log,
});
process.send?.('ready');
const stopped = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await Promise.race([stopped, bot.lost]);
await bot.close();
await desk.close();
await queue.close();
await leases?.close();
await records.close();
await checkers.close();
process.exit(0);
