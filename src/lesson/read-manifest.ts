import {
  type Document,
  isMap,
  isNode,
  isPair,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import type { z } from 'zod';
import { LessonError } from './error.ts';
import { type Manifest, manifestSchema } from './manifest.ts';

/** A manifest with the lines its values stand on, for those who find fault with them. */
export interface ParsedManifest {
  readonly manifest: Manifest;
  /** Line of what stands at a path (`['todos', 2, 'n']`), or of the nearest thing around it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads a manifest.
 * @throws LessonError with the line in the manifest
 */
export function parseManifest(text: string, file: string): ParsedManifest {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const wrong = document.errors[0];
  if (wrong !== undefined) {
    const line = lines.linePos(quoteOpenAt(document, wrong.pos[0]) ?? wrong.pos[0]).line || 1;
    throw new LessonError('manifestYaml', { file, line }, { problem: wrong.message.replace(/\.$/, '') });
  }
  const lineOf = (path: readonly PropertyKey[]): number => lines.linePos(offsetOf(document, path)).line || 1;
  const result = manifestSchema.safeParse(plainValue(document, file));
  if (!result.success) throw errorOf(result.error, document, file, lineOf);
  refuseContradictions(result.data, file, lineOf);
  return { manifest: result.data, lineOf };
}

/** A quote that is never closed ends with the file; what helps is where it starts. */
function quoteOpenAt(document: Document.Parsed, offset: number): number | null {
  let start: number | null = null;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (!range || (type !== 'QUOTE_DOUBLE' && type !== 'QUOTE_SINGLE')) return;
      if (range[0] < offset && offset <= range[1] + 1) start = range[0];
    },
  });
  return start;
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new LessonError('manifestYaml', { file, line: 1 }, { problem: problem.replace(/\.$/, '') });
  }
}

function errorOf(
  error: z.ZodError,
  document: Document.Parsed,
  file: string,
  lineOf: ParsedManifest['lineOf'],
): LessonError {
  // A mistyped key is unknown and leaves one missing: the unknown one says more.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0];
  if (issue === undefined)
    return new LessonError('manifestValue', { file }, { path: '', problem: error.message });
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const line = lineOf([...issue.path, key]);
    return new LessonError('manifestKey', { file, line }, { key, known: knownKeys(issue.path) });
  }
  const missing = document.getIn(issue.path) === undefined && issue.path.length > 0;
  const problem = missing ? 'it is missing' : issue.message.replace(/^Invalid input: /, '');
  const path = issue.path.length === 0 ? 'the whole file' : dotted(issue.path);
  return new LessonError('manifestValue', { file, line: lineOf(issue.path) }, { path, problem });
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}

/** The keys that may stand at a path, asked of the schema itself. */
function knownKeys(path: readonly PropertyKey[]): string {
  let schema: unknown = manifestSchema;
  for (const key of path) {
    schema = typeof key === 'number' ? field(bare(schema), 'element') : field(shapeOf(schema), String(key));
  }
  return Object.keys(shapeOf(schema)).join(', ');
}

function shapeOf(schema: unknown): object {
  const shape = field(bare(schema), 'shape');
  return typeof shape === 'object' && shape !== null ? shape : {};
}

/** A schema without its defaults. */
function bare(schema: unknown): unknown {
  for (let inner = schema; ; inner = field(field(inner, 'def'), 'innerType')) {
    if (field(field(inner, 'def'), 'innerType') === undefined) return inner;
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

function refuseContradictions(manifest: Manifest, file: string, lineOf: ParsedManifest['lineOf']): void {
  const { min, max } = manifest.imageSize;
  if (min > max)
    throw new LessonError('manifestSize', { file, line: lineOf(['imageSize', 'min']) }, { min, max });
  const seen = new Set<number>();
  for (const [index, { n }] of manifest.todos.entries()) {
    if (seen.has(n))
      throw new LessonError('manifestTodoTwice', { file, line: lineOf(['todos', index, 'n']) }, { n });
    seen.add(n);
  }
}
