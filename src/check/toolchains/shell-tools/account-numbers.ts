import type { Stage } from '../../simulation/image/stage.ts';

/** User ids that Debian assigns by default. */
const systemNumbers = new Set('0 1 2 3 4 5 6 7 8 9 10 13 33 34 38 39 65534'.split(' '));

export const isTaken = ({ users, base, files }: Stage, number: string): boolean =>
  users.has(number) || (base.family === 'debian' && !files.isVague && systemNumbers.has(number));

/**
 * The user id for a new user without an explicit one (measured, Debian 12). useradd takes the highest id plus one, and for system users the
 * first free one downwards from 999; adduser takes the first free one upwards.
 */
export function nextNumber(stage: Stage, program: string, isSystem: boolean): string {
  if (program === 'useradd' && !isSystem) return String(greatest(stage) + 1);
  if (program === 'useradd') return String(firstFree(stage, 999, -1));
  return String(firstFree(stage, isSystem ? 100 : 1000, 1));
}

function firstFree(stage: Stage, first: number, step: number): number {
  let number = first;
  while (isTaken(stage, String(number))) number += step;
  return number;
}

/** The highest id of an ordinary user. These are numbered from 1000 to 60000, beginning with those of the base image. */
function greatest({ base, userNumbers }: Stage): number {
  const brought = Object.values(base.users).filter((home) => home !== null).length;
  const made = [...userNumbers.values()].map(Number).filter((each) => each >= 1000 && each <= 60_000);
  return Math.max(999 + brought, ...made);
}
