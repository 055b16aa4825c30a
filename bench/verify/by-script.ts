import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Work } from '../../workers/phases/phase.ts';
import { buildArguments } from '../../workers/sandbox/build/proxy.ts';
import { ulimits } from '../../workers/sandbox/containers/ulimits.ts';
import { changed } from './changed-source.ts';

const script = `set -eu
"$DOCKER" build -q -t shell $OPTIONS "$CONTEXT" >/dev/null
id=$("$DOCKER" run -d -p 127.0.0.1::8000 shell)
port=$("$DOCKER" port "$id" 8000 | head -n 1 | sed 's/.*://')
for tries in $(seq 600); do
  curl -sf -o /dev/null --max-time 10 -p -x "$BOX" --proxy-header "x-lease: $TOKEN" -H 'Host: localhost' \
    "http://127.0.0.1:$port/api/products/" && exit 0
  sleep 0.1
done
exit 1
`;

/**
 * curl cannot reach a box over a network: this forwards a port of the machine to the box's supervisor socket, which the worker uses as
 * well. (curl does not support a proxy on a unix socket: it would omit the CONNECT.)
 */
export async function doorTo(folder: string): Promise<{ readonly url: string; readonly shut: () => void }> {
  const server = createServer((client) => {
    const box = connect(join(folder, 'supervisor.sock'));
    for (const [one, other] of [
      [client, box],
      [box, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    client.pipe(box).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut: () => server.close(),
  };
}

interface Shell {
  readonly docker: string;
  readonly folder: string;
  readonly token: string;
  readonly door: string;
}

export async function byScript(work: Work, { docker, folder, token, door }: Shell): Promise<number> {
  const context = await mkdtemp(join(tmpdir(), 'bench-verify-'));
  try {
    for (const { path, bytes } of changed(work.context)) {
      await mkdir(dirname(join(context, path)), { recursive: true });
      await writeFile(join(context, path), bytes);
    }
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? context,
      DOCKER: docker,
      DOCKER_HOST: `unix://${join(folder, 'engine.sock')}`,
      DOCKER_BUILDKIT: '1',
      // Limits are part of the cache key; the proxy settings are the worker's too.
      OPTIONS: [
        ...ulimits(work.limits).map(({ Name, Soft, Hard }) => `--ulimit ${Name}=${Soft}:${Hard}`),
        ...Object.entries(buildArguments(work.proxy)).map(([name, value]) => `--build-arg ${name}=${value}`),
      ].join(' '),
      CONTEXT: context,
      BOX: door,
      TOKEN: token,
    };
    await work.box.egress(true);
    const began = performance.now();
    await sh(script, env);
    const ms = performance.now() - began;
    await sh('"$DOCKER" rm -f $("$DOCKER" ps -q) >/dev/null', env);
    return ms;
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

function sh(text: string, env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', text], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the script ended with ${code}`)),
    );
  });
}

/** The first version of the docker command that builds with BuildKit here; newer ones need the buildx plugin. */
export async function shellWithDocker(work: Work, rest: Omit<Shell, 'docker'>): Promise<Shell> {
  const { DOCKER } = process.env;
  for (const docker of DOCKER === undefined ? ['docker', '/usr/bin/docker'] : [DOCKER]) {
    const shell = { ...rest, docker };
    try {
      await byScript(work, shell);
      return shell;
    } catch (error) {
      console.error(`${docker}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error('no docker command builds here: DOCKER=… names another');
}
