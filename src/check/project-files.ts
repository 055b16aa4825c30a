import { composePathIn } from '../lesson/compose-file.ts';
import type { FileTree } from '../lesson/file-tree.ts';
import type { Manifest } from '../lesson/manifest.ts';
import { readCompose, variablesBeside } from './compose/read-compose.ts';
import type { RuleContext } from './rules/rule.ts';

type ProjectTexts = Readonly<Record<string, string>>;

/** What the lesson's own tree has of the files with a role that its students do not hand in. */
export function broughtFiles(manifest: Manifest | null, tree: FileTree): ProjectTexts {
  if (manifest?.studentFiles === undefined) return {};
  const listed = new Set(manifest.studentFiles.map(({ name }) => name));
  const names = Object.values(manifest.files).filter((name) => !listed.has(name));
  return Object.fromEntries(
    tree.files.flatMap(({ path, text }) => (text !== null && names.includes(path) ? [[path, text]] : [])),
  );
}

interface ComposeSources {
  readonly files: ProjectTexts;
  readonly manifest: Manifest | null;
  readonly tree: FileTree;
  /** Told which file is read. */
  readonly at: (place: { readonly file: string; readonly line: null }) => void;
}

/** The Compose file, and the project that its paths lead into. */
export function inspectCompose({
  files,
  manifest,
  tree,
  at,
}: ComposeSources): Pick<RuleContext, 'compose' | 'composePath' | 'projectPaths'> {
  const projectPaths = new Set([...tree.files.map(({ path }) => path), ...Object.keys(files)]);
  const composePath = composePathIn(manifest, (path) => Object.hasOwn(files, path));
  const text = composePath !== null && Object.hasOwn(files, composePath) ? files[composePath] : undefined;
  if (composePath === null || text === undefined) return { composePath, compose: null, projectPaths };
  at({ file: composePath, line: null });
  const variables = variablesBeside(
    composePath,
    (path) => files[path] ?? tree.files.find((file) => file.path === path)?.text ?? null,
  );
  return { composePath, compose: readCompose(composePath, text, variables), projectPaths };
}
