import { randomBytes } from 'node:crypto';
import { sleep } from '../../src/timing/sleep.ts';
import { execInContainer } from './container.ts';
import type { Engine } from './engine.ts';
import { EngineRefused, InfrastructureError } from './failures.ts';
import type { Limits } from './limits.ts';
import { ulimits } from './ulimits.ts';

/** A PostgreSQL of its own for one run of a student's container. */
export interface Postgres {
  readonly network: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** What a query gives, without decoration; null when it cannot be answered, such as for a table that is not there. */
  readonly query: (sql: string) => Promise<string | null>;
  /** Never throws. */
  readonly remove: () => Promise<void>;
}

const network = 'dockhand-database';
const database = 'boutique';
const user = 'boutique';

/**
 * Starts the server on a network that only it and the student's container are on, and waits until it answers.
 * Throws {@link InfrastructureError} when it does not: it is not the student's.
 */
export async function startPostgres(
  engine: Engine,
  {
    image,
    host,
    limits,
    signal,
  }: { readonly image: string; readonly host: string; readonly limits: Limits; readonly signal: AbortSignal },
): Promise<Postgres> {
  const password = randomBytes(12).toString('hex');
  let id: string | null = null;
  const remove = async (): Promise<void> => {
    const server = id;
    if (server !== null)
      await engine
        .call('remove', (docker) => docker.getContainer(server).remove({ force: true, v: true }))
        .catch(() => undefined);
    await engine
      .call('remove network', (docker) => docker.getNetwork(network).remove())
      .catch(() => undefined);
  };
  try {
    await engine.call('network', (docker) => docker.createNetwork({ Name: network }), { signal });
    const created = await engine.call(
      'create',
      (docker) =>
        docker.createContainer({
          Image: image,
          Env: [`POSTGRES_USER=${user}`, `POSTGRES_PASSWORD=${password}`, `POSTGRES_DB=${database}`],
          HostConfig: { NetworkMode: network, Ulimits: ulimits(limits) },
          NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [host] } } },
        }),
      { signal },
    );
    const server = created.id;
    id = server;
    await engine.call('start', (docker) => docker.getContainer(server).start(), { signal, ms: 30_000 });
    // By TCP: while it makes its database, the official image serves on its socket only.
    const ask = ['psql', '-h', '127.0.0.1', '-U', user, '-d', database, '-tAc'];
    const query = async (sql: string): Promise<string | null> => {
      const command = ['env', `PGPASSWORD=${password}`, ...ask, sql];
      const seen = await engine
        .call('exec', (docker) => execInContainer(docker.getContainer(server), command), { ms: 10_000 })
        .catch(() => null);
      return seen?.code === 0 ? seen.text.trim() : null;
    };
    const until = performance.now() + limits.readySeconds * 1000;
    while ((await query('select 1')) !== '1') {
      if (performance.now() > until)
        throw new InfrastructureError('unexpected', `${image} did not answer in time`);
      await sleep(500, signal);
    }
    return { network, database, user, password, query, remove };
  } catch (error) {
    await remove();
    if (error instanceof EngineRefused && error.status === 404)
      throw new InfrastructureError('pull-failed', `${image}: ${error.message}`, { cause: error });
    throw error;
  }
}
