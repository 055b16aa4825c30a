import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { copyOut } from './raw.ts';
import { StatementReader } from './statements.ts';
import type { ParsedScript, ShellParser } from './syntax.ts';

/** Longer scripts are unknown instead of parsed: the parser's time is not linear on hostile input. */
export const longestScript = 6 * 1024;
/** No student writes more `${` and `$(` in one script, and such scripts are slow to parse. */
const mostExpansions = 120;

/** No shell accepts this, and the parser's error recovery is slow on it: 6 KB took two seconds. */
const unparsable = /\u0000|[<>()&|;]{32}/;

/**
 * Milliseconds of processor time that a script may take to be parsed. One of a student's takes some ten at most; words such as
 * `a@a@…` keep so many readings open that six kilobytes of them took eight hundred.
 */
const mostParseMs = 50;

/** Whether the parser has had its time, asked between its steps. Asking for the processor's time costs, so only who is late is asked. */
function outOfTime(): () => boolean {
  const began = performance.now();
  let start: NodeJS.CpuUsage | null = null;
  return () => {
    if (performance.now() - began < mostParseMs / 2) return false;
    start ??= process.threadCpuUsage();
    const { user, system } = process.threadCpuUsage(start);
    return user + system > (mostParseMs * 1000) / 2;
  };
}

let opened: Promise<ShellParser> | null = null;

/** Makes the parser ready. Its grammar is WebAssembly and is loaded once: two loads at a time write into each other's memory. */
export function openShellParser(): Promise<ShellParser> {
  opened ??= loadShellParser();
  return opened;
}

async function loadShellParser(): Promise<ShellParser> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')));
  return (source: string): ParsedScript | null => {
    if (unparsable.test(source)) return null;
    if (source.length > longestScript || (source.match(/\$[{(]/g)?.length ?? 0) > mostExpansions) return null;
    const tree = parser.parse(source, null, { progressCallback: outOfTime() });
    if (tree === null) {
      // Else it would go on where it was stopped.
      parser.reset();
      return null;
    }
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
