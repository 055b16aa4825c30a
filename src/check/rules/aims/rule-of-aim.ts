import type { Aim } from '../../../lesson/manifest/manifest.ts';

/** The rule whose `why` explains each aim. */
export const ruleOfAim: Readonly<Record<Aim, string>> = {
  'installer-available': 'UvInstalled',
  'dependencies-copied-first': 'DependenciesBeforeSource',
  'dependencies-installed': 'DependenciesInstalled',
  'exact-versions': 'ExactVersions',
  'project-directory': 'ManagePyFound',
  'entrypoint-script': 'EntrypointInImage',
  'entrypoint-used': 'EntrypointUsed',
};
