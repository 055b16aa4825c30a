import type { ProductFile } from './product.ts';
import { nameOf, type Syntax, syntaxOf } from './syntax.ts';

/** Where the knowledge of a single tool lives: files that may name it in code. */
const homes: readonly { readonly path: string; readonly why: string }[] = [
  { path: 'src/check/toolchains/', why: 'what the simulation knows of each tool' },
  {
    path: 'src/check/rules/aims/',
    why: 'the shorthands of the manifest, which are those of a uv and Django project',
  },
  { path: 'src/lesson/toolchains/', why: 'what a manifest and a bug hunt know of each tool' },
  { path: 'workers/toolchains/', why: 'what a verification knows of each tool' },
  { path: 'workers/phases/explain/known/', why: 'a catalogue of what programs print' },
  { path: 'src/explain/failures/', why: 'a catalogue of known failures' },
  { path: 'src/explain/terms/', why: 'a catalogue of terms' },
  { path: 'src/check/rules/errors/unknown-instruction.ts', why: 'a list of words that commands begin with' },
  { path: 'src/cli/config.ts', why: 'a list of variables that other programs read' },
  { path: 'src/config/table/', why: 'descriptions of settings' },
  {
    path: 'src/intake/',
    why: 'lists of words that lines of a paste begin with; no lesson is judged by them',
  },
  { path: 'setup/toolchains/', why: 'what a machine is given for lessons that use it' },
];

const toolName = /(?<![a-z\d])(?:uvx?|django|manage\.py|8000)(?![a-z\d])/i;

/** Code outside its home that names a tool, a framework or a framework's port: it works for one lesson and not for the next. */
export const toolNames = (files: readonly ProductFile[]): readonly string[] =>
  files
    .filter(({ path }) => !homes.some((home) => path.startsWith(home.path)))
    .flatMap((file) =>
      // Parsing takes its time, and most files have no such word anywhere.
      toolName.test(wordsOf(file.text)) ? namedIn(file).map((token) => `${file.path}: ${token}`) : [],
    );

function namedIn(file: ProductFile): readonly string[] {
  const tokens = syntaxOf(file, decidingParts).flatMap((node) => tokenOf(node) ?? []);
  return [...new Set(tokens.filter((token) => toolName.test(wordsOf(token))))];
}

/** `isUvRun` as `is Uv Run`, and a pattern without its escapes. */
const wordsOf = (token: string): string =>
  token
    .replace(/\\[a-z]/gi, ' ')
    .replaceAll('\\', '')
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ');

/** Numbers count as they are written: a port is `8000`, milliseconds are `8_000`. */
function tokenOf(node: Syntax): string | null {
  switch (node.type) {
    case 'Identifier':
    case 'PrivateName':
      return nameOf(node);
    case 'StringLiteral':
      return String(node.value);
    case 'NumericLiteral':
    case 'TemplateElement':
      return String(node.raw);
    case 'RegExpLiteral':
      return String(node.pattern);
    default:
      return null;
  }
}

/** Sentences, and the good and bad examples of a rule: they name what the reader uses, and decide nothing. */
const forReaders = /^(?:texts|good|bad|reads|example\w*|[a-z]+Sentences)$/;

/** What is in a node, without what is written for readers. */
function decidingParts(node: Syntax): readonly unknown[] {
  const { callee, key, id } = node as Readonly<Record<string, Syntax | undefined>>;
  if (node.type === 'CallExpression' && callee !== undefined) {
    const called = callee.type === 'MemberExpression' ? (callee.property as Syntax) : callee;
    return /^(?:words|describe)$/.test(nameOf(called) ?? '') ? [callee] : Object.values(node);
  }
  const names: Readonly<Record<string, Syntax | undefined>> = {
    KeyValueProperty: key,
    VariableDeclarator: id,
  };
  const named = names[node.type];
  return named !== undefined && forReaders.test(nameOf(named) ?? '') ? [] : Object.values(node);
}
