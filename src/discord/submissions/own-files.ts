import type { CheckInput } from '../../check/check.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { gatherFiles } from './gather-files.ts';

/** A student's remembered files with their lesson, as what reads them takes them. */
export async function rememberedInput(request: StudentRequest, services: Services): Promise<CheckInput> {
  const { student, lesson, tree, names } = request;
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  const { files, absent } = gatherFiles({}, remembered, Object.values(names), services.now());
  return { student: { files, complete: absent.length === 0 }, lesson, tree };
}
