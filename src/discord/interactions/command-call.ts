import type { Locale } from '../../wording/wording.ts';

/** Who asked, where and when: what a handler may know of an interaction, as a plain value. */
export interface CommandCall {
  readonly user: string;
  /** The class server of the request; null in a DM. */
  readonly guild: string | null;
  readonly channel: string | null;
  /** The parent channel, when the request came from a thread. */
  readonly parent?: string;
  /** The caller's roles in that server; empty in a DM. */
  readonly roles: readonly string[];
  /** Whether the caller has the permission to manage the server. */
  readonly manages: boolean;
  readonly locale: Locale;
  /** When Discord created the interaction or message. Unix milliseconds. */
  readonly at: number;
  /** The lesson that the pressed button or submitted form was made for. */
  readonly lesson?: string;
  /** The interaction token, valid for 15 minutes; null for a plain message in a DM. Never log it. */
  readonly token: string | null;
}

/** How long an interaction token is used: Discord's 15 minutes less one to spare. */
export const tokenLifeMs = 14 * 60_000;
