import { parseDateInput } from '../../grading/date-input.ts';
import type { CommandCall } from './command-call.ts';
import type { Services } from './services.ts';

/** Parses a date and time in the class's time zone and the writer's language, to Unix milliseconds; null if it is not one. */
export const readDate = (
  written: string,
  { locale }: Pick<CommandCall, 'locale'>,
  { now, timeZone }: Pick<Services, 'now' | 'timeZone'>,
): number | null => parseDateInput(written, now(), { zone: timeZone, locale });
