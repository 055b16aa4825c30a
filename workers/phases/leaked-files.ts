import type { RunningContainer } from '../sandbox/containers/container.ts';
import { pathsInImage } from '../sandbox/containers/image-entries.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import type { Work } from './phase.ts';

/** Files that do not belong in an image. `sent`: only if they came with the build context, because a build may rightly create its own. */
interface Unwanted {
  readonly name: RegExp;
  readonly sent: boolean;
  readonly except?: RegExp;
}

const unwanted: readonly Unwanted[] = [
  { name: /(?:^|\/)\.git$/, sent: false },
  { name: /(?:^|\/)\.?venv$/, sent: true },
  { name: /(?:^|\/)__pycache__$/, sent: true },
  { name: /\.sqlite3?$/, sent: false },
  { name: /(?:^|\/)\.env(?:\.[\w-]+)?$/, sent: false, except: /\.(?:example|sample|template|dist)$/ },
  { name: /(?:^|\/)id_(?:rsa|ed25519|ecdsa)$|\.pem$/, sent: false },
];

/** Folders of the base image and of package managers, which are not searched for a student's files. */
const notTheirs = [
  ...[
    '/proc',
    '/sys',
    '/dev',
    '/etc',
    '/run',
    '/tmp',
    '/usr/lib',
    '/usr/share',
    '/usr/local/lib',
    '/usr/bin',
  ],
  ...['/lib', '/var/lib', '/var/cache', '/root/.cache', '/root/.local', '/opt/venv'],
];

const any = (test: string, values: readonly string[]): string[] => [
  '(',
  ...values.flatMap((value, index) => [...(index === 0 ? [] : ['-o']), test, value]),
  ')',
];

/** Prints the paths of all candidates; matching folders are printed but not entered. Busybox supports these options too. */
const search = [
  ...['find', '/', '-xdev', ...any('-path', notTheirs), '-prune'],
  ...['-o', ...any('-name', ['.git', '.venv', 'venv', '__pycache__']), '-print', '-prune'],
  ...[
    '-o',
    ...any('-name', ['*.sqlite3', '*.sqlite', '.env', '.env.*', 'id_rsa', 'id_ed25519', 'id_ecdsa', '*.pem']),
  ],
  '-print',
];

/** At most this many are looked up and reported. */
const mostNamed = 6;

/**
 * Files that leaked into the image. They are searched for in the running container, and each one is looked up in the image itself,
 * because a container creates files of its own (the database, once it migrates). For an image without `find`: what the build context
 * would have brought in.
 */
export async function leakedFiles(
  work: Work,
  image: string,
  running: RunningContainer,
): Promise<readonly string[]> {
  const result = await running.exec(search, 10_000);
  const sent = (what: RegExp): boolean =>
    work.context.some(({ path }) => foldersOf(path).some((each) => what.test(each)));
  if (result === null || result.code > 1 || !result.text.includes('/')) return leakedByCopy(work);
  const found = result.text
    .split('\n')
    .map((line) => line.trim())
    .filter((path) => path.startsWith('/'))
    .filter((path) =>
      unwanted.some(
        (each) => each.name.test(path) && each.except?.test(path) !== true && (!each.sent || sent(each.name)),
      ),
    );
  if (found.length === 0) return [];
  const there = await pathsInImage(work.box.engine, image, found.slice(0, mostNamed), work.signal);
  return there.map((path) => cleanLine(path, 80));
}

/** A Dockerfile that copies single files copies no other part of the context, whatever `.dockerignore` says. */
function leakedByCopy({ dockerfile, context }: Work): readonly string[] {
  if (!/^[ \t]*(?:COPY|ADD)\s+(?:--\S+\s+)*\.\/?\s/im.test(dockerfile)) return [];
  const found = unwanted.flatMap(({ name, except }) => {
    const path = context.flatMap((file) => foldersOf(file.path)).find((each) => name.test(each));
    return path === undefined || except?.test(path) === true ? [] : [path];
  });
  return found.map((path) => cleanLine(path, 80));
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
const foldersOf = (path: string): readonly string[] =>
  path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
