import type { FileTree } from '../lesson/file-tree.ts';
import { composePathIn } from '../lesson/manifest/compose-file.ts';
import type { Manifest } from '../lesson/manifest/manifest.ts';
import { handsInProject } from '../lesson/manifest/requested-files.ts';
import { workflowPathsIn } from '../lesson/manifest/workflow-assertions.ts';
import { readCompose, variablesBeside } from './compose/read-compose.ts';
import type { StudentFiles } from './model/report.ts';
import type { RuleContext } from './rules/rule.ts';
import type { ShellParser } from './shell/syntax.ts';
import type { ContextSource } from './simulation/build/context.ts';
import { readWorkflow } from './workflow/read-workflow.ts';

type ProjectTexts = Readonly<Record<string, string>>;

/** Files with a role (such as the Dockerfile) that the lesson provides because its students do not submit them, by path. */
export function broughtFiles(manifest: Manifest | null, tree: FileTree): ProjectTexts {
  if (manifest?.studentFiles === undefined) return {};
  const listed = new Set(manifest.studentFiles.map(({ name }) => name));
  const names = Object.values(manifest.files).filter((name) => !listed.has(name));
  return Object.fromEntries(
    tree.files.flatMap(({ path, text }) => (text !== null && names.includes(path) ? [[path, text]] : [])),
  );
}

interface ProjectSource extends ContextSource {
  /** Files that the project's facts, such as its dependencies, may be read from. */
  readonly own: FileTree['files'];
}

/**
 * The lesson's own tree, or the student's project in its place. About the latter nothing is assumed: neither that its lock file
 * is up to date nor, until it is complete, which files it contains.
 */
export function contextSource(
  manifest: Manifest | null,
  tree: FileTree,
  student: StudentFiles,
): ProjectSource {
  if (!handsInProject(manifest)) {
    const expected = manifest?.project?.dependencyFiles ?? [];
    return { tree, complete: tree.files.length > 0, open: false, expected, own: tree.files };
  }
  const files = Object.entries(student.files).map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    executable: false,
    text,
  }));
  return {
    tree: { files: [] },
    complete: student.complete,
    open: !student.complete,
    expected: [],
    own: student.complete ? files.filter(({ path }) => !path.endsWith('.lock')) : [],
  };
}

interface FurtherSources {
  readonly files: ProjectTexts;
  readonly manifest: Manifest | null;
  readonly tree: FileTree;
  readonly parseShell: ShellParser;
  /** Called with each file before it is read. */
  readonly at: (place: { readonly file: string; readonly line: null }) => void;
}

/** Reads the submitted files that no image is built from: a Compose file and workflows. */
export const inspectFurtherFiles = (sources: FurtherSources) => ({
  ...inspectCompose(sources),
  ...inspectWorkflows(sources),
});

/** The Compose file, and the paths of the project that it may refer to. */
function inspectCompose({
  files,
  manifest,
  tree,
  at,
}: FurtherSources): Pick<RuleContext, 'compose' | 'composePath' | 'projectPaths'> {
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

/** The GitHub Actions workflows that the lesson asks for, as far as the student has sent them. */
function inspectWorkflows({
  files,
  manifest,
  parseShell,
  at,
}: FurtherSources): Pick<RuleContext, 'workflows' | 'workflowPaths'> {
  const workflowPaths = workflowPathsIn(manifest);
  const workflows = workflowPaths.flatMap((path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text === undefined) return [];
    at({ file: path, line: null });
    return [readWorkflow(path, text, parseShell)];
  });
  return { workflowPaths, workflows };
}
