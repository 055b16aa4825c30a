import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A network namespace with one link to the host that can be cut: packets are lost without an error. */
export interface Namespace {
  /** The host's end: where a Redis has to listen for it. */
  readonly host: string;
  /** Prefix of a command that has to run inside. */
  readonly before: readonly string[];
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const ip = async (...args: readonly string[]): Promise<void> => {
  await run('ip', [...args], { timeout: 10_000 });
};

/** Null when it needs more rights or tools than there are. */
export async function openNamespace(): Promise<Namespace | null> {
  const tag = (process.pid % 46_656).toString(36);
  const [name, near, far] = [`dhs${tag}`, `dhn${tag}`, `dhf${tag}`];
  const third = 1 + (process.pid % 250);
  const [host, inside] = [`10.213.${third}.1`, `10.213.${third}.2`];
  try {
    await ip('netns', 'add', name);
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far);
    await ip('link', 'set', far, 'netns', name);
    await ip('addr', 'add', `${host}/30`, 'dev', near);
    await ip('link', 'set', near, 'up');
    await ip('-n', name, 'addr', 'add', `${inside}/30`, 'dev', far);
    await ip('-n', name, 'link', 'set', far, 'up');
    await ip('-n', name, 'link', 'set', 'lo', 'up');
  } catch {
    await ip('netns', 'del', name).catch(() => undefined);
    await ip('link', 'del', near).catch(() => undefined);
    return null;
  }
  // The inner end goes down; the host's end keeps its address, so that Redis can go on listening on it.
  return {
    host,
    before: ['ip', 'netns', 'exec', name],
    cut: () => ip('-n', name, 'link', 'set', far, 'down'),
    mend: () => ip('-n', name, 'link', 'set', far, 'up'),
    close: async () => {
      await ip('netns', 'del', name).catch(() => undefined);
      await ip('link', 'del', near).catch(() => undefined);
    },
  };
}
