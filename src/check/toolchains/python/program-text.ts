import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { environmentsOf, withDjango } from './interpreter.ts';
import { type Statement, statementsOf } from './program-blocks.ts';
import { moduleOf, projectMetadata } from './project.ts';
import { runStarted } from './started-programs.ts';

/** Modules of the standard library that short programs use; importing them has no effect. */
const standard = new Set(
  `sys os platform secrets string random time datetime json math re uuid hashlib base64 pathlib shutil socket subprocess urllib http
   sqlite3 logging typing itertools functools collections textwrap glob tempfile importlib site sysconfig ssl io struct zlib
   argparse configparser csv decimal enum contextlib threading signal getpass traceback warnings unittest venv zipfile tarfile`.split(
    /\s+/,
  ),
);

/** Beginnings of expressions that can be read or called without side effects. */
const harmless =
  /^(?:sys\.(?:version\w*|path|executable|prefix|platform|argv)|platform\.\w+|secrets\.\w+|uuid\.\w+|django\.(?:get_version|VERSION|__version__)|os\.(?:environ|getenv|getcwd|cpu_count|name|sep)|time\.(?:time|sleep|strftime)|datetime\.[\w.]+|math\.\w+|string\.\w+|random\.\w+|hashlib\.\w+|base64\.\w+|rest_framework\.(?:VERSION|__version__)|psycopg\.__version__|get_random_secret_key|token_\w+|str|len|int|repr|chr|list|sorted|range|bool|get_version|True|False|None)\b/;

/** Limit on the folders of PYTHONPATH in which a module is searched. */
const mostFolders = 8;

/** Limit on the text of a simulated program, in characters. Only simple statements and blocks without effects are simulated. */
const longest = 4_000;

/** A program's text, and the context that affects it. */
export interface PythonProgram {
  readonly code: string;
  /** The name by which the interpreter was called. */
  readonly interpreter: string;
  /** The command as a report shows it. */
  readonly command: string;
  /** The first folder for imports (`sys.path[0]`): a script's own folder, otherwise the working folder. */
  readonly folder: string;
  /** Recognises additional statements that certainly succeed and do not affect later ones. */
  readonly goesWell?: (statement: string, isInBlock: boolean) => boolean;
}

/** Runs a program's text (from `-c`, a heredoc or a file) with imports, print and sys.exit. Null when it contains anything else. */
export function runProgramText(machine: Machine, program: PythonProgram): Status | null {
  const { code } = program;
  if (code.length > longest || !isKnown(code)) return null;
  const unclosed = unclosedSign(code);
  if (unclosed !== null) return fail(machine, { kind: 'command-failed', phrase: unclosed });
  const statements = statementsOf(code);
  if (statements === null) return null;
  for (const statement of statements) {
    const isBlock = statement.body.length > 0;
    if (isBlock && !isIdle(machine, statement, program)) return null;
    const step = isBlock ? 'ok' : runStatement(machine, statement.text, program);
    if (step === null || step === 'failed' || step === 'unknown' || step === 'stops') return step;
    if (step === 'leaves') return 'ok';
  }
  return 'ok';
}

/**
 * Whether a statement with a block succeeds and changes nothing, whichever branch runs: both its condition and its contents have no effect.
 * Imports in it may fail; those are checked separately.
 */
function isIdle(machine: Machine, { text, body }: Statement, program: PythonProgram): boolean {
  const condition = /^(?:if|elif) (.+):$/.exec(text)?.[1];
  const isPlain = /^(?:else|try|finally|except(?: [\w., ()]+)?(?: as \w+)?):$/.test(text);
  if (!isPlain && (condition === undefined || !isQuestion(condition, program))) return false;
  return body.every((each) => {
    if (each.body.length > 0) return isIdle(machine, each, program);
    if (/^(?:sys\.exit|exit|quit|raise|return|break|continue)\b/.test(each.text)) return false;
    const aside = { ...machine, events: [], failures: [] };
    return runStatement(aside, each.text, program, true) === 'ok' && aside.failures.length === 0;
  });
}

const isQuestion = (condition: string, { goesWell }: PythonProgram): boolean =>
  condition
    .split(/ (?:and|or) /)
    .every((each) => isHarmless(each.replace(/^not /, '')) || goesWell?.(each, true) === true);

/** Python's error for a quote or bracket that is not closed; null when all are. */
function unclosedSign(code: string): string | null {
  if (/"""|'''|\\/.test(code)) return null;
  const open: string[] = [];
  let quote = '';
  for (const character of code) {
    if (quote !== '') {
      if (character === '\n') return 'SyntaxError: unterminated string literal';
      if (character === quote) quote = '';
    } else if (/["']/.test(character)) quote = character;
    else if (character === '#') return null;
    else if (/[([{]/.test(character)) open.push(character);
    else if (/[)\]}]/.test(character) && open.pop() !== { ')': '(', ']': '[', '}': '{' }[character])
      return `SyntaxError: unmatched '${character}'`;
  }
  if (quote !== '') return 'SyntaxError: unterminated string literal';
  const [last] = open.slice(-1);
  return last === undefined ? null : `SyntaxError: '${last}' was never closed`;
}

function runStatement(
  machine: Machine,
  statement: string,
  program: PythonProgram,
  isInBlock = false,
): Status | 'leaves' | null {
  if (statement === 'pass' || program.goesWell?.(statement, isInBlock) === true) return 'ok';
  const imported =
    /^import ([\w., ]+)$/.exec(statement)?.[1] ?? /^from (\w[\w.]*) import [\w, *]+$/.exec(statement)?.[1];
  if (imported !== undefined) return importModules(machine, imported, program);
  const lacking = lackingVariable(machine, statement);
  if (lacking !== null) return fail(machine, { kind: 'command-failed', phrase: `KeyError: '${lacking}'` });
  const started = runStarted(machine, statement);
  if (started !== null) return started;
  const left = /^(?:sys\.exit|exit|quit|raise SystemExit)(?:\s*\()?([^()]*)\)?$/.exec(statement);
  if (left !== null) return leaveWith(machine, (left[1] ?? '').trim(), program);
  const printed = /^print\((.*)\)$/.exec(statement)?.[1];
  if (printed !== undefined && isHarmless(printed)) return 'ok';
  const assigned = /^[A-Za-z_]\w* = (.+)$/.exec(statement)?.[1];
  if (assigned !== undefined && /^(?:\d+|'[^'\\]*'|"[^"\\]*")$/.test(assigned)) return 'ok';
  return /^[a-z_]+\.[\w.]+\(.*\)$/.test(statement) && isHarmless(statement) ? 'ok' : null;
}

/** Variables that Docker sets in every container. */
const setByDocker = new Set(['HOME', 'HOSTNAME', 'PATH']);

/** The variable of an `os.environ['NAME']` that nothing sets; null when there is none, or when that is unknown. */
function lackingVariable({ env, stage, variablesUnfollowed }: Machine, statement: string): string | null {
  if (stage.base.env === null || variablesUnfollowed) return null;
  const asked = [...statement.matchAll(/\bos\.environ\[(?:'(\w{1,60})'|"(\w{1,60})")\](?! *=[^=])/g)];
  const names = asked.map(([, single, double]) => single ?? double ?? '');
  return names.find((name) => !env.has(name) && !setByDocker.has(name)) ?? null;
}

/** Whether an expression has no side effects: literals, and what is known to be harmless. */
function isHarmless(expression: string): boolean {
  const bare = expression.replace(/[fbr]?(?:'[^'\\{]*'|"[^"\\{]*")/g, ' 0 ');
  if (/["'\\{}]|\b(?:open|exec|eval|__import__|input)\b/.test(bare)) return false;
  const names = bare.match(/(?<![\w.])[A-Za-z_][\w.]*/g) ?? [];
  return names.every(
    (each) => harmless.test(each) || /^(?:sep|end|file|flush|if|else|or|and|not|in)$/.test(each),
  );
}

function leaveWith(machine: Machine, code: string, { command }: PythonProgram): Status | 'leaves' | null {
  if (/^(?:0|None|)$/.test(code)) return 'leaves';
  return /^\d+$|^(['"]).*\1$/.test(code) ? fail(machine, { kind: 'exit-code', command }) : null;
}

function importModules(machine: Machine, list: string, program: PythonProgram): Status {
  for (const each of list.split(',')) {
    const [root = ''] = each.trim().split(/[.\s]/);
    const status = importModule(machine, root, program);
    if (status !== 'ok') return status;
  }
  return 'ok';
}

function importModule(machine: Machine, module: string, { interpreter, folder }: PythonProgram): Status {
  const { stage, cwd } = machine;
  const named = machine.env.get('PYTHONPATH') ?? '';
  if (!isKnown(named) || named.split(':').length > mostFolders) return unknown(machine, 'PYTHONPATH');
  const folders = [
    folder,
    ...named.split(':').flatMap((each) => (each === '' ? [] : resolvePath(cwd, each))),
  ];
  const isAmong = (...names: readonly string[]): boolean =>
    folders.some((each) => names.some((name) => stage.files.presence(resolvePath(each, name)) === 'file'));
  // A file of the project shadows the module with the same name in the standard library.
  if (isAmong(`${module}.py`, `${module}/__init__.py`)) return unknown(machine, `import ${module}`);
  if (standard.has(module)) return 'ok';
  if (/^(?:django|rest_framework)$/.test(module)) return withDjango(machine, interpreter);
  const mayBeThere = folders.some((each) =>
    [`${module}.py`, module].some((name) => stage.files.presence(resolvePath(each, name)) !== 'absent'),
  );
  if (mayBeThere) return unknown(machine, `import ${module}`);
  const found = environmentsOf(machine, interpreter);
  const ofProject = [...(machine.project.fact(projectMetadata).dependencies ?? [])].map(moduleOf);
  if (found.some(({ project }) => project === true) && ofProject.includes(module)) return 'ok';
  const isBare = found.every(
    ({ project, packages }) => project === false && [...packages].every((each) => each === 'uv'),
  );
  if (!isBare || stage.base.programs === null || stage.files.isVague)
    return unknown(machine, `import ${module}`);
  return fail(machine, {
    kind: 'command-failed',
    phrase: `ModuleNotFoundError: No module named '${module}'`,
  });
}
