import type { Instruction } from '../../dockerfile/instruction.ts';
import { baseImage } from '../image/base-image.ts';
import { plainFile, resolvePath } from '../image/files.ts';
import { newStage, type Stage } from '../image/stage.ts';
import type { BuildState } from './build.ts';

/**
 * The Dockerfile was not sent, a script was: it is run in an image like the one that the lesson leads to, so that its own
 * problems are seen. Null when there is nothing to run.
 */
export function imaginedStage(run: BuildState): Stage | null {
  const { manifest } = run.lesson;
  const script = manifest === null ? undefined : run.context.files.get(manifest.files.entrypoint);
  const [base] = manifest?.baseImages ?? [];
  if (manifest === null || script === undefined || base === undefined) return null;
  if (!run.context.notSent.has(manifest.files.dockerfile)) return null;
  const stage = newStage(0, null, 0, baseImage(run.tools, base), null);
  const program = { ...plainFile, executable: true };
  for (const { path, text } of run.context.files.values())
    stage.files.put(`/app/${path}`, { ...plainFile, from: path, text });
  run.tools.installExpected(stage);
  stage.files.put('/entrypoint.sh', { ...program, from: script.path, text: script.text, named: true });
  stage.workdir = resolvePath('/app', run.project.directory);
  stage.entrypoint = { exec: ['/entrypoint.sh'], shell: null, line: 0, written: '' };
  run.stages.push(stage);
  return stage;
}

/** No FROM can be read, but the rest can: it is judged on the lesson's own base. */
export const needsBase = (instructions: readonly Instruction[]): boolean =>
  instructions.every(({ keyword }) => keyword !== 'from') &&
  instructions.some(({ keyword, error }) => keyword !== null && keyword !== 'arg' && error === null);
