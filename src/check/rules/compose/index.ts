import type { Rule } from '../rule.ts';
import { composeApart } from './compose-apart.ts';
import { composeBuildContext } from './compose-build-context.ts';
import { composeCircularDependency } from './compose-circular-dependency.ts';
import { composeEnvFile } from './compose-env-file.ts';
import { composeGivenFile } from './compose-given-file.ts';
import { composeHealthcheckTest } from './compose-healthcheck-test.ts';
import { composeImageName } from './compose-image-name.ts';
import { composeImageOrBuild } from './compose-image-or-build.ts';
import { composeLocalhost } from './compose-localhost.ts';
import { composeNotInSandbox } from './compose-not-in-sandbox.ts';
import { composePortFormat } from './compose-port-format.ts';
import { composePortTwice } from './compose-port-twice.ts';
import { composeProfile } from './compose-profile.ts';
import { composeRestart } from './compose-restart.ts';
import { composeUndeclaredNetwork } from './compose-undeclared-network.ts';
import { composeUndeclaredVolume } from './compose-undeclared-volume.ts';
import { composeUnknownBind } from './compose-unknown-bind.ts';
import { composeUnknownKey } from './compose-unknown-key.ts';
import { composeUnknownService } from './compose-unknown-service.ts';
import { composeUnsetVariable } from './compose-unset-variable.ts';
import { composeVersion } from './compose-version.ts';
import { composeWaitsForHealth } from './compose-waits-for-health.ts';
import { composeWaitsForStart } from './compose-waits-for-start.ts';
import { composeWrongValue } from './compose-wrong-value.ts';
import { composeYaml } from './compose-yaml.ts';

/** Rules about Compose files. Those for errors that stop Compose from reading the file come first. */
export const composeRules: readonly Rule[] = [
  composeYaml,
  composeUnknownKey,
  composeWrongValue,
  composeNotInSandbox,
  composeImageOrBuild,
  composeImageName,
  composeBuildContext,
  composeUnknownService,
  composeCircularDependency,
  composeWaitsForHealth,
  composeWaitsForStart,
  composeUndeclaredNetwork,
  composeUndeclaredVolume,
  composeUnknownBind,
  composeGivenFile,
  composeEnvFile,
  composePortFormat,
  composePortTwice,
  composeProfile,
  composeHealthcheckTest,
  composeRestart,
  composeLocalhost,
  composeApart,
  composeUnsetVariable,
  composeVersion,
];
