import type { Aim } from '../../lesson/manifest/manifest.ts';

/** The aims of a lesson that a term helps with, the closest first. */
export const aimsOfTerms: Readonly<Record<string, readonly Aim[]>> = {
  uv: ['installer-available'],
  pip: ['installer-available'],
  layer: ['dependencies-copied-first'],
  cache: ['dependencies-copied-first'],
  'lock-file': ['exact-versions'],
  'virtual-environment': ['dependencies-installed'],
  workdir: ['project-directory'],
  shebang: ['entrypoint-script'],
  'line-endings': ['entrypoint-script'],
  executable: ['entrypoint-script'],
  localhost: ['entrypoint-script'],
  migration: ['entrypoint-script'],
  entrypoint: ['entrypoint-used'],
  'exec-form': ['entrypoint-used'],
};
