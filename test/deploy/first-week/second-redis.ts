import { docker } from '../../support/host-engine.ts';
import { until } from '../../support/until.ts';

/** What has to be known about the stack to put a second Redis beside its own. */
interface RedisOfStack {
  readonly container: string;
  readonly image: string;
  readonly project: string;
}

/**
 * A replica of the stack's Redis and a failover to it, as a hosted Redis does it: the name `redis` resolves to the new primary, and the
 * old one lives on as its replica, with every connection still open.
 */
export class SecondRedis {
  readonly #stack: RedisOfStack;
  readonly #name: string;

  private constructor(stack: RedisOfStack) {
    this.#stack = stack;
    this.#name = `${stack.project}-redis-second`;
  }

  /** Resolves once it has replicated everything. */
  static async follow(stack: RedisOfStack): Promise<SecondRedis> {
    const second = new SecondRedis(stack);
    const name = second.#name;
    await docker([
      ...['run', '-d', '--name', name, '--network', `${stack.project}_inside`, '--label', 'dockhand=redis'],
      ...['--memory', '512m', stack.image],
      ...['redis-server', '--protected-mode', 'no', '--dir', '/data', '--maxmemory-policy', 'noeviction'],
      ...['--replicaof', stack.container, '6379'],
    ]);
    await second.#inStep(name);
    return second;
  }

  /** Makes the second the primary, and the first its replica. Everything that the first had accepted is there when this resolves. */
  async takeOver(): Promise<void> {
    const { container, project } = this.#stack;
    await this.#inStep(this.#name);
    await ask(this.#name, 'REPLICAOF', 'NO', 'ONE');
    await docker(['network', 'connect', '--alias', 'redis', `${project}_jobs`, this.#name]);
    await ask(container, 'REPLICAOF', this.#name, '6379');
    await this.#inStep(container);
  }

  /** Makes the first the primary again. */
  async giveBack(): Promise<void> {
    const { container, project } = this.#stack;
    await this.#inStep(container);
    await ask(container, 'REPLICAOF', 'NO', 'ONE');
    // The name goes first: new connections reach the first Redis.
    await ask(this.#name, 'REPLICAOF', container, '6379');
    await this.#inStep(this.#name);
    await docker(['network', 'disconnect', `${project}_jobs`, this.#name]);
  }

  /** How many connections are waiting at the second Redis for the next job or verdict: those of the worker and of the bot. */
  async waiting(): Promise<number> {
    const list = await ask(this.#name, 'CLIENT', 'LIST', 'TYPE', 'NORMAL');
    return list.split('\n').filter((line) => / cmd=bzpopmin\b/.test(line)).length;
  }

  async remove(): Promise<void> {
    await docker(['rm', '-f', '-v', this.#name]).catch(() => undefined);
  }

  async #inStep(replica: string): Promise<void> {
    await until(
      () => ask(replica, 'INFO', 'replication'),
      (info) => /role:slave/.test(info) && /master_link_status:up/.test(info),
      60_000,
    );
  }
}

const ask = (container: string, ...command: readonly string[]): Promise<string> =>
  docker(['exec', container, 'redis-cli', ...command]);
