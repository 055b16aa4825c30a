import type { Verdict } from '../../src/submission/verdict.ts';
import type { BuildStep } from '../sandbox/build/build-progress.ts';
import { cleanLine } from '../sandbox/excerpt.ts';

type Steps = NonNullable<Verdict['steps']>;

/** No lesson's Dockerfile has this many steps. */
const mostSteps = 60;

/** The steps of a build for the verdict, with the size of each one's layer: the layers are in the same order. */
export function stepList(steps: readonly BuildStep[], image: Verdict['image']): Steps {
  const layers = [...(image?.layers ?? [])];
  const ordered = [...steps].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || a.n - b.n);
  return ordered.slice(0, mostSteps).map(({ n, of, instruction, line, cached, ms }) => {
    const shown = cleanLine(instruction, 160);
    const at = layers.findIndex((layer) => plain(layer.instruction) === plain(shown));
    const bytes = /^FROM\b/i.test(shown) ? null : (layers[at]?.bytes ?? null);
    if (at >= 0) layers.splice(0, at + 1);
    return { n, of, instruction: shown, line, cached, ms: ms === null ? null : Math.round(ms), bytes };
  });
}

/** History and trace write the same instruction with different white space and case. */
const plain = (instruction: string): string => instruction.replace(/\s+/g, ' ').trim().toLowerCase();
