import { pino } from 'pino';
import { botCommands } from '../../../commands/index.ts';
import { openPool } from '../../../src/checker/checker-pool.ts';
import { RecordedDeadLetters } from '../../../src/checker/dead-letters.ts';
import { openTextReader, readerProcess } from '../../../src/checker/text-reader.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { openDesk } from '../../../src/desk/verification-desk.ts';
import { Bot } from '../../../src/discord/gateway/bot.ts';
import { openLibrary } from '../../../src/library/library.ts';
import { openVerifyQueue } from '../../../src/queue/bullmq-verify-queue.ts';
import { openRecords } from '../../../src/records/open-records.ts';
import { fragile, hearWoes, mayDie } from './from-parent.ts';

/** A message that says so ends the bot while it is handled, or is never done with. */
const plants = {
  end: 'PLANTED-END-OF-THE-BOT',
  wait: 'PLANTED-ANSWER-WITHOUT-END',
} as const;

/** The bot, put together as `dockhand bot` does, that can be told where to die. */
hearWoes();
const settings = readSettings(process.env, ['DISCORD_TOKEN']);
const log = pino({ level: settings.LOG_LEVEL, name: 'bot' }, pino.destination({ dest: 2, sync: true }));
const library = await openLibrary(settings.LESSONS_DIR);
const checkers = openPool(readerProcess);
const opened = await openRecords(settings.DATABASE_URL);
const records = {
  ...opened,
  submissions: fragile(opened.submissions, 'records.submissions', [
    'create',
    'markQueued',
    'judge',
    'markNotified',
  ]),
};
const queue = fragile(
  openVerifyQueue({
    url: settings.REDIS_URL,
    prefix: settings.QUEUE_PREFIX,
    log,
    // A dead bot's claim is waited for in many tests; how long it is changes nothing in what they see.
    ...(process.env.DOCKHAND_FULL !== '1' && { notificationClaimMs: 5_000 }),
  }),
  'queue',
  ['add', 'release'],
);
const desk = openDesk({ records, queue, log, mostWaiting: settings.QUEUE_LIMIT });
const reading = openTextReader(checkers, await RecordedDeadLetters.load(records));
const bot = await Bot.open({
  settings,
  records,
  desk: {
    ...desk,
    notifyWith: (teller) =>
      desk.notifyWith(async (submission) => {
        mayDie('tell:before');
        await teller(submission);
        mayDie('tell:after');
      }),
  },
  lesson: (slug) => library.get(slug) ?? null,
  usualLesson: settings.DOCKHAND_LESSON,
  reading: {
    ...reading,
    readMessage: async (message, ...rest) => {
      if (message.text.includes(plants.end)) process.kill(process.pid, 'SIGKILL');
      if (message.text.includes(plants.wait)) await new Promise(() => undefined);
      return reading.readMessage(message, ...rest);
    },
  },
  commands: botCommands,
  log,
});
process.send?.('ready');
const stopped = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await Promise.race([stopped, bot.lost]);
await bot.close();
await desk.close();
await queue.close();
await records.close();
await checkers.close();
process.exit(0);
