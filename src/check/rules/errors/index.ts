import type { Rule } from '../rule.ts';
import { argumentCount } from './argument-count.ts';
import { badSubstitution } from './bad-substitution.ts';
import { blankBaseName } from './blank-base-name.ts';
import { circularDependency } from './circular-dependency.ts';
import { directiveTwice } from './directive-twice.ts';
import { emptyDockerfile } from './empty-dockerfile.ts';
import { emptyVolume } from './empty-volume.ts';
import { fromArguments } from './from-arguments.ts';
import { invalidCheckOption } from './invalid-check-option.ts';
import { invalidChmod } from './invalid-chmod.ts';
import { invalidCopyFrom } from './invalid-copy-from.ts';
import { invalidCopySource } from './invalid-copy-source.ts';
import { invalidEscapeDirective } from './invalid-escape-directive.ts';
import { invalidHealthcheck } from './invalid-healthcheck.ts';
import { invalidMount } from './invalid-mount.ts';
import { invalidPlatform } from './invalid-platform.ts';
import { invalidPort } from './invalid-port.ts';
import { invalidReference } from './invalid-reference.ts';
import { invalidSignal } from './invalid-signal.ts';
import { invalidStageName } from './invalid-stage-name.ts';
import { jsonNotStrings } from './json-not-strings.ts';
import { keyValueFormat } from './key-value-format.ts';
import { lineTooLong } from './line-too-long.ts';
import { lintAsError } from './lint-as-error.ts';
import { missingDestination } from './missing-destination.ts';
import { noBuildStage } from './no-build-stage.ts';
import { onbuildTrigger } from './onbuild-trigger.ts';
import { shellNotJson } from './shell-not-json.ts';
import { unknownFlag } from './unknown-flag.ts';
import { unknownInstruction } from './unknown-instruction.ts';
import { unterminatedHeredoc } from './unterminated-heredoc.ts';

/** Errors that Docker itself reports, with one rule for each kind. */
export const errorRules: readonly Rule[] = [
  unknownInstruction,
  emptyDockerfile,
  directiveTwice,
  invalidEscapeDirective,
  lineTooLong,
  unterminatedHeredoc,
  keyValueFormat,
  jsonNotStrings,
  unknownFlag,
  argumentCount,
  missingDestination,
  fromArguments,
  invalidStageName,
  noBuildStage,
  onbuildTrigger,
  invalidHealthcheck,
  shellNotJson,
  invalidMount,
  badSubstitution,
  blankBaseName,
  invalidReference,
  invalidPlatform,
  invalidPort,
  invalidCheckOption,
  invalidChmod,
  invalidCopySource,
  invalidCopyFrom,
  invalidSignal,
  emptyVolume,
  lintAsError,
  circularDependency,
];
