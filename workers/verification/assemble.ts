import type { CheckReport, StudentFiles } from '../../src/check/model/report.ts';
import { OperatorError } from '../../src/errors/operator-error.ts';
import type { FileTree } from '../../src/lesson/file-tree.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { handsInProject } from '../../src/lesson/manifest/requested-files.ts';
import type { InstalledLesson } from '../../src/library/library.ts';
import { type BuildContextFile, readTree, type SubmittedContent } from '../sandbox/build/context.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { Verification } from './verification.ts';

/** The public interface of the instant check in src/check. */
export type InstantCheck = (what: {
  readonly student: StudentFiles;
  readonly lesson: Lesson;
  readonly tree: FileTree;
}) => CheckReport | Promise<CheckReport>;

/** A lesson that cannot be verified. */
export class NotVerifiable extends OperatorError {
  override readonly name = 'NotVerifiable';
  constructor(message: string) {
    super('DOCKHAND_LESSON_INCOMPLETE', message);
  }
}

/** Not part of any project, whoever created them: the library leaves them out of the lesson's tree, so they are not sent either. */
const notOfTheProject = /(?:^|\/)(?:\.git|\.venv|venv|__pycache__|node_modules|\.mypy_cache|\.ruff_cache)\//;

/**
 * Prepares a verification: reads the lesson's backend from disk and runs the instant check on the files. Throws {@link NotVerifiable} for
 * a lesson without a manifest or a backend, or whose lock file has not been generated yet.
 */
export async function assembleVerification(
  installed: InstalledLesson,
  student: SubmittedContent,
  {
    check,
    checker,
    proxy,
    limits,
  }: { check: InstantCheck | null; checker: string; proxy: string | null; limits: Limits },
): Promise<Verification> {
  const { lesson, backend: folder, tree } = installed;
  const { manifest } = lesson;
  const isOwn = handsInProject(manifest);
  if (manifest === null || (folder === null && !isOwn))
    throw new NotVerifiable(`lesson ${lesson.slug} has no manifest, so nothing says what to verify`);
  const backend = folder === null ? [] : await lessonFiles(folder, manifest, student, limits);
  const report = check === null ? null : await runInstantCheck(check, { lesson, tree }, student);
  return { student, lesson: withManifest(lesson, manifest), backend, report, checker, proxy };
}

/** The lesson's own tree; its lock file, which the set-up generates, has to exist. */
async function lessonFiles(
  folder: string,
  { project }: Manifest,
  student: SubmittedContent,
  limits: Limits,
): Promise<readonly BuildContextFile[]> {
  const files = await readTree(folder, limits, (path) => !notOfTheProject.test(path));
  const absent = (project?.dependencyFiles ?? []).filter(
    (path) => student[path] === undefined && !files.some((file) => file.path === path),
  );
  if (absent.length > 0)
    throw new NotVerifiable(`${folder} has no ${absent.join(', ')}: the set-up makes it (npm run setup)`);
  return files;
}

const withManifest = (lesson: Lesson, manifest: Manifest) => ({ ...lesson, manifest });

/** The check reads text only; if it fails, the verification continues without it. */
async function runInstantCheck(
  check: InstantCheck,
  { lesson, tree }: { readonly lesson: Lesson; readonly tree: FileTree },
  student: SubmittedContent,
): Promise<CheckReport | null> {
  const files: Record<string, string> = {};
  for (const [path, content] of Object.entries(student)) {
    const text = typeof content === 'string' ? content : textOf(content);
    if (text !== null) files[path] = text;
  }
  try {
    return await check({ student: { files, complete: true }, lesson, tree });
  } catch {
    return null;
  }
}

function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
