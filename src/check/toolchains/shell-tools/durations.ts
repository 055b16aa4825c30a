const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds that `5`, `0.5m` or `1h` stand for, as sleep and timeout read them; null for what is no time. */
export function secondsOf(written: string): number | null {
  const time = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(written);
  return time === null ? null : Number(time[1]) * (unitSeconds[time[2] || 's'] ?? 1);
}
