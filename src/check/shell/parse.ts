import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { copyOut } from './raw.ts';
import { StatementReader } from './statements.ts';
import type { ParsedScript, ShellParser } from './syntax.ts';

/** Longer scripts are not read but unknown: the parser's time is not linear on hostile input. */
export const longestScript = 6 * 1024;
/** Scripts with more `${` and `$(` than these are none that a student wrote, and slow to read. */
const mostExpansions = 120;

/** What no shell makes sense of, and the parser looks for a way out of again and again: 6 KB of it took two seconds. */
const unparsable = /\u0000|[<>()&|;]{32}/;

/** Makes the parser ready: its grammar is WebAssembly and is loaded once. */
export async function openShellParser(): Promise<ShellParser> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')));
  return (source: string): ParsedScript | null => {
    if (unparsable.test(source)) return null;
    if (source.length > longestScript || (source.match(/\$[{(]/g)?.length ?? 0) > mostExpansions) return null;
    const tree = parser.parse(source);
    if (tree === null) return null;
    const cursor = tree.walk();
    try {
      const root = copyOut(cursor);
      return {
        script: new StatementReader(source).statements(root.children),
        broken: tree.rootNode.hasError,
      };
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}
