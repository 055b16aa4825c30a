import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { decisiveLines } from '../sandbox/excerpt.ts';
import { migrations } from '../toolchains/index.ts';
import { migrated, unappliedMigrations } from './explain/known/container-messages.ts';
import { startFile } from './explain/start-command.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';

/** Whether `migrate` ran when the container started: judged by its output in the log, else by asking Django in the container. */
export async function migrationsPhase(
  work: Work,
  running: RunningContainer,
  /** Files that came with the image and do not belong there. */
  leaked: readonly string[] = [],
): Promise<PhaseOutcome<null>> {
  const log = running.log.text();
  const missing = (excerpt: readonly string[]) =>
    failed({
      reason: 'did-not-migrate',
      explanation: sayReason.later('did-not-migrate'),
      aims: ['entrypoint-script'],
      file: startFile(work),
      line: null,
      excerpt,
      shown: true,
    });
  if (unappliedMigrations.test(log)) return missing(decisiveLines(log.split('\n'), unappliedMigrations));
  if (migrated.test(log)) return passed(null, sayDetail.later('migrated'));

  // For quiet entrypoints (`--verbosity 0`, `> /dev/null`), a project's command reports by its exit code whether a migration is missing.
  const result = await running.exec(['sh', '-c', migrations.check(work.manifest.project)], 15_000);
  // A database that is not in the image was filled at start; one that is may have been filled by the build.
  const before = leaked.some((path) => /\.sqlite3?$/.test(path));
  if (result?.code === 0)
    return passed(null, sayDetail.later(before ? 'migrated-before' : 'migrated-quietly'));
  if (result?.code === 1 && !/Traceback|Error/.test(result.text)) return missing([]);
  return passed(null, sayDetail.later('migrations-unknown'), 'warned');
}
