import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';

/** The path of the lesson for a command: `--lesson`, otherwise DOCKHAND_LESSON, which is a name in LESSONS_DIR or a path. */
export function lessonPath(given: string | undefined, settings: Settings): string {
  if (given !== undefined) return given;
  const named = join(settings.LESSONS_DIR, settings.DOCKHAND_LESSON);
  return existsSync(named) || !existsSync(settings.DOCKHAND_LESSON) ? named : settings.DOCKHAND_LESSON;
}
