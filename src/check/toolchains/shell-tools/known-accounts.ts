import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import { hasSystemGroup, hasSystemUser } from '../../simulation/image/system-accounts.ts';

/** Whether the accounts of an image are known. */
const isKnownBase = ({ files, base }: Stage): boolean =>
  !files.isVague && ['debian', 'alpine'].includes(base.family);

/** Whether a group or a user exists; `unknown` for accounts that only some releases have. */
export const hasGroup = (stage: Stage, group: string): boolean | 'unknown' =>
  isKnown(group) &&
  (stage.groups.has(group) || (isKnownBase(stage) && hasSystemGroup(stage.base.family, group)));
export const hasUser = (stage: Stage, user: string): boolean | 'unknown' =>
  isKnown(user) && (stage.users.has(user) || (isKnownBase(stage) && hasSystemUser(stage.base.family, user)));
