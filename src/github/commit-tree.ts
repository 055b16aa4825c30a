import { fileLimitBytes } from '../submission/files.ts';
import { blobSchema, type TreeEntry, treeSchema } from './answers.ts';
import { blobSha, type FileTrouble, textOfBlob } from './commit-file.ts';
import type { GitHubConnection } from './connection.ts';
import type { WantedFiles } from './pull-request.ts';
import { GitHubFailure } from './trouble.ts';

/** At most this many files of one commit are read. */
const mostFiles = 12;

/** A repository whose commit is read, until `signal` aborts. */
interface CommitSource {
  readonly connection: GitHubConnection;
  readonly owner: string;
  readonly repo: string;
  readonly signal: AbortSignal;
}

type FoundEntry<Kind extends string> = TreeEntry & { readonly kind: Kind };
type Lookup = FoundEntry<'file'> | FoundEntry<'folder'> | FileTrouble;

/** Files and folders of one commit, read one level at a time; Git's modes tell what each entry is. */
export class CommitTree {
  readonly #source: CommitSource;
  readonly #root: string;
  readonly #levels = new Map<string, Promise<readonly TreeEntry[]>>();

  constructor(source: CommitSource, root: string) {
    this.#source = source;
    this.#root = root;
  }

  /** The files of a lesson in this commit, and the problems of those that cannot be used. */
  async read(wanted: WantedFiles): Promise<{
    readonly files: Readonly<Record<string, string>>;
    readonly troubles: readonly FileTrouble[];
  }> {
    const folder = await this.#folder(wanted);
    if (!Array.isArray(folder)) return { files: {}, troubles: [folder as FileTrouble] };
    const files: Record<string, string> = {};
    const troubles: FileTrouble[] = [];
    for (const { name, counts } of candidates(wanted, folder as readonly TreeEntry[])) {
      const found = await this.#lookUp(joined(wanted.folder, name));
      const text = found.kind === 'file' ? await this.#text(joined(wanted.folder, name), found) : found;
      if (typeof text === 'string') files[name] = text;
      else if (counts && (found.kind !== 'missing' || name === wanted.dockerfile))
        troubles.push(
          text.kind === 'folder' ? { kind: 'is-folder', path: joined(wanted.folder, name) } : text,
        );
    }
    return { files, troubles };
  }

  /** The entries of the lesson's folder. */
  async #folder({ folder, dockerfile }: WantedFiles): Promise<readonly TreeEntry[] | FileTrouble> {
    const path = joined(folder, '');
    if (path === '') return this.#level(this.#root);
    const found = await this.#lookUp(path);
    if (found.kind === 'folder') return this.#level(found.sha);
    if (found.kind === 'file') return { kind: 'is-file', path };
    if (found.kind !== 'missing') return found;
    const root = await this.#level(this.#root);
    const atRoot = root.find((entry) => entry.path === dockerfile && isFile(entry));
    return { kind: 'folder-missing', path, near: atRoot?.path ?? found.near };
  }

  async #lookUp(path: string): Promise<Lookup> {
    let tree = this.#root;
    const parts = path.split('/');
    for (const [depth, part] of parts.entries()) {
      const level = await this.#level(tree);
      const entry = level.find((one) => one.path === part);
      const here = parts.slice(0, depth + 1).join('/');
      if (entry === undefined) {
        const near = nearest(level, part);
        return {
          kind: 'missing',
          path,
          near: near === null ? null : [...parts.slice(0, depth), near].join('/'),
        };
      }
      if (entry.mode === '120000') return { kind: 'symlink', path: here };
      if (entry.mode === '160000') return { kind: 'submodule', path: here };
      const isLast = depth === parts.length - 1;
      if (isLast) return { ...entry, kind: isFile(entry) ? 'file' : 'folder' };
      if (isFile(entry)) return { kind: 'is-file', path: here };
      tree = entry.sha;
    }
    return { kind: 'missing', path, near: null };
  }

  async #text(path: string, { sha, size = 0 }: TreeEntry): Promise<string | FileTrouble> {
    if (size > fileLimitBytes) return { kind: 'too-large', path, kilobytes: Math.ceil(size / 1024) };
    const { connection, owner, repo, signal } = this.#source;
    const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
    const blob = await connection.askOnce(route, { owner, repo, file_sha: sha }, blobSchema, signal);
    const content = Buffer.from(blob.content, 'base64');
    if (blobSha(content) !== sha) throw new GitHubFailure({ kind: 'unreadable' });
    return textOfBlob(path, content);
  }

  #level(sha: string): Promise<readonly TreeEntry[]> {
    const { connection, owner, repo, signal } = this.#source;
    const known = this.#levels.get(sha);
    if (known !== undefined) return known;
    const asked = connection
      .askOnce(
        'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
        { owner, repo, tree_sha: sha },
        treeSchema,
        signal,
      )
      .then(({ tree }) => tree);
    this.#levels.set(sha, asked);
    return asked;
  }
}

const isFile = ({ mode }: TreeEntry): boolean => mode === '100644' || mode === '100755';

const joined = (folder: string, name: string): string =>
  [...folder.split('/'), ...name.split('/')].filter((part) => part !== '' && part !== '.').join('/');

/** The files that the lesson names, and scripts next to them: an entrypoint may have another name. */
function candidates(
  { names, dockerfile }: WantedFiles,
  folder: readonly TreeEntry[],
): readonly { readonly name: string; readonly counts: boolean }[] {
  const named = [...new Set([dockerfile, ...names, `${dockerfile}.dockerignore`])];
  const scripts = folder
    .filter((entry) => isFile(entry) && /^[\w-]{1,80}\.sh$/.test(entry.path) && !named.includes(entry.path))
    .map(({ path }) => path);
  return [
    ...named.map((name) => ({ name, counts: true })),
    ...scripts.map((name) => ({ name, counts: false })),
  ].slice(0, mostFiles);
}

/** A name that was probably meant: in another case, or with an extension that an editor added. */
function nearest(level: readonly TreeEntry[], name: string): string | null {
  const plain = (text: string): string => text.toLowerCase().replace(/\.(?:txt|dockerfile)$/, '');
  return level.find(({ path }) => plain(path) === plain(name))?.path ?? null;
}
