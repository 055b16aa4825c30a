import { readFlags } from './flags.ts';
import { parseHeredocWord } from './heredoc.ts';
import type { Keyword } from './keywords.ts';
import { exactlyOne, many, Refused } from './refused.ts';
import type { Shape } from './shape.ts';
import { trim } from './text.ts';

/** What BuildKit asks of each instruction once all lines are read. */
export function demand(
  keyword: Keyword,
  found: Shape,
  flags: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { args, pairs } = found;
  const upper = keyword.toUpperCase();
  const options = (): ReadonlyMap<string, readonly string[]> => readFlags(keyword, flags);
  switch (keyword) {
    case 'env':
    case 'label': {
      const read = options();
      if (pairs.length === 0) throw many(upper);
      if (pairs.some((pair) => pair.name === '')) {
        throw new Refused('KeyValueFormat', `${upper} names can not be blank`, {
          instruction: upper,
          word: '=',
        });
      }
      return read;
    }
    case 'add':
    case 'copy':
      if (args.length < 2) {
        throw new Refused(
          'MissingDestination',
          `${upper} requires at least two arguments, but only one was provided. Destination could not be determined`,
          { instruction: upper, source: args[0] ?? '' },
        );
      }
      if (!found.json && parseHeredocWord(args.at(-1) ?? '') !== null) {
        throw new Refused('MissingDestination', `${upper} cannot accept a heredoc as a destination`, {
          instruction: upper,
          source: args[0] ?? '',
        });
      }
      return options();
    case 'from':
      demandFrom(args);
      return options();
    case 'onbuild':
      demandOnbuild(args);
      return options();
    case 'workdir':
    case 'user':
    case 'maintainer':
      if (args.length !== 1) throw exactlyOne(upper);
      return options();
    // BuildKit never looks at the flags of STOPSIGNAL and ARG.
    case 'stopsignal':
      if (args.length !== 1) throw exactlyOne(upper);
      return new Map();
    case 'arg':
      if (args.length === 0) throw many(upper);
      if (args.some((each) => each.startsWith('='))) {
        throw new Refused('KeyValueFormat', 'ARG names can not be blank', { instruction: 'ARG', word: '=' });
      }
      return new Map();
    case 'expose':
      if (args.length === 0) throw many(upper);
      return options();
    case 'volume': {
      if (args.length === 0) throw many(upper);
      const read = options();
      if (args.some((each) => trim(each) === '')) {
        throw new Refused('EmptyVolume', 'VOLUME specified can not be an empty string');
      }
      return read;
    }
    case 'healthcheck':
      if (args.length === 0) throw many(upper);
      return demandHealthcheck(args, options);
    case 'shell': {
      const read = options();
      if (args.length === 0) throw many(upper);
      if (!found.json) {
        throw new Refused('ShellNotJson', 'SHELL requires the arguments to be in JSON form');
      }
      return read;
    }
    default:
      return options();
  }
}

function demandFrom(args: readonly string[]): void {
  if (args.length === 3 && args[1]?.toLowerCase() === 'as') {
    const name = args[2] ?? '';
    if (!/^[a-z][a-z0-9\-_.]*$/.test(name.toLowerCase())) {
      throw new Refused(
        'InvalidStageName',
        `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
        { name },
      );
    }
  } else if (args.length !== 1) {
    throw new Refused('FromArguments', 'FROM requires either one or three arguments', { count: args.length });
  }
}

function demandOnbuild(args: readonly string[]): void {
  const trigger = (args[0] ?? '').toUpperCase();
  if (trigger === '') throw many('ONBUILD');
  if (trigger === 'ONBUILD') {
    throw new Refused('OnbuildTrigger', "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", { trigger });
  }
  if (trigger === 'MAINTAINER' || trigger === 'FROM') {
    throw new Refused('OnbuildTrigger', `${trigger} isn't allowed as an ONBUILD trigger`, { trigger });
  }
}

function demandHealthcheck(
  args: readonly string[],
  options: () => ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const kind = (args[0] ?? '').toUpperCase();
  if (kind === 'NONE') {
    if (args.length > 1) throw new Refused('InvalidHealthcheck', 'HEALTHCHECK NONE takes no arguments');
    return new Map();
  }
  const read = options();
  if (kind !== 'CMD') {
    throw new Refused('InvalidHealthcheck', `Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`);
  }
  if (args.length < 2) throw new Refused('InvalidHealthcheck', 'Missing command after HEALTHCHECK CMD');
  for (const name of ['interval', 'timeout', 'start-period', 'start-interval']) {
    const value = read.get(name)?.[0] ?? '';
    if (value === '' || value === '0') continue;
    const length = duration(value);
    if (length === null) {
      throw new Refused('InvalidHealthcheck', `time: invalid duration ${JSON.stringify(value)}`);
    }
    if (length !== 0 && length < 0.001) {
      throw new Refused('InvalidHealthcheck', `Interval ${JSON.stringify(name)} cannot be less than 1ms`);
    }
  }
  const retries = read.get('retries')?.[0] ?? '';
  if (retries !== '') {
    if (!/^[+-]?\d{1,9}$/.test(retries)) {
      throw new Refused(
        'InvalidHealthcheck',
        `strconv.ParseInt: parsing ${JSON.stringify(retries)}: invalid syntax`,
      );
    }
    if (Number(retries) < 0) {
      throw new Refused('InvalidHealthcheck', `--retries cannot be negative (${Number(retries)})`);
    }
  }
  return read;
}

/** Seconds of a Go duration (`1m30s`); null when it is none. */
function duration(text: string): number | null {
  const units: Readonly<Record<string, number>> = {
    ns: 1e-9,
    us: 1e-6,
    µs: 1e-6,
    ms: 1e-3,
    s: 1,
    m: 60,
    h: 3600,
  };
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  if (sign.length === text.length) return null;
  // Piece by piece from the front: a pattern for all of them tries every way to part the digits.
  const piece = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/y;
  let total = 0;
  for (let at = sign.length; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const [, amount, unit] = piece.exec(text) ?? [];
    if (amount === undefined) return null;
    total += Number(amount) * (units[unit ?? 's'] ?? 1);
  }
  return sign === '-' ? -total : total;
}
