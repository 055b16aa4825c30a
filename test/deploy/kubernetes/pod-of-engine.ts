import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker as hostEngine } from '../../support/host-engine.ts';
import type { Container, Pod } from './manifest.ts';

const root = join(import.meta.dirname, '../../..');
const docker = async (...args: readonly string[]): Promise<string> => (await hostEngine(args, 120)).trim();

const flags = (flag: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => [flag, value]);

/** The pod's own addresses, which the kubelet puts into the environment. */
const fieldValues: Readonly<Record<string, string>> = {
  'status.hostIPs': '192.0.2.9',
  'status.podIPs': '192.0.2.10',
};

interface ContainerLife {
  readonly startedAt: string;
  readonly restarts: number;
  readonly running: boolean;
  /** Also 0 while it runs. */
  readonly exitCode: number;
}

/**
 * A pod, started by the local Docker engine from its manifest: one network for all its containers, emptyDirs as folders, and users,
 * capabilities, profiles, limits and probes of each. Three things of a node are not simulated, because the engine lacks them: the pod's
 * user namespace, the kubelet's limits on volumes, and network policies.
 */
export class PodOfEngine {
  readonly #name = `pod-${randomBytes(4).toString('hex')}`;
  readonly #pod: Pod;
  readonly #images: Readonly<Record<string, string>>;
  readonly #mounts: Readonly<Record<string, string>>;
  #folder = '';

  /** Images by container name; folders in place of volumes other than emptyDirs. */
  constructor(
    pod: Pod,
    images: Readonly<Record<string, string>>,
    mounts: Readonly<Record<string, string>> = {},
  ) {
    this.#pod = pod;
    this.#images = images;
    this.#mounts = mounts;
  }

  /** The folder that stands for an emptyDir, or a subfolder of it. */
  volume(...path: readonly string[]): string {
    return join(this.#folder, ...path);
  }

  nameOf(container: string): string {
    return `${this.#name}-${container}`;
  }

  /** Starts the network that all share, then each container once the one before has started. */
  async start(containers: readonly string[], network = 'bridge'): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), `${this.#name}-`));
    await chmod(this.#folder, 0o755);
    const { initContainers, containers: others } = this.#pod;
    const first = this.#images.egress ?? '';
    await docker(
      'run',
      '-d',
      '--name',
      this.#name,
      '--network',
      network,
      '--entrypoint',
      'sleep',
      first,
      '3600',
    );
    for (const container of [...initContainers, ...others].filter(({ name }) => containers.includes(name))) {
      await docker(...(await this.#runArguments(container)));
      await this.#started(container);
    }
  }

  async #runArguments(container: Container): Promise<readonly string[]> {
    const { name, securityContext, resources, env, command = [], args = [] } = container;
    const { runAsUser, runAsGroup = 0, capabilities, procMount, readOnlyRootFilesystem } = securityContext;
    const [entrypoint, ...before] = command;
    const values = Object.fromEntries(
      env.map((each) => [each.name, each.value ?? fieldValue(each.valueFrom)]),
    );
    return [
      ...['run', '-d', '--name', this.nameOf(name), '--network', `container:${this.#name}`],
      ...(readOnlyRootFilesystem === true ? ['--read-only'] : []),
      ...(runAsUser === undefined ? [] : ['--user', `${runAsUser}:${runAsGroup}`]),
      ...flags('--cap-drop', capabilities?.drop ?? []),
      ...flags('--cap-add', capabilities?.add ?? []),
      ...flags('--security-opt', [
        ...(securityContext.allowPrivilegeEscalation === false ? ['no-new-privileges'] : []),
        ...(procMount === 'Unmasked' ? ['systempaths=unconfined'] : []),
        ...('appArmorProfile' in securityContext ? ['apparmor=unconfined'] : []),
        ...(securityContext.seccompProfile?.type === 'Localhost'
          ? [`seccomp=${join(root, 'deploy/box/seccomp.json')}`]
          : []),
      ]),
      ...('squat.ai/tun' in resources.limits ? ['--device', '/dev/net/tun'] : []),
      ...['--memory', String(resources.limits.memory).toLowerCase().replace('i', '')],
      ...['--cpus', String(cores(resources.limits.cpu))],
      ...flags(
        '--env',
        Object.entries(values).map(([key, value]) => `${key}=${expanded(value, values)}`),
      ),
      ...(await this.#volumeArguments(container)),
      ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
      ...[this.#images[name] ?? '', ...before, ...args],
    ];
  }

  async #volumeArguments({ volumeMounts }: Container): Promise<readonly string[]> {
    const made: string[] = [];
    for (const { name, mountPath, readOnly, subPath } of volumeMounts) {
      const own = this.#mounts[name];
      const folder = own ?? this.volume(name);
      if (own === undefined) {
        // With the mode that the kubelet gives an emptyDir and its subfolders.
        await mkdir(folder, { recursive: true });
        await chmod(folder, 0o777);
      }
      const shown = typeof subPath === 'string' ? join(folder, subPath) : folder;
      if (shown !== folder) await mkdir(shown, { recursive: true, mode: 0o750 });
      made.push('--volume', `${shown}:${mountPath}${readOnly === true ? ':ro' : ''}`);
    }
    return made;
  }

  /** Writes the files of a Secret. */
  async writeSecrets(values: Readonly<Record<string, string>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), `${this.#name}-secrets-`));
    await chmod(folder, 0o755);
    for (const [name, value] of Object.entries(values))
      await writeFile(join(folder, name), value, { mode: 0o444 });
    return folder;
  }

  /** Waits until the startup probe succeeds, run inside the container as the kubelet does. */
  async #started({ name, startupProbe }: Container): Promise<void> {
    const command = (startupProbe as { exec?: { command: string[] } } | undefined)?.exec?.command;
    if (command === undefined) return;
    const end = Date.now() + 120_000;
    while (!(await this.probe(name, command))) {
      if (Date.now() > end) throw new Error(`${name} did not start:\n${await this.log(name)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  probe(container: string, command: readonly string[]): Promise<boolean> {
    return docker('exec', this.nameOf(container), ...command).then(
      () => true,
      () => false,
    );
  }

  /** The output of a command in a container. */
  run(container: string, ...command: readonly string[]): Promise<string> {
    return docker('exec', this.nameOf(container), ...command);
  }

  log(container: string): Promise<string> {
    return docker('logs', this.nameOf(container));
  }

  /** When it was started, how often it was restarted, whether it runs, and how it ended. */
  async lifeOf(container: string): Promise<ContainerLife> {
    const format = '{{.State.StartedAt}} {{.RestartCount}} {{.State.Running}} {{.State.ExitCode}}';
    const [startedAt = '', restarts, running, exitCode] = (
      await docker('inspect', '-f', format, this.nameOf(container))
    ).split(' ');
    return {
      startedAt,
      restarts: Number(restarts),
      running: running === 'true',
      exitCode: Number(exitCode),
    };
  }

  stop(container: string, seconds: number): Promise<string> {
    return docker('stop', '-t', String(seconds), this.nameOf(container));
  }

  async remove(): Promise<void> {
    const all = [...this.#pod.containers, ...this.#pod.initContainers].map(({ name }) => this.nameOf(name));
    await docker('rm', '-f', '-v', ...all, this.#name).catch(() => '');
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true });
  }
}

const cores = (amount: string | number | undefined): number => {
  const text = String(amount);
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1_000 : Number(text);
};

const fieldValue = (from: unknown): string =>
  fieldValues[(from as { fieldRef?: { fieldPath: string } } | undefined)?.fieldRef?.fieldPath ?? ''] ?? '';

/** `$(NAME)`, expanded as the kubelet does. */
const expanded = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\((\w+)\)/g, (whole, name: string) => values[name] ?? whole);
