import { type FilePlace, LessonError } from '../error.ts';
import type { Assertion } from './assertions.ts';
import { hasComposeFile } from './compose-file.ts';
import type { Manifest } from './manifest.ts';

type PlaceOf = (path: readonly PropertyKey[]) => FilePlace;

/** Finds contradictions in a manifest, and entries that would never have an effect. */
export function contradictions(manifest: Manifest, file: string, placeOf: PlaceOf): readonly LessonError[] {
  const { min, max } = manifest.imageSize ?? { min: 0, max: 0 };
  const sizes =
    min > max
      ? [new LessonError('manifestSize', { file, ...placeOf(['imageSize', 'min']) }, { min, max })]
      : [];
  const seen = new Set<number>();
  const twice = manifest.todos.flatMap(({ n }, index) => {
    if (!seen.has(n)) {
      seen.add(n);
      return [];
    }
    return [new LessonError('manifestTodoTwice', { file, ...placeOf(['todos', index, 'n']) }, { n })];
  });
  return [
    ...sizes,
    ...twice,
    ...contradictingServices(manifest, file, placeOf),
    ...idleAssertions(manifest, file, placeOf),
  ];
}

/** Assertions that no run would ever test. */
function idleAssertions(manifest: Manifest, file: string, placeOf: PlaceOf): readonly LessonError[] {
  const serves = manifest.port !== null;
  const ofServer: ReadonlySet<string> = new Set(['listens', 'answers', 'stops', 'keeps-data']);
  const idle = (assertion: Assertion, path: readonly PropertyKey[]): readonly LessonError[] => {
    const { assert } = assertion;
    const where = { file, ...placeOf(path) };
    if (!serves && ofServer.has(assert)) return [new LessonError('manifestNeedsPort', where, { assert })];
    return serves && assert === 'exits' ? [new LessonError('manifestHasPort', where)] : [];
  };
  return [
    ...manifest.todos.flatMap(({ assertions, aims }, index) =>
      // Assertions written as shorthands under `aims` are the only case whose position within that list is known.
      assertions.flatMap((each, at) =>
        idle(each, ['todos', index, 'aims', ...(aims.length === 0 ? [at] : [])]),
      ),
    ),
    ...manifest.promises.flatMap((each, at) => idle(each, ['promises', at])),
  ];
}

function contradictingServices(manifest: Manifest, file: string, placeOf: PlaceOf): readonly LessonError[] {
  if (Object.keys(manifest.services).length === 0) return [];
  const where = { file, ...placeOf(['services']) };
  return [
    ...(hasComposeFile(manifest) ? [new LessonError('manifestServices', where)] : []),
    ...(manifest.postgres === null ? [] : [new LessonError('manifestServicesTwice', where)]),
  ];
}
