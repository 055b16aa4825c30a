import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import { type Alert, type AlertSignals, alertsOf, quietSignals } from '../../grading/alerts.ts';
import type { OpenAlert } from '../../records/alerts.ts';
import type { GuildSettings, Records, StaffPost } from '../../records/records.ts';
import { type AwayReason, RecordsAway } from '../../records/storage/away.ts';
import type { Locales } from '../notifications/locales.ts';
import { PeriodicTask } from '../notifications/periodic-task.ts';
import type { Message } from '../render/message.ts';
import { alertCleared, alertMessage } from '../render/staff/alert.ts';
import { codeOf, codes, describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { signalsOf, UnqueuedWatch } from './alert-signals.ts';

/** How often the signals are evaluated. Milliseconds. */
const intervalMs = 15_000;
/** The most teaching assistants who get an alert in a DM when the staff channel is closed. */
const maxStaff = 5;

export interface AlertWatchOptions {
  readonly records: Records;
  readonly desk: Desk;
  readonly messenger: Pick<Messenger, 'send' | 'editMessage' | 'dmChannel'>;
  readonly locales: Pick<Locales, 'ofClass'>;
  /** The path of the records if they are a file. */
  readonly recordsFile: string | null;
  /** The lessons that are currently unusable. */
  readonly brokenLessons?: (() => AlertSignals['brokenLessons']) | undefined;
  readonly log: Logger;
  readonly everyMs?: number | undefined;
  /** Whether this bot, of several, is responsible for a class now. */
  readonly owns: (guild: string) => boolean;
}

/** Monitors the classes and reports problems in their staff channels: each problem once, until it is resolved. */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #unqueued: UnqueuedWatch;
  readonly #rounds: PeriodicTask;
  /** Cached so that an unavailable database can still be reported. */
  #guilds: readonly GuildSettings[] = [];
  /**
   * Alerts that were sent but not recorded yet, by class and key. Without this, a database that accepts no writes would cause
   * them all to be sent again and again.
   */
  readonly #unrecorded = new Map<string, Map<string, OpenAlert>>();

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    this.#unqueued = new UnqueuedWatch(options.records);
    this.#rounds = new PeriodicTask(() => this.#evaluateAll(), {
      everyMs: options.everyMs ?? intervalMs,
      onError: (error) =>
        options.log.warn(
          { event: 'alerts.round-failed', err: describeError(error) },
          'the alerts were not evaluated',
        ),
    });
    // So that a database that fails before the first round can be reported, too. An error here is reported by that round.
    void this.#readGuilds().catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#rounds.close();
  }

  async #evaluateAll(): Promise<void> {
    const now = Date.now();
    const trouble = await this.#readGuilds();
    const unqueuedSince = trouble === null ? await this.#unqueued.since(now) : null;
    for (const guild of this.#guilds) {
      if (guild.taChannel === null || !this.#options.owns(guild.id)) continue;
      try {
        // While the records are unavailable, no other alert can be raised or cleared.
        if (trouble === null) await this.#evaluate(guild, guild.taChannel, unqueuedSince, now);
        else await this.#reportDatabase(guild, guild.taChannel, trouble, now);
      } catch (error) {
        this.#options.log.warn(
          { event: 'alerts.class-failed', guild: guild.id, err: describeError(error) },
          'the alerts of a class were not evaluated',
        );
      }
    }
  }

  /**
   * Reads the classes, and checks that the records can be written by clearing an alert that does not exist. Returns why not, or
   * null.
   */
  async #readGuilds(): Promise<AwayReason | null> {
    const { records } = this.#options;
    try {
      this.#guilds = await records.guilds.all();
      await records.alerts.clear('', 'database-away');
      return null;
    } catch (error) {
      if (error instanceof RecordsAway) return error.reason;
      throw error;
    }
  }

  async #evaluate(
    guild: GuildSettings,
    channel: string,
    unqueuedSince: number | null,
    now: number,
  ): Promise<void> {
    const { records } = this.#options;
    const unrecorded = this.#unrecordedOf(guild.id);
    const open = [...(await records.alerts.open(guild.id)), ...unrecorded.values()];
    const signals = await signalsOf(this.#options, guild, unqueuedSince, now);
    const alerts = alertsOf(signals, new Set(open.map(({ key }) => key)));
    await this.#raise(guild, channel, alerts, open, now);
    await this.#clear(guild, alerts, open, now);
    for (const alert of [...unrecorded.values()]) {
      await records.alerts.raise(guild.id, alert);
      unrecorded.delete(alert.key);
    }
  }

  async #reportDatabase(
    guild: GuildSettings,
    channel: string,
    trouble: AwayReason,
    now: number,
  ): Promise<void> {
    const alerts = alertsOf({ ...quietSignals, now, databaseTrouble: trouble });
    await this.#raise(guild, channel, alerts, [...this.#unrecordedOf(guild.id).values()], now);
  }

  #unrecordedOf(guild: string): Map<string, OpenAlert> {
    const unrecorded = this.#unrecorded.get(guild) ?? new Map<string, OpenAlert>();
    this.#unrecorded.set(guild, unrecorded);
    return unrecorded;
  }

  async #raise(
    guild: GuildSettings,
    channel: string,
    alerts: readonly Alert[],
    open: readonly OpenAlert[],
    now: number,
  ): Promise<void> {
    for (const alert of alerts) {
      const known = open.find(({ key }) => key === alert.key);
      if (known !== undefined && known.post !== null) continue;
      const post = await this.#show(guild, channel, alert, known === undefined);
      if (known === undefined)
        this.#unrecordedOf(guild.id).set(alert.key, { key: alert.key, since: now, post });
      else if (post !== null) await this.#options.records.alerts.shown(guild.id, alert.key, post);
    }
  }

  /** Returns null when the staff channel is closed. The first time, those who have acted as teaching assistants then get a DM. */
  async #show(
    guild: GuildSettings,
    channel: string,
    alert: Alert,
    first: boolean,
  ): Promise<StaffPost | null> {
    const { messenger, locales, log } = this.#options;
    const message = alertMessage(locales.ofClass(guild.id), alert);
    try {
      return await messenger.send(channel, message);
    } catch (error) {
      if (!isFinal(error)) throw error;
      if (first) {
        log.error(
          { event: 'alerts.not-shown', guild: guild.id, alert: alert.key, err: describeError(error) },
          'an alert could not be shown in the staff channel',
        );
        await this.#sendToStaff(guild.id, message);
      }
      return null;
    }
  }

  async #sendToStaff(guild: string, message: Message): Promise<void> {
    const { messenger, records } = this.#options;
    for (const user of [...(await records.staff.all(guild))].slice(0, maxStaff)) {
      try {
        await messenger.send(await messenger.dmChannel(user), message);
      } catch (error) {
        if (!isFinal(error)) throw error;
      }
    }
  }

  async #clear(
    guild: GuildSettings,
    alerts: readonly Alert[],
    open: readonly OpenAlert[],
    now: number,
  ): Promise<void> {
    const { records } = this.#options;
    for (const old of open) {
      if (alerts.some(({ key }) => key === old.key)) continue;
      await this.#markCleared(guild, old, now);
      if (!this.#unrecordedOf(guild.id).delete(old.key)) await records.alerts.clear(guild.id, old.key);
    }
  }

  /** The message or its channel may have been deleted. */
  async #markCleared(guild: GuildSettings, old: OpenAlert, now: number): Promise<void> {
    if (old.post === null) return;
    const { channel, message } = old.post;
    const { messenger, locales } = this.#options;
    try {
      await messenger.editMessage(channel, message, alertCleared(locales.ofClass(guild.id), old, now));
    } catch (error) {
      const code = codeOf(error);
      if (code !== codes.unknownMessage && code !== codes.unknownChannel) throw error;
    }
  }
}
