import { InstructionError } from './instruction-error.ts';

const invalid = (phrase: string): InstructionError => new InstructionError('InvalidHealthcheck', phrase);

/** Validates HEALTHCHECK, whose flags are only read if its first word requires it. Returns the flags. */
export function validateHealthcheck(
  args: readonly string[],
  readFlags: () => ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const kind = (args[0] ?? '').toUpperCase();
  if (kind === 'NONE') {
    if (args.length > 1) throw invalid('HEALTHCHECK NONE takes no arguments');
    return new Map();
  }
  const flags = readFlags();
  if (kind !== 'CMD') throw invalid(`Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`);
  if (args.length < 2) throw invalid('Missing command after HEALTHCHECK CMD');
  for (const name of ['interval', 'timeout', 'start-period', 'start-interval'])
    validateInterval(name, flags.get(name)?.[0] ?? '');
  validateRetries(flags.get('retries')?.[0] ?? '');
  return flags;
}

function validateInterval(name: string, value: string): void {
  if (value === '' || value === '0') return;
  const seconds = durationSeconds(value);
  if (seconds === null) throw invalid(`time: invalid duration ${JSON.stringify(value)}`);
  if (seconds !== 0 && seconds < 0.001)
    throw invalid(`Interval ${JSON.stringify(name)} cannot be less than 1ms`);
}

function validateRetries(value: string): void {
  if (value === '') return;
  if (!/^[+-]?\d{1,9}$/.test(value))
    throw invalid(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (Number(value) < 0) throw invalid(`--retries cannot be negative (${Number(value)})`);
}

const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Seconds of a Go duration (`1m30s`); null if it is invalid. */
function durationSeconds(text: string): number | null {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  if (sign.length === text.length) return null;
  // Matched number by number: a single regular expression for all of them would try every way to split the digits.
  const amountAndUnit = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/y;
  let total = 0;
  for (let at = sign.length; at < text.length; at = amountAndUnit.lastIndex) {
    amountAndUnit.lastIndex = at;
    const [, amount, unit] = amountAndUnit.exec(text) ?? [];
    if (amount === undefined) return null;
    total += Number(amount) * (unitSeconds[unit ?? 's'] ?? 1);
  }
  return sign === '-' ? -total : total;
}
