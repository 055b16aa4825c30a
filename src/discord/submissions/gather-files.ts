import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { IntakeResult } from '../../intake/intake-result.ts';
import {
  handsInProject,
  isWholeProject,
  mainFileOf,
  type StudentFile,
} from '../../lesson/manifest/requested-files.ts';
import type { RememberedFile } from '../../records/records.ts';
import { RecordsAway } from '../../records/storage/away.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import type { GatheredFiles } from '../render/check/check-result.ts';
import { describeError } from '../rest/discord-errors.ts';

/**
 * Records something that an answer can do without. Returns whether that succeeded: the answer is still given when the records are
 * unavailable or a text cannot be read.
 */
export async function recordedOrSkipped(
  recording: Promise<unknown>,
  { log }: Pick<Services, 'log'>,
): Promise<boolean> {
  try {
    await recording;
    return true;
  } catch (error) {
    if (error instanceof UnreadableText || error instanceof TooMuchAtOnce) return false;
    if (!(error instanceof RecordsAway)) throw error;
    log.error(
      { event: 'records.skipped', reason: error.reason, err: describeError(error) },
      'something was not recorded',
    );
    return false;
  }
}

/** What a student just sent: single files or a whole project. */
export type SentFiles = Pick<IntakeResult, 'files' | 'isProject'>;

export const nothingSent: SentFiles = { files: {} };

/** Merges what was just sent over the remembered files. A whole project replaces them all. */
export function gatherFiles(
  sent: SentFiles,
  remembered: readonly RememberedFile[],
  { lesson, wantedFiles }: Pick<StudentRequest, 'lesson' | 'wantedFiles'>,
  now: number,
): GatheredFiles {
  const replaced = new Set(replacedBy(sent, remembered, wantedFiles));
  const others = remembered.filter(({ path }) => !Object.hasOwn(sent.files, path) && !replaced.has(path));
  const files = { ...Object.fromEntries(others.map((file) => [file.path, file.text])), ...sent.files };
  const wanted = wantedFiles.map(({ path }) => path);
  const absent = wanted.filter((path) => !Object.hasOwn(files, path));
  const isWhole = sent.isProject === true || isWholeProject(lesson.manifest, Object.keys(files));
  const isWanted = ({ path }: { readonly path: string }): boolean => wanted.includes(path);
  const used = [
    ...Object.keys(sent.files).map((path) => ({ path, ageMs: null })),
    ...others.map((file) => ({ path: file.path, ageMs: Math.max(0, now - file.receivedAt) })),
  ];
  return {
    files,
    // Of a whole project only the first few are named, those of the lesson first.
    used: [...used.filter(isWanted), ...used.filter((file) => !isWanted(file))],
    absent: isWhole ? [] : absent,
    complete: handsInProject(lesson.manifest) ? isWhole : absent.length === 0,
  };
}

/** Remembered files that a new project replaces: all, except the Dockerfile if the new project has none. */
function replacedBy(
  { files, isProject }: SentFiles,
  remembered: readonly RememberedFile[],
  wanted: readonly StudentFile[],
): readonly string[] {
  if (isProject !== true) return [];
  const main = mainFileOf(wanted)?.path;
  return remembered.map(({ path }) => path).filter((path) => !Object.hasOwn(files, path) && path !== main);
}

/** All of a student's files for the lesson, including those just sent. */
export interface RememberedFiles extends GatheredFiles {
  /** False when the records were unavailable and the files could not be remembered. */
  readonly isRemembered: boolean;
  /** The record ID of the change to the remembered files. */
  readonly change: string | null;
}

/** Remembers what a student sent, and gathers all their files for the lesson. */
export async function rememberAndGather(
  request: StudentRequest,
  sent: SentFiles,
  services: Services,
): Promise<RememberedFiles> {
  const now = services.now();
  const { student, lesson, wantedFiles } = request;
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  let change: string | null = null;
  const remember = async (): Promise<void> => {
    const replaced = replacedBy(sent, remembered, wantedFiles);
    change = await services.records.workspaces.remember(student, lesson.slug, sent.files, now, replaced);
  };
  const isRemembered =
    Object.keys(sent.files).length === 0 || (await recordedOrSkipped(remember(), services));
  return { ...gatherFiles(sent, remembered, request, now), isRemembered, change };
}
