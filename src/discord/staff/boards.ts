import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import { hourPicture } from '../../pictures/hour-picture.ts';
import type { PngRenderer } from '../../pictures/png-renderer.ts';
import type { GuildSettings, Records } from '../../records/records.ts';
import { board } from '../../teaching/views.ts';
import type { Locale } from '../../wording/wording.ts';
import type { Locales } from '../notifications/locales.ts';
import { PeriodicTask } from '../notifications/periodic-task.ts';
import type { Message } from '../render/message.ts';
import { boardMessage } from '../render/staff/board.ts';
import { codeOf, codes, describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

/** The least time between two edits of a board. Milliseconds. */
const boardIntervalMs = 5_000;
/** A board is refreshed at this interval even without a reported change. Milliseconds. */
const refreshMs = 20_000;
/** The interval at which a board without changes is checked for deletion. Milliseconds. */
const existenceCheckMs = 60_000;
/** The delay before the next try after Discord's final refusal, for instance because the bot may not write there. */
const refusedMs = 10 * 60_000;

interface BoardState {
  /** The content of the board, as JSON. */
  shown: string;
  refreshedAt: number;
  /** When the message was last known to exist. */
  seenAt: number;
  refusedUntil: number;
  /** The data that its picture was drawn from, as JSON. */
  hour: string;
  picture: Buffer | null;
}

export interface BoardsOptions {
  readonly records: Records;
  readonly desk: Desk;
  readonly messenger: Pick<Messenger, 'send' | 'editMessage' | 'message'>;
  readonly locales: Pick<Locales, 'ofClass'>;
  readonly painter: PngRenderer;
  readonly log: Logger;
  readonly intervalMs?: number | undefined;
  /** Whether this bot, of several, is responsible for a class now. */
  readonly owns: (guild: string) => boolean;
}

/**
 * The status board of each staff channel: one message that is edited only when its content changes, posted again when deleted,
 * and found again after a restart.
 */
export class Boards {
  readonly #options: BoardsOptions;
  readonly #states = new Map<string, BoardState>();
  /** Classes whose board has to show a change. */
  readonly #changed = new Set<string>();
  readonly #rounds: PeriodicTask;
  readonly #stopListening: () => void;
  /** Whether any verification has progressed; its class is determined when the boards are refreshed. */
  #anyProgress = true;

  constructor(options: BoardsOptions) {
    this.#options = options;
    this.#rounds = new PeriodicTask(() => this.#refreshAll(), {
      everyMs: options.intervalMs ?? boardIntervalMs,
      onError: (error) =>
        options.log.warn(
          { event: 'boards.round-failed', err: describeError(error) },
          'the boards were not refreshed',
        ),
    });
    this.#stopListening = options.desk.onProgress(() => {
      this.#anyProgress = true;
    });
  }

  /** Notes a change that a class's board shows. */
  changed(guild: string): void {
    this.#changed.add(guild);
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#rounds.close();
  }

  async #refreshAll(): Promise<void> {
    const now = Date.now();
    for (const guild of await this.#options.records.guilds.all()) {
      if (guild.taChannel !== null && this.#options.owns(guild.id))
        await this.#refreshIfDue(guild, guild.taChannel, now);
    }
    this.#anyProgress = false;
  }

  async #refreshIfDue(guild: GuildSettings, channel: string, now: number): Promise<void> {
    const state = this.#stateOf(guild.id);
    if (state.refusedUntil > now) return;
    const isDue = this.#anyProgress || this.#changed.has(guild.id) || now - state.refreshedAt >= refreshMs;
    if (!isDue) return;
    this.#changed.delete(guild.id);
    state.refreshedAt = now;
    try {
      await this.#refresh(state, guild, channel);
    } catch (error) {
      if (isFinal(error)) state.refusedUntil = now + refusedMs;
      this.#options.log.warn(
        { event: 'boards.not-shown', guild: guild.id, err: describeError(error) },
        'the board was not shown',
      );
    }
  }

  #stateOf(guild: string): BoardState {
    const state = this.#states.get(guild) ?? {
      shown: '',
      refreshedAt: 0,
      seenAt: 0,
      refusedUntil: 0,
      hour: '',
      picture: null,
    };
    this.#states.set(guild, state);
    return state;
  }

  async #refresh(state: BoardState, guild: GuildSettings, channel: string): Promise<void> {
    const { records, desk, locales } = this.#options;
    const locale = locales.ofClass(guild.id);
    const now = await board(records, desk, guild.id, guild.lesson);
    await this.#paint(state, locale, now.hour);
    const message = boardMessage(locale, now, state.picture);
    const shown = JSON.stringify([channel, message.components, state.hour]);
    const outcome = await this.#updateMessage(state, guild.id, channel, message, shown);
    if (outcome === 'unchanged') return;
    if (outcome === 'missing') await this.#post(guild.id, channel, message);
    state.shown = shown;
    state.seenAt = Date.now();
  }

  async #paint(state: BoardState, locale: Locale, hour: Parameters<typeof hourPicture>[1]): Promise<void> {
    const { painter, log } = this.#options;
    const drawnFrom = JSON.stringify([locale, hour]);
    if (drawnFrom === state.hour) return;
    state.picture = await painter.paint(hourPicture(locale, hour, 'dark')).catch((error: unknown) => {
      log.warn(
        { event: 'boards.picture-failed', err: describeError(error) },
        'the picture of the last hour was not drawn',
      );
      return null;
    });
    state.hour = drawnFrom;
  }

  async #updateMessage(
    state: BoardState,
    guild: string,
    channel: string,
    message: Message,
    shown: string,
  ): Promise<'present' | 'unchanged' | 'missing'> {
    const { records, messenger } = this.#options;
    const place = await records.staffPosts.get(guild, 'board');
    if (place === null || place.channel !== channel) return 'missing';
    const mustCheck = Date.now() - state.seenAt > existenceCheckMs;
    try {
      if (shown !== state.shown) await messenger.editMessage(channel, place.message, message);
      // Nothing to edit, but a deleted board would otherwise go unnoticed.
      else if (mustCheck) await messenger.message(channel, place.message);
      else return 'unchanged';
      return 'present';
    } catch (error) {
      if (codeOf(error) !== codes.unknownMessage) throw error;
      return 'missing';
    }
  }

  async #post(guild: string, channel: string, message: Message): Promise<void> {
    const { records, messenger } = this.#options;
    const sent = await messenger.send(channel, message, { nonce: `board${Date.now().toString(36)}` });
    await records.staffPosts.save(guild, 'board', sent);
  }
}
