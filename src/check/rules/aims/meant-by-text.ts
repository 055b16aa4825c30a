import type { Aim } from '../../../lesson/manifest/manifest.ts';

/** The aim that an instruction probably serves, judged by its text alone; null if the text does not show it. */
export function aimOfText(text: string): Aim | null {
  if (/^(?:ENTRYPOINT|CMD)\b/.test(text)) return 'entrypoint-used';
  if (/^WORKDIR\b/.test(text)) return 'project-directory';
  if (/^(?:COPY|ADD|cp|mv)\b.*(?:pyproject|\.lock)/.test(text)) return 'dependencies-copied-first';
  if (/\buv\s+sync\b/.test(text)) return 'dependencies-installed';
  if (/\buv\b/.test(text.slice(Math.max(0, text.search(/\binstall\b/))))) return 'installer-available';
  return /\.sh\b|chmod/.test(text) ? 'entrypoint-script' : null;
}

/** Whether a package only installs others, so that its version does not affect the image. */
export const isInstaller = (name: string): boolean => /^uv\b/.test(name);

/** Whether a line of a script looks like one that runs the migrations. */
export const migratesByText = (line: string): boolean => /manage\.py\s+migrate/.test(line);
