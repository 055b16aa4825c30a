import type { Instruction } from '../../dockerfile/instruction.ts';
import { baseImage } from '../image/base-image.ts';
import { plainFile } from '../image/entry.ts';
import { resolvePath } from '../image/files.ts';
import { newStage, type Stage } from '../image/stage.ts';
import type { BuildState } from './build.ts';

/**
 * For a submission with a script but no Dockerfile: runs the script in a stage like the one expected, so that the script's own problems are
 * reported. Null if there is nothing to run.
 */
export function imaginedStage(run: BuildState): Stage | null {
  const { assumedBase, script: name } = run.options;
  const script = run.context.files.get(name);
  if (script === undefined || assumedBase === null) return null;
  if (!run.context.notSent.has(run.project.dockerfile)) return null;
  const stage = newStage(0, null, 0, baseImage(run.tools, assumedBase), null);
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

/** Whether no FROM can be parsed but other instructions can. They are then checked on the assumed base image. */
export const needsBase = (instructions: readonly Instruction[]): boolean =>
  instructions.every(({ keyword }) => keyword !== 'from') &&
  instructions.some(({ keyword, error }) => keyword !== null && keyword !== 'arg' && error === null);
