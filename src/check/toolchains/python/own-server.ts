import { byText } from '../../simulation/by-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import type { Project, ProjectFact } from '../../simulation/project.ts';

/** The texts of a project that is known to work unchanged; null for any other project. */
const workingTexts: ProjectFact<ReadonlyMap<string, string> | null> = {
  read: ({ works, texts }) => (works ? texts : null),
  unknown: null,
};

/** The variables from which a program reads the address of its database. */
interface DatabaseVariables {
  readonly host: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A program of the project that serves requests. */
export interface PythonServer {
  readonly host: string;
  readonly port: number;
  /** Null for a program that needs no database. */
  readonly database: DatabaseVariables | null;
}

/** The server in a file of the image, if it is the project's own and unchanged; null when it is not, or is unknown. */
export function ownServer(stage: Stage, project: Project, path: string): PythonServer | null {
  const entry = stage.files.get(path);
  if (entry?.from == null || entry.text === null || !entry.certain) return null;
  if (project.fact(workingTexts)?.get(entry.from) !== entry.text) return null;
  return knownServer(entry.text);
}

/** The server that a container's command starts: `python -u app.py`. */
export function startedServer(stage: Stage, project: Project, words: readonly string[]): PythonServer | null {
  const [program = '', ...args] = words;
  const [file, ...more] = args.filter((arg) => arg !== '-u');
  if (!/^python3?$/.test(program) || file === undefined || more.length > 0 || !file.endsWith('.py'))
    return null;
  return ownServer(stage, project, resolvePath(stage.workdir, file));
}

/** Limit on the Python source that is read, in characters. */
const mostSource = 40_000;
/** Modules with which a program behaves the same wherever it runs. */
const pure = new Set(
  'collections dataclasses datetime enum functools html http http.server itertools json logging math os psycopg random re signal string sys time typing urllib.parse uuid'.split(
    ' ',
  ),
);

/** The address on which a server listens and the database that it needs; null when they cannot be determined. */
function serverIn(source: string): PythonServer | null {
  if (source.length > mostSource) return null;
  const text = source.replace(/"""[^"]*"""|^[ \t]*#[^\n]*/gm, '');
  const modules = [...text.matchAll(/^[ \t]*(?:import|from)[ \t]+([\w.]+)([^\n]*)/gm)];
  const isPlain = modules.every(
    ([, name = '', rest = '']) => pure.has(name) && (rest === '' || rest.startsWith(' import ')),
  );
  // Files, command-line arguments and other programs depend on where it runs.
  if (
    !isPlain ||
    /\bopen\(|\bsys\.(?:argv|stdin)|\bos\.(?!environ\[")|\bgetenv\b|__file__|\bexec\(|\beval\(/.test(text)
  )
    return null;
  const listening = [
    ...text.matchAll(/\bHTTPServer\(\("([\d.]{0,15})",[ ]?(\d{1,5})\),/g),
    ...text.matchAll(/\bThreadingHTTPServer\(\("([\d.]{0,15})",[ ]?(\d{1,5})\),/g),
  ];
  const [found] = listening;
  if (found === undefined || listening.length > 1 || !text.includes('.serve_forever()')) return null;
  const asked = [...text.matchAll(/\bos\.environ\["(\w{1,60})"\]/g)].map(([, name = '']) => name);
  const database = databaseIn(text);
  if (database === 'unknown') return null;
  const known = new Set(database === null ? [] : Object.values(database));
  if (
    !asked.every((name) => known.has(name)) ||
    (text.match(/\bos\.environ\b/g) ?? []).length !== asked.length
  )
    return null;
  return { host: found[1] || '0.0.0.0', port: Number(found[2]), database };
}

const knownServer = byText(serverIn);

/** Matches `psycopg.connect(host=os.environ["HOST"], …)`; null for a program that uses no database. */
function databaseIn(text: string): DatabaseVariables | 'unknown' | null {
  if (!/\bpsycopg\b/.test(text)) return null;
  const calls = [...text.matchAll(/\bpsycopg\.connect\(([^()]{0,600})\)/g)];
  const [call] = calls;
  if (call === undefined || calls.length > 1 || (text.match(/\bpsycopg\./g) ?? []).length !== 1)
    return 'unknown';
  const options = new Map<string, string>();
  for (const part of (call[1] ?? '').split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const [, name, variable] = /^(host|dbname|user|password)=os\.environ\["(\w{1,60})"\]$/.exec(part) ?? [];
    if (name === undefined || variable === undefined) return 'unknown';
    options.set(name, variable);
  }
  const [host, database, user, password] = ['host', 'dbname', 'user', 'password'].map((name) =>
    options.get(name),
  );
  return host === undefined || database === undefined || user === undefined || password === undefined
    ? 'unknown'
    : { host, database, user, password };
}
