import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import { type Alert, alertsOf, quietSignals } from '../../grading/alerts.ts';
import { type AwayReason, RecordsAway } from '../../records/away.ts';
import type { GuildSettings, OpenAlert, Records } from '../../records/records.ts';
import { openRounds, type PeriodicTask } from '../notifications/rounds.ts';
import { alertCleared, alertMessage } from '../render/staff/alert.ts';
import { codeOf, codes, describeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { signalsOf, watchUnqueued } from './alert-signals.ts';

/** How often is looked. Milliseconds. */
const lookEvery = 15_000;

/** Watches over the classes and tells their staff channels what is wrong: each trouble once, until it is over. */
export function openAlertWatch(options: {
  readonly records: Records;
  readonly desk: Desk;
  readonly post: Messenger;
  readonly recordsFile: string | null;
  readonly log: Logger;
  readonly every?: number | undefined;
}): PeriodicTask {
  const { records, post, log } = options;
  /** Known from memory, so that a database that is away can still be complained of. */
  let guilds: readonly GuildSettings[] = [];
  /** Told and not written down yet, by class and key: a database that takes nothing would have all told again and again. */
  const unwritten = new Map<string, Map<string, OpenAlert>>();

  const unqueued = watchUnqueued(records);

  const heldOf = (guild: string): Map<string, OpenAlert> => {
    const held = unwritten.get(guild) ?? new Map<string, OpenAlert>();
    unwritten.set(guild, held);
    return held;
  };

  const raise = async (
    guild: GuildSettings,
    channel: string,
    alerts: readonly Alert[],
    open: readonly OpenAlert[],
    now: number,
  ): Promise<void> => {
    for (const alert of alerts) {
      if (open.some(({ key }) => key === alert.key)) continue;
      const sent = await post.send(channel, alertMessage('en', alert));
      heldOf(guild.id).set(alert.key, { key: alert.key, since: now, ...sent });
    }
  };

  const clear = async (
    guild: GuildSettings,
    alerts: readonly Alert[],
    open: readonly OpenAlert[],
    now: number,
  ): Promise<void> => {
    for (const old of open) {
      if (alerts.some(({ key }) => key === old.key)) continue;
      try {
        await post.editMessage(old.channel, old.message, alertCleared('en', old, now));
      } catch (error) {
        const code = codeOf(error);
        if (code !== codes.unknownMessage && code !== codes.unknownChannel) throw error;
      }
      if (!heldOf(guild.id).delete(old.key)) await records.alerts.clear(guild.id, old.key);
    }
  };

  const lookAt = async (
    guild: GuildSettings,
    channel: string,
    unqueuedSince: number | null,
    now: number,
  ): Promise<void> => {
    const held = heldOf(guild.id);
    const open = [...(await records.alerts.open(guild.id)), ...held.values()];
    const signals = await signalsOf(options, guild, unqueuedSince, now);
    const alerts = alertsOf(signals, new Set(open.map(({ key }) => key)));
    await raise(guild, channel, alerts, open, now);
    await clear(guild, alerts, open, now);
    for (const alert of [...held.values()]) {
      await records.alerts.raise(guild.id, alert);
      held.delete(alert.key);
    }
  };

  /** Whether the records can be read and written: what it deletes is never there. */
  const databaseTrouble = async (): Promise<AwayReason | null> => {
    try {
      guilds = await records.guilds.all();
      await records.alerts.clear('', 'database-away');
      return null;
    } catch (error) {
      if (error instanceof RecordsAway) return error.reason;
      throw error;
    }
  };

  const look = async (): Promise<void> => {
    const now = Date.now();
    const trouble = await databaseTrouble();
    const since = trouble === null ? await unqueued(now) : null;
    for (const guild of guilds) {
      const channel = guild.taChannel;
      if (channel === null) continue;
      try {
        // While the records are away nothing else can be known to be over, or told to be new.
        if (trouble === null) await lookAt(guild, channel, since, now);
        else {
          const alerts = alertsOf({ ...quietSignals, now, databaseTrouble: trouble });
          await raise(guild, channel, alerts, [...heldOf(guild.id).values()], now);
        }
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
