import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { StudentFiles } from '../check/model/report.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { type Role, roleByContent, roleByName } from '../intake/file-role.ts';
import { furtherByContent, furtherByName } from '../intake/further-files.ts';
import { readProject } from '../intake/project.ts';
import { defaultFileNames, type FileNames } from '../intake/read-message.ts';
import { fileLimitBytes } from '../submission/files.ts';
import { sayProjectRefusal } from '../submission/wording/project-refusals.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { errorCode } from './error-code.ts';
import { folderEntries } from './folder-entries.ts';

const say = words('student-files', {
  en: {
    missing: '{{path}}: there is nothing at this path. Give the folder with the Dockerfile, or one file.',
    unreadable: '{{path}}: this cannot be read ({{problem}}).',
    special: '{{path}}: this is neither a file nor a folder.',
    linkOut: '{{path}}: this is a link that leads out of the folder. Put the file itself there.',
    binary: '{{path}}: this is not a text file.',
    notUtf8: '{{path}}: this text is not UTF-8 (line {{line}}). Save it as UTF-8 and try again.',
    utf16: '{{path}}: this text is UTF-16. Save it as UTF-8 and try again.',
    tooLarge:
      '{{path}}: this has {{kilobytes}} kB, and at most {{limit}} kB are read. It cannot be the right file.',
    project: '{{path}}: this cannot be handed in. {{why}}',
    notFile: '{{path}}: this is a folder. A file of that name is expected here.',
  },
});

/** A student's files cannot be read. The message says which one, why, and what to do. */
export class StudentFilesError extends OperatorError {
  override readonly name = 'StudentFilesError';
  constructor(message: string) {
    super('DOCKHAND_STUDENT_FILES', message);
  }
}

type RoleOf = (text: string) => Promise<Role | null>;

const refuse = (
  why: Parameters<typeof say>[1],
  path: string,
  values: Record<string, string | number> = {},
): never => {
  throw new StudentFilesError(say(operatorLocale, why, { path, ...values }));
};

/** Folders without anything that a student wrote for the lesson. */
const skipped = new Set(['.git', '.venv', 'venv', '__pycache__', 'node_modules', '.idea', '.vscode']);
/** Maximum depth at which scripts are looked for: `docker/entrypoint.sh`, `scripts/start/entrypoint.sh`. */
const scriptDepth = 3;
const otherFilesLimit = 200;
const otherBytesLimit = 1024 * 1024;

/**
 * Reads a student's files. A folder is complete: its Dockerfile, .dockerignore and scripts, and the other small text files at its top,
 * which are copied to the image too. With a single file, the others remain unknown. `roleOf` recognizes a text by its content if its name
 * does not show its role.
 * @throws StudentFilesError if a relevant file cannot be read
 */
export async function readStudentFiles(
  path: string,
  names: FileNames = defaultFileNames,
  roleOf: RoleOf = async (text) => roleByContent(text)?.role ?? null,
): Promise<StudentFiles> {
  const status = await stat(path).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('missing', path);
    return refuse('unreadable', path, { problem: code });
  });
  if (status.isDirectory())
    return {
      files: await (names.context === 'student' ? ownProject : filesOfFolder)(path, names),
      complete: true,
    };
  if (!status.isFile()) return refuse('special', path);
  const text = await textOf(path, status.size);
  return { files: { [await nameFor(basename(path), text, names, roleOf)]: text }, complete: false };
}

/** All text files of a folder with a student's own project, as they would be extracted from a zip of it. */
async function ownProject(folder: string, names: FileNames): Promise<Readonly<Record<string, string>>> {
  const read = readProject(await folderEntries(folder), names, { name: folder, top: 'given' });
  if (read.kind === 'project') return asDockerFinds(read.files, names);
  return refuse('project', folder, { why: sayProjectRefusal(operatorLocale, read.why, read.path) });
}

/** The lesson's file that a single file stands for: by its name, otherwise by its content. */
async function nameFor(name: string, text: string, names: FileNames, roleOf: RoleOf): Promise<string> {
  if (pathsOf(names).includes(name)) return name;
  const further = furtherByName(name, names) ?? furtherByContent(text, names);
  if (further !== null) return further.path;
  const byName = roleByName(name);
  if (byName === 'entrypoint') return name;
  return names[byName ?? (await roleOf(text)) ?? 'dockerfile'];
}

/** Paths of all files that the lesson names. */
const pathsOf = ({ dockerfile, dockerignore, entrypoint, further = [] }: FileNames): readonly string[] => [
  dockerfile,
  dockerignore,
  entrypoint,
  ...further.map(({ path }) => path),
];

async function filesOfFolder(folder: string, names: FileNames): Promise<Readonly<Record<string, string>>> {
  const root = await realpath(folder);
  const counting = new Set<string>([...pathsOf(names), `${names.dockerfile}.dockerignore`]);
  const files = new Map<string, string>();
  let others = 0;
  let otherBytes = 0;
  for (const name of await candidatesIn(root, names)) {
    const counts = counting.has(name) || /^[^/]+\.sh$/.test(name);
    const where = join(folder, name);
    const found = await look(root, join(root, name));
    if (found === 'gone') continue;
    if (found === 'outside' || found === 'folder') {
      if (counting.has(name)) refuse(found === 'outside' ? 'linkOut' : 'notFile', where);
      continue;
    }
    if (counts) {
      files.set(name, await textOf(where, found.bytes));
    } else if (
      found.bytes <= fileLimitBytes &&
      others < otherFilesLimit &&
      otherBytes + found.bytes <= otherBytesLimit
    ) {
      const text = await textOf(where, found.bytes).catch(() => null);
      if (text === null) continue;
      files.set(name, text);
      others += 1;
      otherBytes += found.bytes;
    }
  }
  return asDockerFinds(Object.fromEntries(files), names);
}

/** Docker uses `dockerfile` if there is no `Dockerfile`. */
function asDockerFinds(
  files: Readonly<Record<string, string>>,
  { dockerfile }: FileNames,
): Readonly<Record<string, string>> {
  const lower = dockerfile.toLowerCase();
  const { [lower]: text, ...rest } = files;
  return text === undefined || files[dockerfile] !== undefined ? files : { ...rest, [dockerfile]: text };
}

/** Relative paths of possibly relevant files: everything at the top of a folder, and scripts further down. */
async function candidatesIn(root: string, names: FileNames): Promise<readonly string[]> {
  const found: string[] = [];
  const known = new Set<string>(pathsOf(names));
  const folders: { readonly path: string; readonly depth: number }[] = [{ path: root, depth: 0 }];
  for (let here = folders.pop(); here !== undefined; here = folders.pop()) {
    const { path, depth } = here;
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) =>
      depth === 0 ? refuse('unreadable', path, { problem: errorCode(error) }) : [],
    );
    for (const entry of entries) {
      const name = relative(root, join(path, entry.name)).split(sep).join('/');
      if (entry.isDirectory() && !known.has(name)) {
        const descend = depth < scriptDepth && folders.length < otherFilesLimit && !skipped.has(entry.name);
        if (descend) folders.push({ path: join(path, entry.name), depth: depth + 1 });
      } else if (
        depth === 0 ||
        known.has(name) ||
        (name.endsWith('.sh') && found.length < 2 * otherFilesLimit)
      )
        found.push(name);
    }
  }
  return found.sort();
}

async function look(
  root: string,
  path: string,
): Promise<'gone' | 'outside' | 'folder' | { readonly bytes: number }> {
  const real = await realpath(path).catch(() => null);
  if (real === null) return 'gone';
  if (real !== root && !real.startsWith(root + sep)) return 'outside';
  const status = await stat(real);
  if (status.isDirectory()) return 'folder';
  return status.isFile() ? { bytes: status.size } : 'gone';
}

async function textOf(path: string, bytes: number): Promise<string> {
  if (bytes > fileLimitBytes) {
    refuse('tooLarge', path, { kilobytes: Math.ceil(bytes / 1024), limit: fileLimitBytes / 1024 });
  }
  const content = await readFile(path).catch((error: unknown) =>
    refuse('unreadable', path, { problem: errorCode(error) }),
  );
  const start = content.subarray(0, 2).toString('hex');
  if (start === 'fffe' || start === 'feff') refuse('utf16', path);
  if (content.includes(0)) refuse('binary', path);
  try {
    // The byte order mark is kept: in a script, it is the reason why it does not start.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    const loose = content.toString('utf8');
    return refuse('notUtf8', path, { line: loose.slice(0, loose.indexOf('\uFFFD')).split('\n').length });
  }
}
