import { parseDockerfile } from '../../../src/check/dockerfile/parse.ts';
import { expandWord } from '../../../src/check/dockerfile/variables.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { PhaseFailure, Work } from '../phase.ts';
import { unlocated } from './build-failure.ts';

/** The configuration of the student's image is larger than what is read, mostly because of variables that grow. */
export function largeConfiguration({
  manifest,
  dockerfile,
  limits,
}: Pick<Work, 'manifest' | 'dockerfile' | 'limits'>): PhaseFailure {
  const kilobytes = limits.answerKilobytes;
  return {
    ...unlocated,
    reason: 'image-configuration-too-large',
    explanation: sayReason.later('image-configuration-too-large', { kilobytes }),
    file: manifest.files.dockerfile,
    line: growingLine(dockerfile, (kilobytes * 1024) / 16),
  };
}

/**
 * The first line whose variables or labels are longer than `most` characters; null when there is none. Only lengths are added up, never
 * the values: those are what is too long.
 */
export function growingLine(dockerfile: string, most: number): number | null {
  const lengths = new Map<string, number>();
  const lengthOf = (text: string): number => {
    let length = text.length;
    expandWord(text, (name) => {
      length += lengths.get(name) ?? 0;
      return '';
    });
    return length;
  };
  for (const { keyword, pairs, args, rest, line } of parseDockerfile(dockerfile).instructions) {
    const named =
      keyword === 'arg'
        ? args.map((arg) => ({ name: arg.split('=', 1)[0] ?? '', value: arg }))
        : pairs.map(({ name, value }) => ({ name, value: value ?? '' }));
    const found = named.map(({ name, value }) => ({ name, length: lengthOf(value) }));
    const other = ['workdir', 'user', 'expose', 'volume', 'stopsignal', 'copy', 'add'].includes(
      keyword ?? '',
    );
    if (found.some(({ length }) => length > most) || (other && lengthOf(rest) > most)) return line;
    if (keyword === 'env' || keyword === 'arg')
      for (const { name, length } of found) lengths.set(name, length);
  }
  return null;
}
