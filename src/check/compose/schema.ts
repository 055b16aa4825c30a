import { z } from 'zod';
import { nearest } from '../../spelling/nearest.ts';
import spec from './compose-spec.json' with { type: 'json' };

/** A part of a Compose file that violates Compose's own schema. */
export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly kind: 'unknown-key' | 'service-name' | 'wrong-type' | 'wrong-value' | 'same-name' | 'other';
  /** The unknown key; for other problems, the expected types or values. */
  readonly what: string;
  /** The known key that was probably meant; null when none is similar. */
  readonly meant: string | null;
}

/** Created on first use, because that takes some time and most lessons have no Compose file. */
let made: z.ZodType | null = null;

function composeSchema(): z.ZodType {
  made ??= z.fromJSONSchema(spec as Parameters<typeof z.fromJSONSchema>[0]);
  return made;
}

/** Limit on the reported problems, because one mistake can cause many. */
const mostProblems = 20;

/** The violations of Compose's published schema in a file's value. */
export function schemaProblems(value: unknown): readonly SchemaProblem[] {
  const result = composeSchema().safeParse(value);
  return result.success ? [] : problemsIn(result.error.issues, []);
}

type Issue = z.core.$ZodIssue;

/** Converts the first issues to problems, and stops at the limit without examining the others. */
function problemsIn(issues: readonly Issue[], before: readonly PropertyKey[]): readonly SchemaProblem[] {
  const found: SchemaProblem[] = [];
  for (const issue of issues) {
    if (found.length >= mostProblems) break;
    found.push(...problemsOf(issue, before));
  }
  return found.slice(0, mostProblems);
}

function problemsOf(issue: Issue, before: readonly PropertyKey[]): readonly SchemaProblem[] {
  const path = [...before, ...issue.path];
  const of = (kind: SchemaProblem['kind'], what: string): SchemaProblem => ({
    path,
    kind,
    what,
    meant: null,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostProblems).map((key) => unknownKey(path, key));
    case 'invalid_type':
      return [of('wrong-type', typeName(issue.expected))];
    case 'invalid_value':
      return [of('wrong-value', issue.values.map(String).join(', '))];
    case 'invalid_union':
      return problemsOfUnion(issue.errors, path);
    default:
      return [of('other', issue.message.slice(0, 160))];
  }
}

/** If a value may have several forms, report the problems of the form that it was written in. */
function problemsOfUnion(
  branches: readonly (readonly Issue[])[],
  path: readonly PropertyKey[],
): readonly SchemaProblem[] {
  const isAnotherForm = (issues: readonly Issue[]): boolean =>
    issues.some(({ code, path: inner }) => code === 'invalid_type' && inner.length === 0);
  const meant = branches.find((issues) => issues.length > 0 && !isAnotherForm(issues));
  if (meant !== undefined) return problemsIn(meant, path);
  const types = branches.flatMap((issues) =>
    issues.flatMap((issue) =>
      issue.code === 'invalid_type' && issue.path.length === 0 ? [typeName(issue.expected)] : [],
    ),
  );
  return [{ path, kind: 'wrong-type', what: [...new Set(types)].join(', '), meant: null }];
}

function unknownKey(path: readonly PropertyKey[], key: string): SchemaProblem {
  const place = [...path, key];
  if (path.length === 1 && path[0] === 'services')
    return { path: place, kind: 'service-name', what: key, meant: null };
  return { path: place, kind: 'unknown-key', what: key, meant: nearest(key, knownAt(path)) };
}

function knownAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(spec.properties);
  return path.length === 2 && path[0] === 'services' ? serviceKeys : allKeys;
}

const serviceKeys: readonly string[] = Object.keys(spec.definitions.service.properties);
const allKeys: readonly string[] = [
  ...new Set([
    ...Object.keys(spec.definitions.healthcheck.properties),
    ...['context', 'dockerfile', 'target', 'args', 'condition', 'required', 'restart'],
    ...['type', 'source', 'target', 'read_only', 'published', 'protocol', 'host_ip', 'external', 'name'],
  ]),
];

const typeNames: Readonly<Record<string, string>> = { record: 'object', int: 'number' };
const typeName = (type: string): string => typeNames[type] ?? type;
