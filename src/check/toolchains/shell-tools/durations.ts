const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The duration in seconds that `5`, `0.5m`, `1e-2` or `1h` means for sleep and timeout; null for an invalid one. */
export function secondsOf(written: string): number | null {
  const time = /^\s*\+?((?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|0x[\da-f]+)([smhd]?)$/i.exec(written);
  if (time !== null) return Number(time[1]) * (unitSeconds[time[2] || 's'] ?? 1);
  return /^\+?inf(?:inity)?[smhd]?$/i.test(written) ? Number.POSITIVE_INFINITY : null;
}
