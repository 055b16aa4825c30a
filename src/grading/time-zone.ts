/** A day and a time of day as a clock on the wall shows them; months from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** What the clocks of a time zone show at a moment (Unix milliseconds). */
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

/** The same clock in UTC. */
const asUtc = ({ year, month, day, hour, minute }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/**
 * When the clocks of a time zone show a time, in Unix milliseconds. In the hour that there is twice in autumn it is the
 * first one; in the hour that is left out in spring it is as much later as the clocks were put forward. Null for a day that there is not.
 */
export function momentOf(time: WallTime, zone: string): number | null {
  const wanted = asUtc(time);
  const day = new Date(wanted);
  // 31 February rolls over to March; nobody means that.
  if (day.getUTCMonth() !== time.month - 1 || day.getUTCDate() !== time.day) return null;
  if (time.hour > 23 || time.minute > 59) return null;
  const offset = (at: number): number => asUtc(wallTime(at, zone)) - Math.floor(at / 60_000) * 60_000;
  const dayBefore = wanted - offset(wanted - 86_400_000);
  const dayAfter = wanted - offset(wanted + 86_400_000);
  return [dayBefore, dayAfter].find((at) => at + offset(at) === wanted) ?? dayBefore;
}

/** A time some days later; the clock shows the same. */
export function daysLater(time: WallTime, days: number): WallTime {
  const moved = new Date(asUtc({ ...time, day: time.day + days }));
  return {
    ...time,
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
  };
}

/** 0 is Sunday. */
export const weekdayOf = (time: WallTime): number => new Date(asUtc(time)).getUTCDay();
