import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import { hasSystemGroup, hasSystemUser } from '../../simulation/image/system-accounts.ts';

/** Whether it is known who is in an image. */
const isKnownBase = ({ files, base }: Stage): boolean =>
  !files.isVague && ['debian', 'alpine'].includes(base.family);

/** Whether there is a group, or a user; what only some releases have may be there. */
export const hasGroup = (stage: Stage, group: string): boolean | 'unknown' =>
  isKnown(group) &&
  (stage.groups.has(group) || (isKnownBase(stage) && hasSystemGroup(stage.base.family, group)));
export const hasUser = (stage: Stage, user: string): boolean | 'unknown' =>
  isKnown(user) && (stage.users.has(user) || (isKnownBase(stage) && hasSystemUser(stage.base.family, user)));
