import { InstructionError } from './instruction-error.ts';
import type { Keyword } from './keywords.ts';

type FlagKind = 'text' | 'texts' | 'yes';

const knownFlags: Partial<Record<Keyword, Readonly<Record<string, FlagKind>>>> = {
  add: {
    chown: 'text',
    chmod: 'text',
    link: 'yes',
    'keep-git-dir': 'yes',
    checksum: 'text',
    unpack: 'yes',
    exclude: 'texts',
  },
  copy: { chown: 'text', from: 'text', chmod: 'text', link: 'yes', exclude: 'texts', parents: 'yes' },
  from: { platform: 'text' },
  healthcheck: {
    interval: 'text',
    timeout: 'text',
    'start-period': 'text',
    'start-interval': 'text',
    retries: 'text',
  },
  run: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
};

export function readFlags(
  keyword: Keyword,
  flags: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const known = knownFlags[keyword] ?? {};
  const found = new Map<string, string[]>();
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    const shown = equals < 0 ? flag : flag.slice(0, equals);
    const name = shown.slice(2);
    const value = equals < 0 ? null : flag.slice(equals + 1);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined)
      throw new InstructionError('UnknownFlag', `unknown flag: ${shown}`, { flag: shown });
    const before = found.get(name);
    if (before !== undefined && kind !== 'texts') {
      throw new InstructionError('UnknownFlag', `duplicate flag specified: ${shown}`, { flag: shown });
    }
    if (kind === 'yes') {
      if (value === '')
        throw new InstructionError('UnknownFlag', `missing a value on flag: ${shown}`, { flag: shown });
      const answer = (value ?? 'true').toLowerCase();
      if (answer !== 'true' && answer !== 'false') {
        throw new InstructionError(
          'UnknownFlag',
          `expecting boolean value for flag ${shown}, not: ${value ?? ''}`,
          {
            flag: shown,
          },
        );
      }
      found.set(name, [answer]);
    } else {
      if (value === null)
        throw new InstructionError('UnknownFlag', `missing a value on flag: ${shown}`, { flag: shown });
      found.set(name, [...(before ?? []), value]);
    }
  }
  return found;
}
