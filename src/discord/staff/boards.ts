import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import { hourPicture } from '../../pictures/hour-picture.ts';
import type { PngRenderer } from '../../pictures/png-renderer.ts';
import type { GuildSettings, Records } from '../../records/records.ts';
import { board } from '../../teaching/views.ts';
import { openRounds } from '../notifications/rounds.ts';
import { boardMessage } from '../render/staff/board.ts';
import { codeOf, codes, describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

/** One message in each staff channel that is kept up to date. */
export interface Boards {
  /** Something changed that a class's board shows. */
  readonly changed: (guild: string) => void;
  readonly close: () => Promise<void>;
}

/** Between two edits of a board at least; and how often a board is looked after though nothing was heard. Milliseconds. */
const boardIntervalMs = 5_000;
const lookEvery = 20_000;
/** A board that says nothing new is looked for this often. Milliseconds. */
const missedAfter = 60_000;
/** After Discord refused for good, for instance because the bot may not write there, it is asked again this late. */
const refusedFor = 10 * 60_000;

interface BoardState {
  /** What is on the board, as JSON. */
  shown: string;
  lookedAt: number;
  /** When the message was last there. */
  seenAt: number;
  refusedUntil: number;
  /** What its picture was drawn from. */
  hour: string;
  picture: Buffer | null;
}

/** Keeps the boards: edited live, silent when nothing changed, made anew when deleted, found again after a restart. */
export function openBoards(options: {
  readonly records: Records;
  readonly desk: Desk;
  readonly post: Messenger;
  readonly painter: PngRenderer;
  readonly log: Logger;
  readonly pace?: number | undefined;
}): Boards {
  const { records, desk, post, painter, log, pace = boardIntervalMs } = options;
  const kept = new Map<string, BoardState>();
  const dirty = new Set<string>();
  /** A verification moved on: whose class it is of is looked up with the board. */
  let moved = true;

  const draw = async (one: BoardState, guild: GuildSettings, channel: string): Promise<void> => {
    const now = await board(records, desk, guild.id, guild.lesson);
    const hour = JSON.stringify(now.hour);
    if (hour !== one.hour) {
      one.picture = await painter.paint(hourPicture('en', now.hour, 'dark')).catch((error: unknown) => {
        log.warn({ err: describeError(error) }, 'the picture of the last hour was not drawn');
        return null;
      });
      one.hour = hour;
    }
    const message = boardMessage('en', now, one.picture);
    const shown = JSON.stringify([channel, message.components, hour]);
    const place = await records.staffPosts.get(guild.id, 'board');
    if (place !== null && place.channel === channel) {
      try {
        if (shown !== one.shown) await post.editMessage(channel, place.message, message);
        // Nothing new to say; but a board that somebody deleted would never be missed.
        else if (Date.now() - one.seenAt > missedAfter) await post.message(channel, place.message);
        else return;
        one.shown = shown;
        one.seenAt = Date.now();
        return;
      } catch (error) {
        if (codeOf(error) !== codes.unknownMessage) throw error;
      }
    }
    const sent = await post.send(channel, message, { nonce: `board${Date.now().toString(36)}` });
    await records.staffPosts.save(guild.id, 'board', sent);
    one.shown = shown;
    one.seenAt = Date.now();
  };

  const look = async (): Promise<void> => {
    const now = Date.now();
    for (const guild of await records.guilds.all()) {
      const channel = guild.taChannel;
      if (channel === null) continue;
      const one = kept.get(guild.id) ?? {
        shown: '',
        lookedAt: 0,
        seenAt: 0,
        refusedUntil: 0,
        hour: '',
        picture: null,
      };
      kept.set(guild.id, one);
      if (one.refusedUntil > now) continue;
      const wanted = moved || dirty.has(guild.id) || now - one.lookedAt >= lookEvery;
      if (!wanted) continue;
      dirty.delete(guild.id);
      one.lookedAt = now;
      try {
        await draw(one, guild, channel);
      } catch (error) {
        if (isFinal(error)) one.refusedUntil = now + refusedFor;
        log.warn({ guild: guild.id, err: describeError(error) }, 'the board was not shown');
      }
    }
    moved = false;
  };

  const rounds = openRounds(look, {
    every: pace,
    failed: (error) => log.warn({ err: describeError(error) }, 'the boards were not looked after'),
  });
  const stop = desk.onProgress(() => {
    moved = true;
  });

  return {
    changed: (guild) => {
      dirty.add(guild);
    },
    close: async () => {
      stop();
      await rounds.close();
    },
  };
}
