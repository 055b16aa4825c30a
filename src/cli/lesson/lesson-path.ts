import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';

/** Which lesson a command is about: `--lesson`, else the name in DOCKHAND_LESSON, which may be a path too. */
export function lessonPath(given: string | undefined, settings: Settings): string {
  if (given !== undefined) return given;
  const named = join(settings.LESSONS_DIR, settings.DOCKHAND_LESSON);
  return existsSync(named) || !existsSync(settings.DOCKHAND_LESSON) ? named : settings.DOCKHAND_LESSON;
}
