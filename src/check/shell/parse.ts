import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { plainCommands } from './plain-commands.ts';
import { copyOut } from './raw.ts';
import { StatementReader } from './statements.ts';
import type { ParsedScript, ShellParser } from './syntax.ts';

/** Longer scripts are not parsed: the parser takes more than linear time on hostile input. */
export const longestScript = 6 * 1024;
/** No student writes this many `${` and `$(` in one script, and such scripts are slow to parse. */
const mostExpansions = 120;

/** No shell accepts this, and the parser's error recovery is slow on it: 6 KB took two seconds. */
const unparsable = /\u0000|[<>()&|;]{32}/;

/**
 * Maximum processor time for parsing a script, in milliseconds. A student's script takes ten or so at most. Words such as `a@a@…` keep so
 * many interpretations open that six kilobytes of them took eight hundred.
 */
const mostParseMs = 50;

/**
 * Returns a check, called between the parser's steps, of whether its time is up. Reading the processor time is slow, so it is only read
 * once the wall clock says that it may be up.
 */
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
let shortened: ShellParser | null = null;

/** Opens the parser of shell scripts: the grammar, with a shortcut for scripts of plain commands. */
export async function openShellParser(): Promise<ShellParser> {
  const grammar = await openGrammar();
  shortened ??= (source) => {
    const script = plainCommands(source);
    return script === null || source.length > longestScript ? grammar(source) : { script, broken: false };
  };
  return shortened;
}

/** Loads the grammar. It is WebAssembly and must only be loaded once: two concurrent loads overwrite each other's memory. */
export function openGrammar(): Promise<ShellParser> {
  opened ??= loadGrammar();
  return opened;
}

async function loadGrammar(): Promise<ShellParser> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')));
  return (source: string): ParsedScript | null => {
    if (unparsable.test(source)) return null;
    if (source.length > longestScript || (source.match(/\$[{(]/g)?.length ?? 0) > mostExpansions) return null;
    const tree = parser.parse(source, null, { progressCallback: outOfTime() });
    if (tree === null) {
      // Without a reset, the parser would resume where it was stopped.
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
