import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { type BoxSettings, gate, paths } from './settings.ts';

/**
 * Starts the rootless engine as an unprivileged user; its output goes to the container's log.
 * @param layers folders of the warmed disk that it gets by mounts ({@link layDisk})
 */
export function startEngine(settings: BoxSettings, layers: readonly string[]): ChildProcess {
  openTun();
  const runtime = dirname(paths.engineOwn);
  const user = settings.users.engine;
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  chownSync(runtime, user, user);
  const proxy = gate.seenFromInside;
  return spawn(
    // A higher nice value than the supervisor's, so that a box full of a student's processes can still be watched and ended.
    'nice',
    [
      ...['-n', '19'],
      // The engine is the first to be killed when memory runs out: a living supervisor can say why the engine died.
      ...['choom', '-n', '500', '--'],
      ...['setpriv', '--reuid', `${user}`, '--regid', `${user}`, '--clear-groups'],
      // The engine inherits none of the supervisor's capabilities.
      ...['--inh-caps', '-all', '--ambient-caps', '-all'],
      ...['rootlesskit', '--net=slirp4netns', '--mtu=65520', '--slirp4netns-sandbox=auto'],
      // Host loopback stays reachable (10.0.2.2): only the gate ever listens there.
      ...['--port-driver=builtin', '--copy-up=/etc', '--copy-up=/run', '--propagation=rslave'],
      ...['/bin/sh', '/opt/box/with-layers.sh', ...layers, '--'],
      ...['dockerd', '-H', `unix://${paths.engineOwn}`, '--data-root', paths.data],
      ...['--exec-root', `${runtime}/docker`, '--pidfile', `${runtime}/docker.pid`],
      ...[
        '--log-level',
        'warn',
        '--shutdown-timeout',
        '2',
        '--log-opt',
        'max-size=20m',
        '--log-opt',
        'max-file=1',
      ],
      ...(settings.registryMirror === '' ? [] : ['--registry-mirror', settings.registryMirror]),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: '/tmp',
        USER: 'engine',
        XDG_RUNTIME_DIR: runtime,
        HTTP_PROXY: proxy,
        HTTPS_PROXY: proxy,
        NO_PROXY: 'localhost,127.0.0.1',
        // The operator's own certificate authorities, if there are any, in addition to the usual ones.
        SSL_CERT_DIR: `/etc/ssl/certs:${paths.authorities}`,
      },
    },
  );
}

/** On some hosts only root may open the device, so root of the user namespace has to. In a pod, the device's owner may have no name. */
function openTun(device = '/dev/net/tun'): void {
  if ((statSync(device).mode & 0o666) !== 0o666) chmodSync(device, 0o666);
}

/** A GET to the engine with a hard time limit; null when it does not answer in time, or not with 200. */
function get(path: string, milliseconds: number): Promise<string | null> {
  return new Promise((resolve) => {
    const call = request({ socketPath: paths.engineOwn, path, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => done(answer.statusCode === 200 ? text : null));
      answer.on('error', () => done(null));
    });
    const limit = setTimeout(() => done(null), milliseconds);
    function done(value: string | null): void {
      clearTimeout(limit);
      call.destroy();
      resolve(value);
    }
    call.on('error', () => done(null));
    call.end();
  });
}

/** True when the engine answers within the limit. `_ping` takes no lock, but a wedged engine may still not answer it. */
export const engineAnswers = async (milliseconds: number): Promise<boolean> =>
  (await get('/_ping', milliseconds)) !== null;

/** The engine's version; empty when it does not answer. */
export async function engineVersion(): Promise<string> {
  const text = await get('/version', 5000);
  const found = /"Version":"(\d+\.\d+\.\d+)/.exec(text ?? '');
  return found?.[1] ?? '';
}
