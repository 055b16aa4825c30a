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

/** What the lesson's own tree has of the files with a role that its students do not hand in. */
export function broughtFiles(manifest: Manifest | null, tree: FileTree): ProjectTexts {
  if (manifest?.studentFiles === undefined) return {};
  const listed = new Set(manifest.studentFiles.map(({ name }) => name));
  const names = Object.values(manifest.files).filter((name) => !listed.has(name));
  return Object.fromEntries(
    tree.files.flatMap(({ path, text }) => (text !== null && names.includes(path) ? [[path, text]] : [])),
  );
}

interface ProjectSource extends ContextSource {
  /** What a project says of itself at its top, such as what it depends on. */
  readonly own: FileTree['files'];
}

/**
 * The lesson's own tree, or the student's project in place of it. Of hers nothing is assumed: not that a lock file fits, and while
 * she has not handed it in, not what is in it.
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
  /** Told which file is read. */
  readonly at: (place: { readonly file: string; readonly line: null }) => void;
}

/** What students hand in besides what an image is built from: a Compose file, and workflows. */
export const inspectFurtherFiles = (sources: FurtherSources) => ({
  ...inspectCompose(sources),
  ...inspectWorkflows(sources),
});

/** The Compose file, and the project that its paths lead into. */
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

/** The workflows of GitHub Actions that the lesson has its students write, as far as they were sent. */
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
