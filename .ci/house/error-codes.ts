import { errorCodes } from '../../src/errors/error-codes.ts';
import type { ProductFile } from './product.ts';
import { nameOf, type Syntax, syntaxOf } from './syntax.ts';

/** Whose errors end on an operator's screen: each has to be an `OperatorError`, which demands a code. */
const speaksToOperators = [
  'bin/',
  'src/cli/',
  'src/config/',
  'src/discord/gateway/login.ts',
  'src/lesson/',
  'src/library/',
  'src/records/backups/backup.ts',
  'src/records/storage/open-records.ts',
  'workers/sandbox/limits.ts',
  'workers/verification/assemble.ts',
] as const;

/** These become verdicts, whose reason is their code. */
const endsAsVerdict: ReadonlySet<string> = new Set(['InfrastructureError', 'JobCancelled']);

/** The only files that write errors: by these, with their codes. */
const printers: ReadonlySet<string> = new Set(['bin/dockhand.js', 'src/cli/output.ts']);

/** What reaches a person without a code: errors that are made without one, lines that go around the printer, codes that are in no list. */
export function errorsWithoutCode(files: readonly ProductFile[]): readonly string[] {
  const plain = plainErrors(files);
  return files.flatMap((file) => {
    const { path, text } = file;
    const speaks = speaksToOperators.some((room) => path.startsWith(room));
    const nodes = speaks ? syntaxOf(file) : [];
    const made = nodes.map(classMade).filter((name) => name !== null && plain.has(name));
    const printed = !printers.has(path) && (path.startsWith('bin/') || path.startsWith('src/cli/'));
    return [
      ...made.map((name) => `${path}: new ${name}`),
      ...(printed && nodes.some(writesToStandardError) ? [`${path}: writes to standard error`] : []),
      ...unknownCodes(text).map((code) => `${path}: ${code} is in no list`),
    ];
  });
}

/** `Error` and every class of the product that comes from it without being an `OperatorError`. */
function plainErrors(files: readonly ProductFile[]): ReadonlySet<string> {
  const parents = new Map(
    files.flatMap(({ text }) =>
      [...text.matchAll(/^(?:export )?(?:abstract )?class (\w+) extends (\w+)/gm)].map(
        ([, name = '', parent = '']) => [name, parent] as const,
      ),
    ),
  );
  const isPlain = (name: string): boolean => {
    const parent = parents.get(name);
    if (name === 'OperatorError' || endsAsVerdict.has(name)) return false;
    return /^(?:Aggregate|Range|Syntax|Type)?Error$/.test(name) || (parent !== undefined && isPlain(parent));
  };
  return new Set(
    ['Error', 'AggregateError', 'RangeError', 'SyntaxError', 'TypeError', ...parents.keys()].filter(isPlain),
  );
}

function classMade(node: Syntax): string | null {
  return node.type === 'NewExpression' ? nameOf(node.callee as Syntax) : null;
}

function writesToStandardError(node: Syntax): boolean {
  if (node.type !== 'MemberExpression') return false;
  const [object, property] = [nameOf(node.object as Syntax), nameOf(node.property as Syntax)];
  return (object === 'process' && property === 'stderr') || object === 'console';
}

function unknownCodes(text: string): readonly string[] {
  return [...text.matchAll(/\[(DOCKHAND_[A-Z_]+)\]/g)]
    .map(([, code = '']) => code)
    .filter((code) => !Object.hasOwn(errorCodes, code));
}
