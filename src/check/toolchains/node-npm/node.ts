import { isKnown } from '../../dockerfile/unknown-text.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { hostOf, serve } from '../listening.ts';
import { hasPackage } from './node-modules.ts';
import { refuse } from './refuse.ts';

/** Options of node that take the next word. */
const valued = new Set(
  '-r --require --import --loader --env-file -C --conditions --title --inspect-port'.split(' '),
);

/** `node file …`. */
export const node: Program = (machine, args) => {
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!isKnown(arg)) return unknown(machine, 'node');
    if (/^(?:-v|--version|-h|--help)$/.test(arg)) return 'ok';
    if (/^(?:-e|--eval|-p|--print|--test|--watch|-c|--check|-i|--run)(?:$|=)/.test(arg))
      return unseen(machine, `node ${arg}`, args);
    if (!arg.startsWith('-') || arg === '-') break;
    if (valued.has(arg)) at += 1;
  }
  const script = args[at];
  // Without a script, node reads its standard input, which is empty.
  if (script === undefined) return 'ok';
  if (script === '-') return unseen(machine, 'node -', args);
  return runScript(machine, script, args);
};

/** Runs a script whose effect is unknown. */
function unseen(machine: Machine, what: string, args: readonly string[]): Status {
  if (machine.phase === 'build') {
    machine.stage.files.blur();
    machine.stage.files.doubt(machine.cwd, args.join(' '));
  }
  return unknown(machine, what);
}

function runScript(machine: Machine, written: string, args: readonly string[]): Status {
  const { files } = machine.stage;
  const wanted = resolvePath(machine.cwd, written);
  const candidates = ['', '.js', '.json', '.node', '/index.js', '/package.json'].map(
    (end) => `${wanted}${end}`,
  );
  const presences = candidates.map((path, index) => {
    const presence = files.presence(path);
    return index === 0 && presence === 'folder' ? 'absent' : presence;
  });
  if (presences.every((presence) => presence === 'absent'))
    return refuse(machine, `Error: Cannot find module '${wanted}'`, 'no-script-file');
  const found = candidates[presences.indexOf('file')];
  const entry = found === undefined ? null : files.get(found);
  if (found === undefined || entry === null || entry.text === null || !entry.certain)
    return unseen(machine, `node ${written}`, args);
  const lacking = importsOf(entry.text).find((name) => hasPackage(machine, parentOf(found), name) === false);
  if (lacking !== undefined) return refuse(machine, `Error: Cannot find module '${lacking}'`, 'no-package');
  const address = listeningOf(entry.text, machine.env);
  if (address === null) return unseen(machine, `node ${written}`, args);
  // What a server does before it listens is not simulated; only its address is checked.
  return serve(machine, 'node', address.host, address.port, 'ok');
}

const builtin = new Set(
  `assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http
   http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys
   timers tls trace_events tty url util v8 vm wasi worker_threads zlib`.split(/\s+/),
);
/** Limit on the imports of a script that are examined. */
const mostImports = 200;

/** Packages that a script imports at its top level, without the project's own files and Node's built-in modules. */
function importsOf(text: string): readonly string[] {
  const names = new Set<string>();
  for (const line of text.split('\n', 2_000)) {
    const start = line.slice(0, 300);
    const found =
      /^import\s(?:[^'"`]{0,200}\sfrom\s*)?['"]([^'"]{1,100})['"]/.exec(start)?.[1] ??
      /^(?:const|let|var)\s[^=]{1,200}=\s*require\(['"]([^'"]{1,100})['"]\)/.exec(start)?.[1];
    if (found === undefined || /^[./#]|:/.test(found) || names.size >= mostImports) continue;
    const name = found.split('/', found.startsWith('@') ? 2 : 1).join('/');
    if (!builtin.has(name)) names.add(name);
  }
  return [...names];
}

/** The host and port that a script listens on, each null when it is unknown; null when no call of `listen` is found. */
function listeningOf(
  text: string,
  env: ReadonlyMap<string, string>,
): { readonly host: string | null; readonly port: number | null } | null {
  const call =
    /\.listen\(\s{0,20}([^,()\s]{1,60})\s{0,20}(?:,\s{0,20}(?:(['"])([^'"]{1,60})\2|([A-Za-z_$][\w$]{0,40}))?)?/.exec(
      text.slice(0, 60_000),
    );
  if (call === null) return null;
  const [, written = '', , host, name] = call;
  return { port: portOf(written, text, env), host: host !== undefined ? hostOf(host) : hostNamed(name) };
}

/** Without a host, Node listens on all addresses. A name in its place may be a host or the callback. */
const hostNamed = (name: string | undefined): string | null =>
  name === undefined || /^(?:function|async)$/.test(name) ? '0.0.0.0' : null;

function portOf(written: string, text: string, env: ReadonlyMap<string, string>): number | null {
  if (/^\d{1,5}$/.test(written)) return Number(written);
  if (!/^[A-Za-z_$][\w$]{0,40}$/.test(written)) return null;
  for (const line of text.split('\n', 2_000)) {
    const set = /^\s{0,20}(?:const|let|var)\s+([\w$]{1,41})\s*=\s*(.{1,120})$/.exec(line.slice(0, 200));
    if (set?.[1] !== written) continue;
    const value = (set[2] ?? '').replace(/;\s*$/, '');
    if (/^\d{1,5}$/.test(value)) return Number(value);
    const chosen =
      /^(?:Number\(|parseInt\()?\s?process\.env\.(\w{1,40})(?:\s?(?:\?\?|\|\|)\s?['"]?(\d{1,5})['"]?)?(?:, ?10)?\)?(?:\s?(?:\?\?|\|\|)\s?['"]?(\d{1,5})['"]?)?$/.exec(
        value,
      );
    if (chosen === null) return null;
    const own = env.get(chosen[1] ?? '') ?? '';
    const port = own === '' ? (chosen[2] ?? chosen[3] ?? '') : own;
    return /^\d{1,5}$/.test(port) ? Number(port) : null;
  }
  return null;
}
