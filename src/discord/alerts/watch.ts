import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { type Alert, alertsOf, type Signals, thresholds } from '../../class/alerts.ts';
import { sliceMs } from '../../class/board.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Guild, Records } from '../../records/records.ts';
import type { Post } from '../post.ts';
import { alertCleared, alertMessage } from '../render/ta/alert.ts';
import { openRounds, type Rounds } from '../rounds.ts';
import { codeOf, codes, describeError } from '../trouble.ts';

/** How often is looked. Milliseconds. */
const lookEvery = 15_000;
/** The error rate is that of this while. Milliseconds. */
const recentMs = 30 * 60_000;

/** Watches over the classes and tells their staff channels what is wrong: each trouble once, until it is over. */
export function openAlertWatch(options: {
  readonly records: Records;
  readonly desk: Desk;
  readonly post: Post;
  readonly recordsFile: string | null;
  readonly log: Logger;
  readonly every?: number | undefined;
}): Rounds {
  const { records, desk, post, recordsFile, log } = options;
  /** Known from memory, so that a database that is away can still be complained of. */
  let guilds: readonly Guild[] = [];
  const databaseTold = new Map<string, string>();

  const disk = async (): Promise<number | null> => {
    if (recordsFile === null) return null;
    try {
      const { blocks, bavail } = await statfs(dirname(recordsFile));
      return blocks === 0 ? null : 1 - bavail / blocks;
    } catch {
      return null;
    }
  };

  const signalsOf = async (guild: Guild, now: number): Promise<Signals> => {
    const [{ queue }, unjudged, counts, failures, full] = await Promise.all([
      desk.overview(guild.id),
      records.unjudgedOf(guild.id),
      records.outcomesBySlice(guild.id, now - recentMs, sliceMs),
      records.failuresSince(guild.id, now - thresholds.sameFailure.within),
      disk(),
    ]);
    const count = (wanted: (outcome: string) => boolean): number =>
      counts.filter(({ outcome }) => wanted(outcome)).reduce((sum, one) => sum + one.count, 0);
    return {
      now,
      queueAnswers: queue !== null,
      databaseTrouble: null,
      workers: queue?.workers.length ?? null,
      boxes:
        queue === null
          ? null
          : {
              all: queue.workers.reduce((sum, worker) => sum + worker.boxes, 0),
              silent: queue.workers.reduce((sum, worker) => sum + worker.silent, 0),
            },
      waiting: unjudged.count,
      oldest: unjudged.oldest,
      paused: queue?.paused ?? false,
      recent: {
        judged: count((outcome) => outcome !== 'cancelled'),
        errors: count((outcome) => outcome === 'error'),
      },
      failures,
      disk: full,
    };
  };

  const tell = async (
    guild: Guild,
    channel: string,
    alerts: readonly Alert[],
    now: number,
  ): Promise<void> => {
    const open = await records.openAlerts(guild.id);
    for (const alert of alerts) {
      if (open.some(({ key }) => key === alert.key)) continue;
      const sent = await post.send(channel, alertMessage('en', alert));
      await records.openAlert(guild.id, { key: alert.key, since: now, ...sent });
    }
    for (const old of open) {
      if (alerts.some(({ key }) => key === old.key)) continue;
      try {
        await post.editMessage(old.channel, old.message, alertCleared('en', old, now));
      } catch (error) {
        const code = codeOf(error);
        if (code !== codes.unknownMessage && code !== codes.unknownChannel) throw error;
      }
      await records.clearAlert(guild.id, old.key);
    }
  };

  /** The database is away: told once from memory, and taken back when it answers again. */
  const databaseAway = async (what: string): Promise<void> => {
    for (const { id, taChannel } of guilds) {
      if (taChannel === null || databaseTold.has(id)) continue;
      const alert: Alert | undefined = alertsOf({ ...quiet, databaseTrouble: what })[0];
      if (alert === undefined) continue;
      const sent = await post.send(taChannel, alertMessage('en', alert));
      databaseTold.set(id, sent.message);
    }
  };

  const look = async (): Promise<void> => {
    const now = Date.now();
    try {
      guilds = await records.guilds();
    } catch (error) {
      await databaseAway(error instanceof Error ? error.name : 'unknown');
      return;
    }
    for (const guild of guilds) {
      const channel = guild.taChannel;
      if (channel === null) continue;
      try {
        const told = databaseTold.get(guild.id);
        if (told !== undefined) {
          databaseTold.delete(guild.id);
          await post.editMessage(
            channel,
            told,
            alertCleared('en', { key: 'database-away', since: now }, now),
          );
        }
        const open = new Set((await records.openAlerts(guild.id)).map(({ key }) => key));
        await tell(guild, channel, alertsOf(await signalsOf(guild, now), open), now);
      } catch (error) {
        log.warn(
          { guild: guild.id, err: describeError(error) },
          'the alerts of a class were not looked after',
        );
      }
    }
  };

  return openRounds(look, {
    every: options.every ?? lookEvery,
    failed: (error) => log.warn({ err: describeError(error) }, 'the alerts were not looked after'),
  });
}

/** Nothing is wrong. */
const quiet: Signals = {
  now: 0,
  queueAnswers: true,
  databaseTrouble: null,
  workers: null,
  boxes: null,
  waiting: 0,
  oldest: null,
  paused: false,
  recent: { judged: 0, errors: 0 },
  failures: [],
  disk: null,
};
