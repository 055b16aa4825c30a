import type { Aim } from '../../lesson/manifest.ts';
import { quoted } from '../dockerfile/text.ts';
import type { Failure, FailureCode, Happening, Phase } from '../simulation/happenings.ts';
import type { View } from './rule.ts';

/** Questions that several rules ask of a simulation. */

type Kind = Happening['kind'];
type Of<K extends Kind> = Extract<Happening, { readonly kind: K }>;

const isBuilt = (view: View, happening: Happening): boolean =>
  !('stage' in happening) || [...view.built].some(({ index }) => index === happening.stage);

/** What happened, in stages that are really built. */
export function happened<K extends Kind>(view: View, kind: K, phase?: Phase): readonly Of<K>[] {
  return view.simulation.happenings.filter(
    (each): each is Of<K> =>
      each.kind === kind &&
      isBuilt(view, each) &&
      (phase === undefined || !('phase' in each) || each.phase === phase),
  );
}

export const failuresOf = (view: View, codes: readonly FailureCode[], phase?: Phase): readonly Failure[] =>
  view.simulation.failures.filter(
    ({ code, phase: when }) => codes.includes(code) && (phase === undefined || when === phase),
  );

export const failuresFor = (view: View, aim: Aim): readonly Failure[] =>
  view.simulation.failures.filter((failure) => failure.aim === aim);

/** The explicit installations of the project; `uv run` on the side counts only where there is no other. */
export function installations(view: View): readonly Of<'install'>[] {
  const all = happened(view, 'install', 'build');
  const explicit = all.filter(({ implicit }) => !implicit);
  return explicit.length > 0 ? explicit : all;
}

/** An instruction that Docker cannot read and whose text speaks of something: where an attempt went wrong. */
export function attempt(
  view: View,
  pattern: RegExp,
): { readonly line: number; readonly written: string } | null {
  for (const { instruction } of view.simulation.steps) {
    if ((instruction.error !== null || instruction.keyword === null) && pattern.test(instruction.text)) {
      return { line: instruction.line, written: quoted(instruction.text.trim(), 60) };
    }
  }
  return null;
}

/** A text value of a failure, made safe to show. */
export const shown = (failure: Failure, name: string): string => quoted(String(failure.values[name] ?? ''));

/** Places are told with their line only where they are in the Dockerfile or in a file that the student sent. */
export const placeOf = (failure: { readonly at: { readonly file: string; readonly line: number } }) => ({
  file: failure.at.file,
  line: failure.at.line > 0 ? failure.at.line : null,
});

/** Scripts in the image that come from the student's entrypoint file. */
export const scriptsInImage = (view: View) =>
  view.simulation.final?.files.find(
    (entry) => entry.kind === 'file' && entry.from === view.names.entrypoint,
  ) ?? [];
