import { type Html, html } from './html.ts';

/** `4:05`, `1:02:09`: the same in every language. */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The same with a unit, where the context does not make clear what it is: `4:05 min`. */
export const duration = (ms: number): string => `${clock(ms)}\u00a0${ms < 3_600_000 ? 'min' : 'h'}`;

/** How long something has been going on; the browser keeps it current. */
export const elapsed = (since: number, now: number): Html => html`
  <time class="clock" data-since=${since} datetime=${`PT${Math.max(0, Math.round((now - since) / 1_000))}S`}>
    ${clock(now - since)}
  </time>
`;

/** A time as text in UTC, for when the browser cannot convert it to its own time zone. */
export const inUtc = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A time; the browser shows it relative to now, in its own time zone. */
export const moment = (at: number): Html => html`
  <time data-at=${at} datetime=${new Date(at).toISOString()}>${inUtc(at)}</time>
`;
