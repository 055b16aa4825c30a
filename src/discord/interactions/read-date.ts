import { parseDateInput } from '../../grading/date-input.ts';
import type { CommandCall } from './command-call.ts';
import type { Services } from './services.ts';

/** The moment that somebody wrote, by the class's clocks and in her own language, in Unix milliseconds; null when it is not one. */
export const readDate = (
  written: string,
  { locale }: Pick<CommandCall, 'locale'>,
  { now, timeZone }: Pick<Services, 'now' | 'timeZone'>,
): number | null => parseDateInput(written, now(), { zone: timeZone, locale });
