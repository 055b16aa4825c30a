import { homeOf } from '../image/stage.ts';
import type { Machine } from './machine.ts';

/** The folder in which a program looks for what belongs to its user: HOME, else the user's own. */
export const homeFolder = (machine: Machine): string =>
  machine.env.get('HOME') ?? homeOf(machine.stage, machine.user) ?? '/root';
