import { homeOf } from '../image/stage.ts';
import type { Machine } from './machine.ts';

/** The folder in which programs look for the user's files: HOME, otherwise the user's home folder. */
export const homeFolder = (machine: Machine): string =>
  machine.env.get('HOME') ?? homeOf(machine.stage, machine.user) ?? '/root';
