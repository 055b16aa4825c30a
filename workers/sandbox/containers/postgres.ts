import { randomBytes } from 'node:crypto';
import { sleep } from '../../../src/timing/sleep.ts';
import type { Engine } from '../engine/engine.ts';
import { type ExecResult, execInContainer } from '../engine/exec.ts';
import { EngineRefused, InfrastructureError } from '../failures.ts';
import type { Limits } from '../limits.ts';
import { boundsOf } from './container-bounds.ts';

const network = 'dockhand-database';
const database = 'boutique';
const user = 'boutique';

interface PostgresOptions {
  readonly image: string;
  /** The host name by which the student's container reaches it. */
  readonly host: string;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** A PostgreSQL server for one run of a student's container, on a network that only these two join. */
export class Postgres {
  readonly network = network;
  readonly database = database;
  readonly user = user;
  readonly password = randomBytes(12).toString('hex');
  readonly #engine: Engine;
  readonly #options: PostgresOptions;
  /** The server's container; null until it runs. */
  #container: string | null = null;

  private constructor(engine: Engine, options: PostgresOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /**
   * Starts the server and waits until it answers. Throws {@link InfrastructureError} when it does not, which is not the student's fault.
   */
  static async start(engine: Engine, options: PostgresOptions): Promise<Postgres> {
    const postgres = new Postgres(engine, options);
    try {
      await postgres.#create();
      await postgres.#waitUntilReady();
      return postgres;
    } catch (error) {
      await postgres.remove();
      if (error instanceof EngineRefused && error.status === 404)
        throw new InfrastructureError('pull-failed', `${options.image}: ${error.message}`, { cause: error });
      throw error;
    }
  }

  /**
   * The number of rows in a table of this database; 0 if there is no such table. Throws {@link InfrastructureError} when the server does
   * not answer: then nothing is known about the student's container.
   */
  async rowsOf(table: string): Promise<number> {
    if ((await this.#answer(`select to_regclass('${table}') is null`)) === 't') return 0;
    return Number(await this.#answer(`select count(*) from ${table}`));
  }

  /** Never throws. */
  async remove(): Promise<void> {
    const container = this.#container;
    if (container !== null)
      await this.#engine
        .call('remove', (docker) => docker.getContainer(container).remove({ force: true, v: true }))
        .catch(() => undefined);
    await this.#engine
      .call('remove network', (docker) => docker.getNetwork(network).remove())
      .catch(() => undefined);
  }

  async #create(): Promise<void> {
    const { image, host, limits, signal } = this.#options;
    await this.#engine.call('network', (docker) => docker.createNetwork({ Name: network }), { signal });
    const options = {
      Image: image,
      Env: [`POSTGRES_USER=${user}`, `POSTGRES_PASSWORD=${this.password}`, `POSTGRES_DB=${database}`],
      HostConfig: { NetworkMode: network, ...boundsOf(limits) },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [host] } } },
    };
    const { id } = await this.#engine.call('create', (docker) => docker.createContainer(options), { signal });
    this.#container = id;
    await this.#engine.call('start', (docker) => docker.getContainer(id).start(), { signal, ms: 30_000 });
  }

  async #waitUntilReady(): Promise<void> {
    await this.#answer('select 1');
  }

  /** The undecorated result of a query, repeated until the server answers. */
  async #answer(sql: string): Promise<string> {
    const { image, limits, signal } = this.#options;
    const until = performance.now() + limits.readySeconds * 1000;
    for (;;) {
      const result = await this.#psql(sql);
      if (result?.code === 0) return result.text.trim();
      if (performance.now() > until)
        throw new InfrastructureError('unexpected', `${image} did not answer in time`);
      await sleep(500, signal);
    }
  }

  async #psql(sql: string): Promise<ExecResult | null> {
    const container = this.#container;
    if (container === null) return null;
    // Over TCP: while it creates its database, the official image listens on its unix socket only.
    const client = ['psql', '-h', '127.0.0.1', '-U', user, '-d', database, '-tAc'];
    const command = ['env', `PGPASSWORD=${this.password}`, ...client, sql];
    return this.#engine
      .call('exec', (docker) => execInContainer(docker.getContainer(container), command), { ms: 30_000 })
      .catch(() => null);
  }
}
