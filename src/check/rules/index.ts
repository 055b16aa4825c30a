import { dependenciesBeforeSource } from './aims/dependencies-before-source.ts';
import { dependenciesInstalled } from './aims/dependencies-installed.ts';
import { dependencyFilesCopied } from './aims/dependency-files-copied.ts';
import { entrypointExecutable } from './aims/entrypoint-executable.ts';
import { entrypointInImage } from './aims/entrypoint-in-image.ts';
import { entrypointInterpreter } from './aims/entrypoint-interpreter.ts';
import { entrypointLineEndings } from './aims/entrypoint-line-endings.ts';
import { entrypointMigrates } from './aims/entrypoint-migrates.ts';
import { entrypointServes } from './aims/entrypoint-serves.ts';
import { entrypointUsed } from './aims/entrypoint-used.ts';
import { exactVersions } from './aims/exact-versions.ts';
import { listensEverywhere } from './aims/listens-everywhere.ts';
import { uvInstalled } from './aims/uv-installed.ts';
import { managePyFound } from './aims/workdir-holds-manage-py.ts';
import { composeRules } from './compose/index.ts';
import { dockerRules } from './docker/index.ts';
import { errorRules } from './errors/index.ts';
import { hadolintRules } from './hadolint/index.ts';
import { lessonRules } from './lesson/index.ts';
import type { Rule } from './rule.ts';
import { shellcheckRules } from './shellcheck/index.ts';

/** Rules that decide about a TODO, the decisive one of each aim first. */
export const aimRules: readonly Rule[] = [
  uvInstalled,
  dependencyFilesCopied,
  dependenciesBeforeSource,
  dependenciesInstalled,
  exactVersions,
  managePyFound,
  entrypointInImage,
  entrypointLineEndings,
  entrypointInterpreter,
  entrypointExecutable,
  entrypointServes,
  listensEverywhere,
  entrypointMigrates,
  entrypointUsed,
];

/** Rules whose violations are reported in addition to the TODOs. */
export const findingRules: readonly Rule[] = [
  ...errorRules,
  ...lessonRules,
  ...composeRules,
  ...dockerRules,
  ...hadolintRules,
  ...shellcheckRules,
];

export const rules: readonly Rule[] = [...aimRules, ...findingRules];
