import type { Rule } from '../rule.ts';
import { baseImageNotAllowed } from './base-image-not-allowed.ts';
import { buildStepFails } from './build-step-fails.ts';
import { copyOutsideContext } from './copy-outside-context.ts';
import { dockerignoreAnchored } from './dockerignore-anchored.ts';
import { dockerignoreComment } from './dockerignore-comment.ts';
import { dockerignoreInvalid } from './dockerignore-invalid.ts';
import { dockerignoreMissing } from './dockerignore-missing.ts';
import { emptyRun } from './empty-run.ts';
import { entrypointExec } from './entrypoint-exec.ts';
import { entrypointStopsOnError } from './entrypoint-stops-on-error.ts';
import { environmentAtStart } from './environment-at-start.ts';
import { exposedPort } from './exposed-port.ts';
import { folderNotThere } from './folder-not-there.ts';
import { foreignFrontend } from './foreign-frontend.ts';
import { largeBaseImage } from './large-base-image.ts';
import { localFilesInImage } from './local-files-in-image.ts';
import { servicesFail } from './services-fail.ts';
import { startFails } from './start-fails.ts';
import { stepsAfterEntrypoint } from './steps-after-entrypoint.ts';
import { swallowedInstruction } from './swallowed-instruction.ts';
import { tooManyInstructions } from './too-many-instructions.ts';

/** Rules that neither Docker nor hadolint has. */
export const lessonRules: readonly Rule[] = [
  emptyRun,
  swallowedInstruction,
  foreignFrontend,
  tooManyInstructions,
  copyOutsideContext,
  baseImageNotAllowed,
  largeBaseImage,
  environmentAtStart,
  exposedPort,
  folderNotThere,
  stepsAfterEntrypoint,
  buildStepFails,
  servicesFail,
  startFails,
  entrypointExec,
  entrypointStopsOnError,
  dockerignoreMissing,
  dockerignoreComment,
  dockerignoreInvalid,
  dockerignoreAnchored,
  localFilesInImage,
];
