/** Spans that may be written, in milliseconds. */
const spans = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Ten years: what is further away is a typing error. */
const furthest = 3_650 * spans.d;

/**
 * A moment as a person writes it: `2026-12-01 18:00` (UTC unless it says otherwise: `…+01:00`, `Z`), `2026-12-01` (the
 * end of that day), a Discord timestamp `<t:1764612000>`, or from now on: `in 3 days`, `+90m`, `2w`.
 *
 * @returns Unix milliseconds; null when it cannot be read, or means no day that there is
 */
export function parseDateInput(written: string, now: number): number | null {
  const text = written.trim();
  const stamp = /^<t:(\d{1,13})(?::[tTdDfFRsS])?>$/.exec(text);
  if (stamp?.[1] !== undefined) return within(Number(stamp[1]) * 1000, now);
  const ahead = /^(?:in\s+|\+)?(\d{1,5})\s*(minutes?|mins?|m|hours?|h|days?|d|weeks?|w)$/i.exec(text);
  if (ahead?.[1] !== undefined && ahead[2] !== undefined) {
    const unit = ahead[2].charAt(0).toLowerCase() as keyof typeof spans;
    return within(now + Number(ahead[1]) * spans[unit], now);
  }
  const date =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2})?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text,
    );
  if (date === null) return null;
  const [, year, month, day, hour = '23', minute = '59', zone = 'Z'] = date;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const check = new Date(at);
  // 31 February rolls over to March; nobody means that.
  if (
    check.getUTCMonth() !== Number(month) - 1 ||
    check.getUTCDate() !== Number(day) ||
    Number(hour) > 23 ||
    Number(minute) > 59
  )
    return null;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const shift =
    offset === null
      ? 0
      : (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000;
  return within(at - shift, now);
}

const within = (at: number, now: number): number | null =>
  Number.isFinite(at) && Math.abs(at - now) <= furthest ? at : null;
