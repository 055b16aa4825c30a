/** A date and time of day as shown by a local clock. Months from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The local time in a time zone at a given time (Unix milliseconds). */
export function wallTime(at: number, zone: string): WallTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (part: keyof WallTime): number => parts.get(part) ?? 0;
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

/** The same clock reading in UTC. */
const asUtc = ({ year, month, day, hour, minute }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/**
 * Unix time in milliseconds of a local time in a time zone. A time that occurs twice when clocks go back means the first occurrence; a time
 * skipped when clocks go forward is moved later by the length of the gap. Null for a date or time that does not exist.
 */
export function momentOf(time: WallTime, zone: string): number | null {
  const wanted = asUtc(time);
  const day = new Date(wanted);
  // `Date` turns 31 February into a day in March, which nobody means.
  if (day.getUTCMonth() !== time.month - 1 || day.getUTCDate() !== time.day) return null;
  if (time.hour > 23 || time.minute > 59) return null;
  const offset = (at: number): number => asUtc(wallTime(at, zone)) - Math.floor(at / 60_000) * 60_000;
  const dayBefore = wanted - offset(wanted - 86_400_000);
  const dayAfter = wanted - offset(wanted + 86_400_000);
  return [dayBefore, dayAfter].find((at) => at + offset(at) === wanted) ?? dayBefore;
}

/** The same local time some days later. */
export function daysLater(time: WallTime, days: number): WallTime {
  const moved = new Date(asUtc({ ...time, day: time.day + days }));
  return {
    ...time,
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
  };
}

/** Day of the week; 0 is Sunday. */
export const weekdayOf = (time: WallTime): number => new Date(asUtc(time)).getUTCDay();
