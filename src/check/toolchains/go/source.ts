import type { Entry } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { ProjectFact } from '../../simulation/project.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** The project's Go files by path; null unless the application is known to work unchanged. */
const projectSource: ProjectFact<ReadonlyMap<string, string> | null> = {
  read: ({ works, texts }) =>
    works ? new Map([...texts].filter(([path]) => /(?:\.go|^go\.mod)$/.test(path))) : null,
  unknown: null,
};

/** The Go files directly in a folder. */
export const goFilesIn = (machine: Machine, folder: string): readonly (readonly [string, Entry])[] =>
  machine.stage.files.find(
    (entry, path) => entry.kind === 'file' && path.endsWith('.go') && parentOf(path) === folder,
  );

/** Limit on the Go source that is read for one program, in characters. */
const mostSource = 60_000;

/**
 * The source of the package in a folder, if all of it is the project's own and unchanged, so that it is known to compile. Null when a file
 * is missing or differs.
 */
export function ownSource(machine: Machine, folder: string): string | null {
  const known = machine.project.fact(projectSource);
  if (known === null) return null;
  const found = goFilesIn(machine, folder);
  const isOwn = found.every(
    ([, { from, text, certain }]) => certain && from !== null && text !== null && known.get(from) === text,
  );
  const [first] = found;
  if (!isOwn || first === undefined) return null;
  const home = first[1].from ?? '';
  const beside = [...known.keys()].filter(
    (path) =>
      path.endsWith('.go') && !path.endsWith('_test.go') && parentOf(`/${path}`) === parentOf(`/${home}`),
  );
  const there = new Set(found.map(([, { from }]) => from));
  if (!beside.every((path) => there.has(path))) return null;
  const texts = found.filter(([path]) => !path.endsWith('_test.go')).map(([, { text }]) => text ?? '');
  const source = texts.join('\n');
  return source.length > mostSource ||
    hasConditions(
      found.map(([path]) => path),
      source,
    )
    ? null
    : source;
}

/** Whether the build selects files by condition, or a `//go:` directive affects it, such as an embedded file. */
const hasConditions = (paths: readonly string[], source: string): boolean =>
  /^\/\/(?:go:|\s?\+build)/m.test(source) ||
  paths.some((path) => /_(?:linux|windows|darwin|unix|amd64|arm64|386|arm)\.go$/.test(path));

/** Whether the module in a folder is the project's own, or an empty one that a step created, without external dependencies. */
export function isPlainModule(machine: Machine, folder: string): boolean {
  const entry = machine.stage.files.get(resolvePath(folder, 'go.mod'));
  if (entry?.text == null || !entry.certain) return false;
  const isOwn = entry.from === null || machine.project.fact(projectSource)?.get(entry.from) === entry.text;
  return isOwn && !/^[ \t]{0,40}(?:require|replace|toolchain|exclude)\b/m.test(entry.text);
}

/** The address on which a program listens. The port is a literal or comes from a variable. */
export interface GoServer {
  readonly host: string;
  readonly port: string;
  readonly variable: string | null;
}

/** Packages of the standard library with which a program behaves the same wherever it runs. */
const pure = new Set(
  `bufio bytes cmp context crypto/md5 crypto/rand crypto/sha1 crypto/sha256 crypto/sha512 encoding/base64 encoding/csv
   encoding/hex encoding/json encoding/xml errors fmt hash/fnv html html/template io iter log log/slog maps math math/big
   math/rand math/rand/v2 net/http net/url os os/signal path regexp runtime runtime/debug slices sort strconv strings sync
   sync/atomic syscall text/template time unicode unicode/utf8`.split(/\s+/),
);

/** Uses of a package that depend on files, arguments or other services at run time. */
const outside: readonly RegExp[] = [
  /\bos\.(?!(?:Getenv|LookupEnv|Interrupt|Kill|Exit|Stdout|Stderr|Signal|Getpid)\b)\w/,
  /\bsyscall\.(?!SIG)\w/,
  /\bhttp\.(?:Dir|FileServer|FileServerFS|FS|ServeFile|ServeFileFS|Get|Post|PostForm|Head|Client|DefaultClient|Transport|ListenAndServeTLS|ServeTLS)\b/,
  /\.(?:ListenAndServeTLS|ServeTLS|ParseFiles|ParseGlob|ParseFS)\(/,
  /\btime\.LoadLocation\b/,
];

/** The address on which the server in this source listens; null when it cannot be determined. */
export function serverOf(source: string): GoServer | null {
  const text = withoutComments(source);
  const imports = importsOf(text);
  if (imports === null || !imports.every((each) => pure.has(each))) return null;
  if (!/^package[ \t]+main\b/m.test(text) || outside.some((each) => each.test(text))) return null;
  const addresses = [
    ...text.matchAll(/\bhttp\.ListenAndServe\(([^\n]{1,120}),[^,\n]{1,60}\)|\bAddr:[ \t]*([^\n,}]{1,120})/g),
  ].map(([, plain, field]) => (plain ?? field ?? '').trim());
  const [address] = addresses;
  if (address === undefined || addresses.length > 1 || !/\bListenAndServe\(/.test(text)) return null;
  const server = readAddress(address, text);
  const asked = [...text.matchAll(/\bos\.(?:Getenv|LookupEnv)\(([^)\n]{0,60})\)/g)].map(
    ([, name = '']) => name,
  );
  return server !== null && asked.every((name) => name === `"${server.variable}"`) ? server : null;
}

/** Matches `":8080"`, `"0.0.0.0:" + port`, `fmt.Sprintf(":%s", port)`, or a variable that holds a string of the first kind. */
function readAddress(written: string, text: string): GoServer | null {
  const whole = /^"([\w.-]*):(\d{1,5})"$/.exec(written);
  if (whole !== null) return { host: whole[1] ?? '', port: whole[2] ?? '', variable: null };
  const joined =
    /^"([\w.-]*):"[ \t]*\+[ \t]*(\w{1,40})$/.exec(written) ??
    /^fmt\.Sprintf\("([\w.-]*):%[sdv]",[ \t]*(\w{1,40})\)$/.exec(written);
  if (joined !== null) return portIn(joined[1] ?? '', joined[2] ?? '', text);
  if (!/^\w{1,40}$/.test(written)) return null;
  const value = new RegExp(`\\b${written}[ \\t]*(?:string[ \\t]*)?:?=[ \\t]*("[^"\\n]{0,60}")`).exec(
    text,
  )?.[1];
  return value === undefined || value === '""' ? null : readAddress(value, '');
}

/** Matches `port := os.Getenv("PORT")` with the value for an empty variable, or a literal port. */
function portIn(host: string, name: string, text: string): GoServer | null {
  const values = [
    ...text.matchAll(new RegExp(`\\b${name}[ \\t]*(?:string[ \\t]*)?:?=(?!=)[ \\t]*([^\\n]{1,80})`, 'g')),
  ].map(([, value = '']) => value.trim());
  const [first = '', second] = values;
  const fixed = /^"?(\d{1,5})"?$/.exec(first)?.[1];
  if (fixed !== undefined && second === undefined) return { host, port: fixed, variable: null };
  const chosen = /^cmp\.Or\(os\.Getenv\("(\w{1,40})"\),[ \t]*"(\d{1,5})"\)$/.exec(first);
  if (chosen !== null && second === undefined)
    return { host, port: chosen[2] ?? '', variable: chosen[1] ?? null };
  const variable = /^os\.Getenv\("(\w{1,40})"\)$/.exec(first)?.[1];
  const usual = /^"(\d{1,5})"$/.exec(second ?? '')?.[1];
  const ifEmpty = new RegExp(`\\bif ${name} == "" \\{\\s{1,20}${name} = "\\d{1,5}"\\s{1,20}\\}`);
  return variable === undefined || usual === undefined || values.length > 2 || !ifEmpty.test(text)
    ? null
    : { host, port: usual, variable };
}

/** The packages that a file imports; null if one is renamed, or is only imported for its side effects. */
function importsOf(text: string): readonly string[] | null {
  const blocks = [...text.matchAll(/^import[ \t]*(?:\(([^)]{0,4000})\)|([^\n(]{1,200}))/gm)];
  const lines = blocks
    .flatMap(([, block, single]) => (block ?? single ?? '').split(/[\n;]/))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const names = lines.map((line) => /^"([\w./-]{1,200})"$/.exec(line)?.[1] ?? null);
  return names.every((name) => name !== null) ? names : null;
}

/** Removes comments but leaves strings as they are. */
const withoutComments = (source: string): string =>
  source.replace(
    /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g,
    (part) => (part.startsWith('/') ? ' ' : part),
  );

/** Packages of the standard library that Go links against the system's C library if there is a C compiler. */
export interface GoLinks {
  readonly net: boolean;
  readonly user: boolean;
  readonly own: boolean;
}

export function linksOf(texts: readonly (string | null)[]): GoLinks {
  const uses = (pattern: RegExp): boolean => texts.some((text) => text !== null && pattern.test(text));
  return {
    net: uses(/^[ \t]*(?:import\s+)?(?:\w+\s+)?"net(?:\/(?!(?:url|netip|mail)")[\w/]+)?"/m),
    user: uses(/^[ \t]*(?:import\s+)?(?:\w+\s+)?"os\/user"/m),
    own: uses(/^[ \t]*import[ \t]+"C"/m),
  };
}
