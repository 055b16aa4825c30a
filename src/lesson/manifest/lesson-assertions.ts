import type { Assertion } from './assertions.ts';
import type { Manifest } from './manifest.ts';

/** An assertion with the TODO that it belongs to; null for an assertion about the whole lesson. */
export interface LessonAssertion {
  readonly assertion: Assertion;
  readonly todo: number | null;
  readonly required: boolean;
}

/** All assertions of a lesson, in the order of its manifest. */
export const assertionsOf = ({
  todos,
  promises,
}: Pick<Manifest, 'todos' | 'promises'>): readonly LessonAssertion[] => [
  ...todos.flatMap(({ n, required, assertions }) =>
    assertions.map((assertion) => ({ assertion, todo: n, required })),
  ),
  ...promises.map((assertion) => ({ assertion, todo: null, required: true })),
];

/** The ports that a lesson sends requests to: its own first, then those of single assertions. None in a lesson without a port. */
export function askedPorts(manifest: Pick<Manifest, 'port' | 'todos' | 'promises'>): readonly number[] {
  if (manifest.port === null) return [];
  const others = assertionsOf(manifest).flatMap(({ assertion }) =>
    assertion.assert === 'answers' ? (assertion.port ?? []) : [],
  );
  return [...new Set([manifest.port, ...others])];
}
