import type { Rule } from '../rule.ts';
import { dependenciesBeforeSource } from './dependencies-before-source.ts';
import { dependenciesInstalled } from './dependencies-installed.ts';
import { dependencyFilesCopied } from './dependency-files-copied.ts';
import { entrypointExecutable } from './entrypoint-executable.ts';
import { entrypointInImage } from './entrypoint-in-image.ts';
import { entrypointInterpreter } from './entrypoint-interpreter.ts';
import { entrypointLineEndings } from './entrypoint-line-endings.ts';
import { entrypointMigrates } from './entrypoint-migrates.ts';
import { entrypointServes } from './entrypoint-serves.ts';
import { entrypointUsed } from './entrypoint-used.ts';
import { exactVersions } from './exact-versions.ts';
import { listensEverywhere } from './listens-everywhere.ts';
import { managePyFound } from './manage-py-found.ts';
import { uvInstalled } from './uv-installed.ts';

/** Rules that decide whether a TODO is done. The decisive rule of each aim comes first. */
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
