import { type Document, isMap, isNode, isPair, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '../../errors/message-of.ts';
import { nearest } from '../../spelling/nearest.ts';
import { quoteOpenAt } from '../../yaml/open-quote.ts';
import { type FilePlace, LessonError } from '../error.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { contradictions } from './manifest-contradictions.ts';
import { chosenIssues, problemOfYaml } from './manifest-issues.ts';

/** A manifest with the lines of its values, for error messages. */
export interface ParsedManifest {
  readonly manifest: Manifest;
  /** The line of the value at a path (`['todos', 2, 'n']`), or of its nearest existing parent. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** A manifest as far as it can be parsed, with all errors. */
export interface ManifestReading {
  /** Null when it is unusable; a manifest that contradicts itself is present, along with the errors. */
  readonly manifest: Manifest | null;
  readonly errors: readonly LessonError[];
  readonly placeOf: (path: readonly PropertyKey[]) => FilePlace;
}

/**
 * Parses a manifest.
 * @throws LessonError for the first error, with its line in the manifest.
 */
export function parseManifest(text: string, file: string): ParsedManifest {
  const { manifest, errors, placeOf } = readManifest(text, file);
  const [first] = errors;
  if (first !== undefined) throw first;
  if (manifest === null) throw new LessonError('manifestYaml', { file, line: 1 }, { problem: 'it is empty' });
  return { manifest, lineOf: (path) => placeOf(path).line };
}

/** Parses a manifest and collects all errors. JSON is accepted as well, being YAML. */
export function readManifest(text: string, file: string): ManifestReading {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): FilePlace => {
    const { line, col } = lines.linePos(offset);
    return { line: line || 1, column: col || 1 };
  };
  const placeOf = (path: readonly PropertyKey[]): FilePlace => placeAt(offsetOf(document, path));
  const broken = document.errors.map(({ code, pos, message }) => {
    const where = { file, ...placeAt(quoteOpenAt(document, pos[0]) ?? pos[0]) };
    return new LessonError('manifestYaml', where, { problem: problemOfYaml(code, message) });
  });
  if (broken.length > 0) return { manifest: null, errors: broken, placeOf };
  const value = plainValue(document, file);
  if (value instanceof LessonError) return { manifest: null, errors: [value], placeOf };
  const result = manifestSchema.safeParse(value);
  if (result.success) {
    const manifest = withNamedFiles(result.data);
    return { manifest, errors: contradictions(manifest, file, placeOf), placeOf };
  }
  return { manifest: null, errors: errorsOf(result.error, document, file, placeOf), placeOf };
}

/**
 * Takes the file names from the manifest's list of student files, if it has one. Of several Dockerfiles, the first is the one
 * that is built.
 */
function withNamedFiles(manifest: Manifest): Manifest {
  const listed = (manifest.studentFiles ?? [])
    .toReversed()
    .flatMap(({ role, name }) =>
      role === 'dockerfile' || role === 'dockerignore' || role === 'entrypoint'
        ? [[role, name] as const]
        : [],
    );
  return { ...manifest, files: { ...manifest.files, ...Object.fromEntries(listed) } };
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const problem = messageOf(error);
    return new LessonError('manifestYaml', { file, line: 1 }, { problem: problem.replace(/\.$/, '') });
  }
}

function errorsOf(
  { issues: all }: z.ZodError,
  document: Document.Parsed,
  file: string,
  placeOf: ManifestReading['placeOf'],
): readonly LessonError[] {
  const issues = chosenIssues(all, document);
  // A mistyped key causes two issues, an unknown key and a missing one; the unknown key is more helpful.
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue] : []));
  const others = issues.filter(({ code }) => code !== 'unrecognized_keys');
  return [
    ...unknown.flatMap(({ keys, path }) =>
      keys.map((key) => {
        const where = { file, ...placeOf([...path, key]) };
        const known = knownKeys(path, document);
        const meant = nearest(key, known);
        return new LessonError(meant === null ? 'manifestKey' : 'manifestKeyMeant', where, {
          ...{ key, known: known.join(', '), meant: meant ?? '' },
        });
      }),
    ),
    ...others.map((issue) => {
      const missing = document.getIn(issue.path) === undefined && issue.path.length > 0;
      // An invalid key is reported with the requirements for a name.
      const [said = issue] = issue.code === 'invalid_key' ? issue.issues : [];
      const problem = missing ? 'it is missing' : said.message.replace(/^Invalid input: /, '');
      const path = issue.path.length === 0 ? 'the whole file' : dotted(issue.path);
      const choice = mistypedChoice(issue, document);
      if (choice !== null)
        return new LessonError('manifestChoice', { file, ...placeOf(issue.path) }, { path, ...choice });
      return new LessonError('manifestValue', { file, ...placeOf(issue.path) }, { path, problem });
    }),
  ];
}

/** A word that is close to one of the allowed values; null for any other issue. */
function mistypedChoice(issue: z.core.$ZodIssue, document: Document.Parsed) {
  const found: unknown = document.getIn(issue.path);
  if (issue.code !== 'invalid_value' || typeof found !== 'string') return null;
  const known = issue.values.map(String);
  const meant = nearest(found, known);
  return meant === null ? null : { found: found.slice(0, 80), meant, known: known.join(', ') };
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}

/** The keys allowed at a path, taken from the schema itself. */
function knownKeys(path: readonly PropertyKey[], document: Document.Parsed): readonly string[] {
  let schema: unknown = manifestSchema;
  for (const [at, key] of path.entries()) {
    const inner = meant(schema, document.getIn([...path.slice(0, at), 'assert']));
    // The keys of a record are arbitrary names, whose values share one schema.
    const ofRecord = field(inner, 'valueType');
    if (ofRecord !== undefined) schema = ofRecord;
    else schema = typeof key === 'number' ? field(inner, 'element') : field(shapeOf(inner), String(key));
  }
  return Object.keys(shapeOf(meant(schema, document.getIn([...path, 'assert']))));
}

/** A schema without its wrappers; for assertions, the schema of the kind that the author names. */
function meant(schema: unknown, assert: unknown): unknown {
  const inner = bare(schema);
  const options = field(inner, 'options');
  if (!Array.isArray(options) || assert === undefined) return inner;
  const named = options
    .map((option) => meant(option, assert))
    .find((option) => field(field(shapeOf(option), 'assert'), 'value') === assert);
  return named ?? inner;
}

function shapeOf(schema: unknown): object {
  const shape = field(bare(schema), 'shape');
  return typeof shape === 'object' && shape !== null ? shape : {};
}

/** The inner schema of a default or transformation. */
const insideOf = (schema: unknown): unknown => {
  const def = field(schema, 'def');
  return field(def, 'innerType') ?? field(def, 'in');
};

/** A schema without its defaults and transformations. */
function bare(schema: unknown): unknown {
  for (let inner = schema; ; inner = insideOf(inner)) {
    if (insideOf(inner) === undefined) return inner;
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair: unknown = node.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (!isPair<ParsedNode, ParsedNode | null>(pair)) break;
      offset = pair.key.range[0];
      node = pair.value;
    } else {
      const next: unknown = node === null ? undefined : Reflect.get(Reflect.get(node, 'items') ?? [], key);
      if (!isNode(next)) break;
      node = next as ParsedNode;
      offset = node.range[0];
    }
  }
  return offset;
}
