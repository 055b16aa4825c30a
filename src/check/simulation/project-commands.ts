import type { SimulatedEvent } from './events.ts';
import type { SimulatedFailure } from './failures.ts';
import { resolvePath } from './image/files.ts';
import type { Machine } from './shell/machine.ts';
import type { Status } from './shell/status.ts';

/** Sets the outcome of the project commands recorded since an event: how they, or the command that ran them, ended. */
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
 * A failure that the script ignored (`||`, `;` without `set -e`) but that makes its server answer with errors: every command that creates
 * the tables failed, both at the start and during the build.
 */
export function unforgiven(events: readonly SimulatedEvent[]): readonly SimulatedFailure[] {
  const migrations = events.flatMap((event) =>
    event.kind === 'project-command' && event.command === 'migrate' ? [event] : [],
  );
  if (migrations.some(({ outcome }) => outcome !== 'failed')) return [];
  return migrations.flatMap(({ failure }) => failure ?? []).slice(0, 1);
}

/** Whether the container starts in the folder with the project's command (`manage.py`). */
export const startsInProject = ({ stage, project }: Machine): boolean =>
  stage.files.presence(resolvePath(stage.workdir, project.command)) === 'file';
