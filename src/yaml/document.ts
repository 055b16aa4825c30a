import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import { type OutOfBounds, outOfBounds, yamlBounds } from './bounds.ts';
import { goNumber, isDate } from './go-scalars.ts';
import { quoteOpenAt } from './open-quote.ts';

/** A problem that keeps a text from being the plain YAML that Compose and others read. */
export interface YamlProblem {
  readonly key:
    | OutOfBounds['key']
    | 'tab'
    | 'indent'
    | 'colon'
    | 'quote'
    | 'twice'
    | 'two-values'
    | 'documents'
    | 'alias'
    | 'merge'
    | 'date'
    | 'other';
  readonly line: number;
  readonly said: string;
}

/** The line of the key or list item at a path, or of its nearest existing parent. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/** A parsed YAML text: its plain value, and the location of each part. */
export interface YamlDocument {
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  readonly lineOf: LineOf;
}

const pathKey = (path: readonly PropertyKey[]): string => path.map(String).join('\u0000');

/** The parser that is followed where they differ: YAML 1.2, or Go's. */
type YamlReader = 'core' | 'go';

/** Parses a student's text. Errors are in `problems`; if there are any, the value is undefined. */
export function readYaml(text: string, reader: YamlReader = 'core'): YamlDocument {
  const beyond = outOfBounds(text);
  if (beyond !== null) return unread([{ ...beyond, said: '' }]);
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true } as const;
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { ...options, logLevel: 'error' });
  const lineAt = (offset: number): number => lines.linePos(offset).line || 1;
  const broken = document.errors.map((error) => problemOf(error, document, lineAt));
  if (broken.length > 0) return unread(broken);
  const plain = new PlainValues(document, lineAt, reader);
  const value = plain.read();
  return plain.problems.length > 0
    ? unread(plain.problems)
    : { value, problems: [], lineOf: (path) => plain.lineOf(path) };
}

const unread = (problems: readonly YamlProblem[]): YamlDocument => ({
  value: undefined,
  problems,
  lineOf: () => problems[0]?.line ?? 1,
});

function problemOf(
  { code, message, pos }: YAMLError,
  document: Document.Parsed,
  lineAt: (offset: number) => number,
): YamlProblem {
  const said = (message.split(' at line', 1)[0] ?? '').replace(/\.$/, '').slice(0, 160);
  const line = lineAt(pos[0]);
  const of = (key: YamlProblem['key'], at = line): YamlProblem => ({ key, line: at, said });
  switch (code) {
    case 'TAB_AS_INDENT':
      return of('tab');
    case 'BAD_INDENT':
      return of('indent');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return of('two-values');
    case 'MULTILINE_IMPLICIT_KEY':
      return of('colon');
    case 'MISSING_CHAR':
      if (/quote/.test(message)) return of('quote', lineAt(quoteOpenAt(document, pos[0]) ?? pos[0]));
      return of(/implicit|followed by map values/i.test(message) ? 'colon' : 'other');
    case 'MULTIPLE_DOCS':
      return of('documents');
    default:
      return of('other');
  }
}

/** A document's values, with their lines; aliases and merges are followed as far as the bounds allow. */
class PlainValues {
  readonly problems: YamlProblem[] = [];
  readonly #document: Document.Parsed;
  readonly #lineAt: (offset: number) => number;
  readonly #lines = new Map<string, number>();
  /** The target of each alias. Cached, because the library would walk the whole document for every alias. */
  readonly #targets = new Map<Node, Node>();
  readonly #reader: YamlReader;
  #count = 0;

  constructor(document: Document.Parsed, lineAt: (offset: number) => number, reader: YamlReader) {
    this.#document = document;
    this.#reader = reader;
    this.#lineAt = lineAt;
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target !== undefined) this.#targets.set(node, target);
        } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
  }

  read(): unknown {
    return this.#valueOf(this.#document.contents, []);
  }

  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const line = this.#lines.get(pathKey(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  }

  #line(node: unknown): number {
    const range = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
    return Array.isArray(range) ? this.#lineAt(Number(range[0])) : 1;
  }

  #refuse(key: YamlProblem['key'], node: unknown, said = ''): undefined {
    this.problems.push({ key, line: this.#line(node), said });
    return undefined;
  }

  #valueOf(node: Node | null | undefined, path: readonly PropertyKey[]): unknown {
    if (this.problems.length > 0 || node === null || node === undefined) return null;
    this.#count++;
    if (path.length > yamlBounds.depth || this.#count > yamlBounds.values)
      return this.#refuse('too-deep', node);
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (target === undefined) return this.#refuse('alias', node, node.source.slice(0, 80));
      return this.#valueOf(target, path);
    }
    if (isMap<Node, Node | null>(node)) return this.#mapOf(node.items, path, {});
    if (isSeq<Node>(node))
      return node.items.map((item, index) => {
        const inner = [...path, index];
        this.#lines.set(pathKey(inner), this.#line(item));
        return this.#valueOf(item, inner);
      });
    return isScalar(node) ? this.#scalarOf(node, path) : null;
  }

  #scalarOf(node: Scalar, path: readonly PropertyKey[]): unknown {
    const { source = '' } = node;
    if (this.#reader === 'core' || node.type !== 'PLAIN' || node.tag !== undefined)
      return scalarOf(node.value);
    if (isDate(source) && !String(path[0]).startsWith('x-'))
      return this.#refuse('date', node, source.slice(0, 80));
    return goNumber(source) ?? scalarOf(node.value);
  }

  #mapOf(
    pairs: readonly Pair<Node, Node | null>[],
    path: readonly PropertyKey[],
    into: Record<string, unknown>,
  ): Record<string, unknown> {
    const own = new Set<string>();
    const merged: (Node | null)[] = [];
    for (const { key, value } of pairs) {
      const name = nameOf(key);
      if (name === '<<') {
        merged.push(value);
        continue;
      }
      if (own.has(name)) this.#refuse('twice', key, name.slice(0, 80));
      own.add(name);
      const inner = [...path, name];
      this.#lines.set(pathKey(inner), this.#line(key));
      Object.defineProperty(into, name, {
        value: this.#valueOf(value, inner),
        ...{ enumerable: true, writable: true, configurable: true },
      });
    }
    for (const each of merged) this.#merge(each, path, into);
    return into;
  }

  #withoutAlias(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.#targets.get(node) : node;
  }

  /** `<<` does not override existing keys. */
  #merge(node: Node | null, path: readonly PropertyKey[], into: Record<string, unknown>): void {
    const target = this.#withoutAlias(node);
    const maps = isSeq<Node>(target) ? target.items : [target];
    for (const each of maps) {
      const map = this.#withoutAlias(each);
      if (isAlias(each) && map === undefined) this.#refuse('alias', each, each.source.slice(0, 80));
      else if (isAlias(node) && target === undefined) this.#refuse('alias', node, node.source.slice(0, 80));
      else if (!isMap<Node, Node | null>(map)) this.#refuse('merge', node);
      if (!isMap<Node, Node | null>(map)) continue;
      const missing = map.items.filter(({ key }) => !Object.hasOwn(into, nameOf(key)));
      this.#count++;
      if (path.length + 1 > yamlBounds.depth || this.#count > yamlBounds.values)
        this.#refuse('too-deep', map);
      else if (this.problems.length === 0) this.#mapOf(missing, path, into);
    }
  }
}

/** The YAML parser represents the key `<<` by a symbol. */
function nameOf(key: Node): string {
  const value = isScalar(key) ? key.value : scalarOf(key);
  return typeof value === 'symbol' ? '<<' : String(value);
}

/** A scalar as Compose reads it: dates and similar values are strings. */
const scalarOf = (value: unknown): unknown =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) ? value : String(value);
