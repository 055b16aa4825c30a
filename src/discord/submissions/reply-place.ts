import type { ReplyPlace } from '../../records/records.ts';
import { type CommandCall, tokenLifeMs } from '../interactions/command-call.ts';

/** Where the answer to an interaction can be edited; null for a message in a DM. */
export const interactionPlace = ({ token, at, channel }: CommandCall): ReplyPlace | null =>
  token === null ? null : { kind: 'interaction', token, expiresAt: at + tokenLifeMs, channel };
