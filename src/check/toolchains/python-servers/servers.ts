import { isKnown } from '../../dockerfile/unknown-text.ts';
import {
  fail,
  type Machine,
  type Program,
  type Status,
  startsBesideManage,
  unknown,
} from '../../simulation/shell/machine.ts';

/** A server starts: at start the script does not go on after it, in a build it hangs for ever. */
function serve(
  machine: Machine,
  program: string,
  host: string | null,
  port: number | null,
  status: Status,
): Status {
  machine.events.push({
    kind: 'server',
    at: machine.place,
    phase: machine.phase,
    host,
    port,
    certain: machine.certain,
    exec: machine.exec,
    background: machine.background,
  });
  if (machine.phase === 'build' && !machine.background)
    return fail(machine, { kind: 'never-ends', awaited: program });
  if (status === 'failed') return 'failed';
  return machine.certain ? 'stops' : 'unknown';
}

const portOf = (text: string): number | null => (/^\d{1,5}$/.test(text) ? Number(text) : null);

/** `manage.py runserver [addr:]port`. */
export function djangoServer(machine: Machine, args: readonly string[], status: Status): Status {
  const valued = new Set(['--settings', '--pythonpath', '-v', '--verbosity']);
  const words: string[] = [];
  let ipv6 = false;
  for (let at = args.indexOf('runserver') + 1; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '-6' || arg === '--ipv6') ipv6 = true;
    if (valued.has(arg)) at += 1;
    else if (!arg.startsWith('-')) words.push(arg);
  }
  const [address] = words;
  const usage = (phrase: string): Status => fail(machine, { kind: 'server-refused', phrase });
  if (words.length > 1 && words.every(isKnown)) {
    return usage(`manage.py runserver: error: unrecognized arguments: ${words.slice(1).join(' ')}`);
  }
  if (address === undefined) return serve(machine, 'runserver', ipv6 ? '::1' : '127.0.0.1', 8000, status);
  if (!isKnown(address)) {
    const colon = address.lastIndexOf(':');
    const host = colon < 0 ? '' : address.slice(0, colon);
    const port = address.slice(colon + 1);
    return serve(
      machine,
      'runserver',
      isKnown(host) && host !== '' ? hostOf(host) : null,
      portOf(port),
      status,
    );
  }
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[a-fA-F0-9:]+\]|[a-zA-Z0-9.-]+):)?(\d+)$/.exec(address);
  if (match === null)
    return usage(`CommandError: "${address}" is not a valid port number or address:port pair.`);
  const host = match[1];
  return serve(
    machine,
    'runserver',
    host === undefined ? (ipv6 ? '::1' : '127.0.0.1') : hostOf(host),
    portOf(match[2] ?? ''),
    status,
  );
}

/** `0` and `0.0.0` are other ways to write 0.0.0.0 (inet_aton reads them so); the brackets of IPv6 go. */
const hostOf = (host: string): string =>
  /^0+(?:\.0+){0,3}$/.test(host) ? '0.0.0.0' : host.replace(/^\[|\]$/g, '');

const optionValue = (args: readonly string[], names: readonly string[]): string | null => {
  for (const [index, arg] of args.entries()) {
    if (names.includes(arg)) return args[index + 1] ?? null;
    for (const name of names) {
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
      if (/^-[a-z]$/.test(name) && arg.startsWith(name) && arg.length > 2 && !arg.startsWith('--'))
        return arg.slice(2);
    }
  }
  return null;
};

const gunicorn: Program = (machine, args) => {
  const bind =
    optionValue(args, ['-b', '--bind']) ??
    (machine.env.has('PORT') ? `0.0.0.0:${machine.env.get('PORT') ?? ''}` : '127.0.0.1:8000');
  const colon = bind.lastIndexOf(':');
  const host = colon < 0 ? bind : bind.slice(0, colon);
  const port = colon < 0 ? '8000' : bind.slice(colon + 1);
  return application(
    machine,
    'gunicorn',
    args,
    isKnown(host) ? (host === '' ? '0.0.0.0' : hostOf(host)) : null,
    portOf(port),
  );
};

const uvicorn: Program = (machine, args, _input, name) => {
  const host = optionValue(args, ['--host']) ?? '127.0.0.1';
  const port = optionValue(args, ['--port']) ?? '8000';
  return application(machine, name, args, isKnown(host) ? hostOf(host) : null, portOf(port));
};

/** A server of the class WSGI or ASGI: whether it finds the application is not simulated beyond its module's folder. */
function application(
  machine: Machine,
  program: string,
  args: readonly string[],
  host: string | null,
  port: number | null,
): Status {
  const name = args.find((arg) => /^(?=\w*\.[\w.])[A-Za-z_][\w.]*(?::[\w()]+)?$/.test(arg));
  const module = name?.split(':')[0]?.replaceAll('.', '/');
  const folder = optionValue(args, ['--chdir']) ?? '.';
  if (module !== undefined && isKnown(folder)) {
    const base = folder.startsWith('/')
      ? folder
      : `${machine.cwd === '/' ? '' : machine.cwd}${folder === '.' ? '' : `/${folder}`}`;
    if (machine.stage.files.presence(`${base}/${module}.py`) === 'absent') {
      return fail(machine, {
        kind: 'application-not-found',
        command: program,
        module: name?.split(':')[0] ?? '',
        folder: base,
        own: ownModule(machine),
        startsBesideManage: startsBesideManage(machine),
      });
    }
  }
  return serve(machine, program, host, port, 'ok');
}

/** The project's own module for such a server, when it is beside its settings. */
function ownModule({ project }: Machine): string {
  const settings = project.source()?.settings ?? '';
  return settings.includes('.') ? settings.replace(/\.[^.]*$/, '.wsgi') : '';
}

export const serverTools: Readonly<Record<string, Program>> = {
  gunicorn,
  uvicorn,
  hypercorn: gunicorn,
  daphne: (machine, args) =>
    application(
      machine,
      'daphne',
      args,
      optionValue(args, ['-b', '--bind']) ?? '127.0.0.1',
      portOf(optionValue(args, ['-p', '--port']) ?? '8000'),
    ),
  'waitress-serve': (machine) => unknown(machine, 'waitress-serve'),
};
