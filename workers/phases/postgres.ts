import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { Postgres } from '../sandbox/containers/postgres.ts';
import { migrations } from '../toolchains/index.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from './phase.ts';
import { probePhase } from './probe.ts';
import { pullAside } from './pull.ts';
import { readinessPhase } from './readiness.ts';
import { runPhase } from './run.ts';

type Wanted = NonNullable<Manifest['postgres']>;

/** Runs the image again with a PostgreSQL: the entrypoint has to migrate it, and the API has to answer from it. */
export async function postgresPhase(work: Work, image: string, wanted: Wanted): Promise<PhaseOutcome<null>> {
  await pullAside(work, [wanted.image]);
  const first = await runWithServer(work, image, wanted);
  // An unreachable server may be due to the network of a crowded machine; a student's own mistake happens again.
  return first.failure === null || first.failure.reason === 'did-not-migrate'
    ? first
    : runWithServer(work, image, wanted);
}

/** Uses a database server that nothing has used before. */
async function runWithServer(work: Work, image: string, wanted: Wanted): Promise<PhaseOutcome<null>> {
  const { box, limits, signal } = work;
  const { image: server, host } = wanted;
  const postgres = await Postgres.start(box.engine, { image: server, host, limits, signal });
  try {
    return await migratedServer(work, image, wanted, postgres);
  } finally {
    await postgres.remove();
  }
}

async function migratedServer(
  work: Work,
  image: string,
  wanted: Wanted,
  postgres: Postgres,
): Promise<PhaseOutcome<null>> {
  const { variables, host } = wanted;
  const environment = [
    `${variables.host}=${host}`,
    `${variables.port}=5432`,
    `${variables.name}=${postgres.database}`,
    `${variables.user}=${postgres.user}`,
    `${variables.password}=${postgres.password}`,
  ];
  const run = await runPhase(work, image, { environment, network: postgres.network });
  if (run.failure !== null) return run;
  const running = run.result;
  try {
    for (const phase of [readinessPhase, probePhase]) {
      const outcome = await phase(work, running);
      if (outcome.failure !== null) return failed(inTheseTerms(outcome.failure, wanted));
    }
    const count = await postgres.rowsOf(migrations.table);
    if (count > 0) return passed(null, sayDetail.later('postgres-migrated', { count }));
    return failed({
      reason: 'did-not-migrate',
      explanation: sayCause.later('postgres-not-used', { variable: variables.host }),
      aims: ['entrypoint-script'],
      file: work.manifest.files.entrypoint,
      line: null,
      excerpt: [],
    });
  } finally {
    await running.remove();
  }
}

/** The usual sentences for these two say that the container runs alone. */
function inTheseTerms(failure: PhaseFailure, { host, variables }: Wanted): PhaseFailure {
  if (failure.reason === 'waits-for-a-database') {
    const explanation = sayCause.later('postgres-not-reached', { host, variable: variables.host });
    return { ...failure, explanation };
  }
  if (failure.reason === 'did-not-migrate')
    return { ...failure, explanation: sayCause.later('postgres-not-migrated') };
  return failure;
}
