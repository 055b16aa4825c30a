import type { Locale } from '../../wording/wording.ts';

/** Who asked, where and when: what a handler may know of an interaction, as a plain value. */
export interface CommandCall {
  readonly user: string;
  /** The class server it was asked in; null in a DM. */
  readonly guild: string | null;
  readonly channel: string | null;
  /** The channel that a thread belongs to, where it was asked in a thread. */
  readonly parent?: string;
  /** The caller's roles in that server; empty in a DM. */
  readonly roles: readonly string[];
  /** Whether the caller may change the server's settings. */
  readonly manages: boolean;
  readonly locale: Locale;
  /** When Discord made the interaction or the message, Unix milliseconds. */
  readonly at: number;
  /** The lesson that the pressed button, or the filled-in form, was made for. */
  readonly lesson?: string;
  /** Good for 15 minutes; null for a plain message in a DM. Never logged. */
  readonly token: string | null;
}

/** How long an interaction's token can be used, with a minute to spare (Discord's limit is 15 minutes). */
export const tokenLifeMs = 14 * 60_000;
