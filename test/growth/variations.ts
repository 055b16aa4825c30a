import { hostileFiles, hostileMessages } from '../checker/hostile-texts.ts';
import { hostile } from './hostile.ts';

type Numbers = (below: number) => number;

/** Files that a student could attach, derived from texts that once took a process down. */
export interface Variation {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const maxLength = 64 * 1024;
/** Markers that end the checker process of the tests (planted-process.ts). */
const plants = ['PLANTED-HANG', 'PLANTED-MEMORY', 'PLANTED-END'];

const one = <T>(random: Numbers, list: readonly T[]): T => {
  const item = list[random(list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
};

/** The text with one of its lines repeated. */
const grown = (random: Numbers, text: string): string => {
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = lines[at] ?? '';
  const times = 1 + random(40);
  const more = Array.from({ length: times }, () => line).join(random(2) === 0 ? '\n' : '');
  return [...lines.slice(0, at), more, ...lines.slice(at)].join('\n').slice(0, maxLength);
};

/** A random variation: a known text with repetitions, two known texts combined, a generated one, or one that ends a checker. */
export function variation(random: Numbers): Variation {
  const [known, files] = one(random, Object.entries(hostileFiles));
  const [message, text] = one(random, Object.entries(hostileMessages));
  switch (random(6)) {
    case 0:
      return {
        name: `${known}, grown`,
        files: Object.fromEntries(
          Object.entries(files).map(([path, content]) => [path, grown(random, content)]),
        ),
      };
    case 1: {
      const [other, more] = one(random, Object.entries(hostileFiles));
      const mixed = `${files.Dockerfile ?? ''}${(more.Dockerfile ?? '').replace(/^FROM.*\n/, '')}`;
      return { name: `${known} and ${other}`, files: { ...more, Dockerfile: mixed.slice(0, maxLength) } };
    }
    case 2:
      return { name: `${message} around ${known}`, files: { ...files, notes: grown(random, text) } };
    case 3: {
      const plant = `# ${one(random, plants)}-IN-CHECK ${random(1_000_000_000)}`;
      return {
        name: `${known} and what ends a checker`,
        files: { ...files, Dockerfile: `FROM a\n${plant}\n` },
      };
    }
    default: {
      const place = one(random, ['Dockerfile', '.dockerignore', 'entrypoint.sh'] as const);
      const size = 16 * 4 ** random(7);
      return { name: `a made-up ${place}`, files: { ...files, [place]: hostile(random, place, size) } };
    }
  }
}
