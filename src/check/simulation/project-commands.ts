import type { SimulatedEvent } from './events.ts';
import type { SimulatedFailure } from './failures.ts';
import { resolvePath } from './image/files.ts';
import type { Machine } from './shell/machine.ts';
import type { Status } from './shell/status.ts';

/** Notes of the project's commands since an event how they ended, or what started them. */
export function noteOutcome({ events, failures }: Machine, since: number, outcome: Status): void {
  if (outcome === 'ok') return;
  for (let at = since; at < events.length; at += 1) {
    const event = events[at];
    if (event?.kind !== 'project-command' || event.outcome === 'failed') continue;
    const failure = outcome === 'failed' ? (failures.at(-1) ?? null) : null;
    events[at] = { ...event, outcome, failure };
  }
}

/**
 * What a script has forgiven (`||`, `;` without `set -e`) and its server has not: it answers with an error where none of the
 * commands has succeeded that make the tables, neither at the start nor in the image.
 */
export function unforgiven(events: readonly SimulatedEvent[]): readonly SimulatedFailure[] {
  const migrations = events.flatMap((event) =>
    event.kind === 'project-command' && event.command === 'migrate' ? [event] : [],
  );
  if (migrations.some(({ outcome }) => outcome !== 'failed')) return [];
  return migrations.flatMap(({ failure }) => failure ?? []).slice(0, 1);
}

/** Whether the container starts in the folder of the project's own command (`manage.py`). */
export const startsInProject = ({ stage, project }: Machine): boolean =>
  stage.files.presence(resolvePath(stage.workdir, project.command)) === 'file';
