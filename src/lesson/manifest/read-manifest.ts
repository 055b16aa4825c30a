import { type Document, isMap, isNode, isPair, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '../../errors/message-of.ts';
import { nearest } from '../../spelling/nearest.ts';
import { quoteOpenAt } from '../../yaml/open-quote.ts';
import { type FilePlace, LessonError } from '../error.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { contradictions } from './manifest-contradictions.ts';
import { chosenIssues, problemOfYaml } from './manifest-issues.ts';

/** A manifest with the lines its values stand on, for those who find fault with them. */
export interface ParsedManifest {
  readonly manifest: Manifest;
  /** Line of what stands at a path (`['todos', 2, 'n']`), or of the nearest thing around it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** A manifest as far as it can be read, with everything that is wrong with it. */
export interface ManifestReading {
  /** Null when it cannot be used at all; what contradicts itself is there, with its errors. */
  readonly manifest: Manifest | null;
  readonly errors: readonly LessonError[];
  readonly placeOf: (path: readonly PropertyKey[]) => FilePlace;
}

/**
 * Reads a manifest.
 * @throws LessonError with the line in the manifest: the first thing that is wrong
 */
export function parseManifest(text: string, file: string): ParsedManifest {
  const { manifest, errors, placeOf } = readManifest(text, file);
  const [first] = errors;
  if (first !== undefined) throw first;
  if (manifest === null) throw new LessonError('manifestYaml', { file, line: 1 }, { problem: 'it is empty' });
  return { manifest, lineOf: (path) => placeOf(path).line };
}

/** Reads a manifest to its end, whatever is wrong with it. JSON is YAML, too. */
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

/** Who lists the students' files names those with a role there: of several Dockerfiles the first is the one that is built. */
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
  // A mistyped key is unknown and leaves one missing: the unknown one says more.
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
      // A key that is not a name is reported as what a name has to be.
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

/** A word that is nearly one of those that may stand there; null for everything else that is wrong. */
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

/** The keys that may stand at a path, asked of the schema itself. */
function knownKeys(path: readonly PropertyKey[], document: Document.Parsed): readonly string[] {
  let schema: unknown = manifestSchema;
  for (const [at, key] of path.entries()) {
    const inner = meant(schema, document.getIn([...path.slice(0, at), 'assert']));
    // The keys of a record are names, and each stands for the same.
    const ofRecord = field(inner, 'valueType');
    if (ofRecord !== undefined) schema = ofRecord;
    else schema = typeof key === 'number' ? field(inner, 'element') : field(shapeOf(inner), String(key));
  }
  return Object.keys(shapeOf(meant(schema, document.getIn([...path, 'assert']))));
}

/** A schema without what stands around it; of those of the assertions the one of the kind that the author names. */
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

/** What a default or a transformation stands around. */
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
