import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { startsInProject } from '../../simulation/project-commands.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { djangoSource } from '../django/source.ts';
import { hostOf, portOf, serve } from '../listening.ts';
import { onInterpreters } from '../python/environment-variables.ts';
import { withDjango } from '../python/interpreter.ts';
import type { Toolchain } from '../toolchain.ts';
import { configOf } from './gunicorn-config.ts';
import { bindsTwice, bundledWorkers, lacksPackage, workerPackages } from './gunicorn-workers.ts';
import { gunicornTable, lastValue, readServerArguments, uvicornTable } from './server-arguments.ts';
import { isDoubtful, refusedHeader } from './uvicorn-options.ts';

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

/** Fails a server that exits with an error before it starts. */
const refuses = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'server-refused', phrase });

const gunicorn: Program = (machine, args, _input, called) => {
  const set = machine.env.get('GUNICORN_CMD_ARGS') ?? '';
  if (!isKnown(set)) return unknown(machine, 'GUNICORN_CMD_ARGS');
  const given = [...set.split(/\s+/).filter((word) => word !== ''), ...args];
  const asked = readServerArguments(gunicornTable, given);
  const config = configOf(machine, asked);
  // A bind on the command line replaces those of the configuration.
  const hasBind = asked.values.has('-b') || asked.values.has('--bind');
  const configured = (config === null || config === 'absent' ? [] : config.words).filter(
    (word) => !(hasBind && word.startsWith('--bind=')),
  );
  const line = readServerArguments(gunicornTable, [...configured, ...given]);
  if (line.refused !== null) return refuses(machine, line.refused);
  for (const name of ['-h', '--help', '-v', '--version', '--print-config', '--check-config'])
    if (line.switches.has(name)) return 'ok';
  const written = lastValue(line, '-c', '--config');
  if (config === 'absent' && written !== null) return refuses(machine, `Error: '${written}' doesn't exist`);
  // The configuration is a Python file, which can do anything.
  if (config === null) return unknown(machine, 'gunicorn.conf.py');
  const [name = config === 'absent' ? undefined : (config.application ?? undefined)] = line.operands;
  if (name === undefined) return refuses(machine, 'Error: No application module specified.');
  const binds = [...(line.values.get('-b') ?? []), ...(line.values.get('--bind') ?? [])];
  const worker = lastValue(line, '-k', '--worker-class');
  const people = ['-u', '--user', '-g', '--group', '--pythonpath', '-e', '--env', '--certfile', '--paste'];
  if (bindsTwice(binds))
    return fail(machine, { kind: 'command-failed', phrase: `Connection in use: ${binds[0]}` });
  if (binds.length > 1 || people.some((option) => line.values.has(option)))
    return unknown(machine, 'gunicorn');
  const [bind = machine.env.has('PORT') ? `0.0.0.0:${machine.env.get('PORT') ?? ''}` : '127.0.0.1:8000'] =
    binds;
  const colon = bind.lastIndexOf(':');
  const host = colon < 0 ? bind : bind.slice(0, colon);
  const served = {
    program: 'gunicorn',
    called,
    name,
    folder: lastValue(line, '--chdir') ?? '.',
    host: isKnown(host) ? hostOf(host || '0.0.0.0') : null,
    port: portOf(colon < 0 ? '8000' : bind.slice(colon + 1)),
  };
  const needs = Object.hasOwn(workerPackages, worker ?? '') ? workerPackages[worker ?? ''] : undefined;
  if (needs !== undefined && lacksPackage(machine, needs))
    return fail(machine, {
      kind: 'command-failed',
      phrase: `class uri '${worker}' invalid or not found: ${needs} is not installed`,
    });
  if (worker !== null && !bundledWorkers.has(worker)) {
    const status = application(machine, { ...served, doubt: `gunicorn -k ${worker}` });
    return status;
  }
  if (!line.switches.has('-D') && !line.switches.has('--daemon')) return application(machine, served);
  // With --daemon, gunicorn continues in the background, and the command returns.
  const status = application({ ...machine, background: true, exec: false }, served);
  return status === 'failed' || status === 'unknown' ? status : 'ok';
};

const uvicorn: Program = (machine, args, _input, called) => {
  const line = readServerArguments(uvicornTable, args);
  if (line.refused !== null) return refuses(machine, line.refused);
  if (line.switches.has('--help') || line.switches.has('--version')) return 'ok';
  const [name, more] = line.operands;
  if (name === undefined) return refuses(machine, "Error: Missing argument 'APP'.");
  if (more !== undefined) return refuses(machine, `Error: Got unexpected extra argument (${more})`);
  if (isKnown(name) && !name.includes(':'))
    return refuses(
      machine,
      `Error loading ASGI app. Import string "${name}" must be in format "<module>:<attribute>".`,
    );
  const odd = refusedHeader(line);
  if (odd !== null) return refuses(machine, odd);
  const [, attribute = ''] = name.split(':');
  if (isKnown(attribute) && !/^[\w.]+$/.test(attribute))
    return refuses(machine, `Error loading ASGI app. Attribute "${attribute}" not found in the module.`);
  const host = lastValue(line, '--host') ?? machine.env.get('UVICORN_HOST') ?? '127.0.0.1';
  const doubt = isDoubtful(machine, line, name) || host.includes(':') ? { doubt: 'uvicorn' } : {};
  return application(machine, {
    program: 'uvicorn',
    called,
    name,
    folder: lastValue(line, '--app-dir') ?? '.',
    host: isKnown(host) ? hostOf(host) : null,
    port: portOf(lastValue(line, '--port') ?? machine.env.get('UVICORN_PORT') ?? '8000'),
    ...doubt,
  });
};

/** Servers of which only the options for listening are known. With any other option, the outcome is unknown. */
const simple =
  (
    program: string,
    listens: (args: readonly string[]) => { host: string; port: string },
    options: RegExp,
  ): Program =>
  (machine, args, _input, called) => {
    const operands = args.filter(
      (arg, at) => !arg.startsWith('-') && !/^-[-\w]*[^=]$/.test(args[at - 1] ?? ''),
    );
    const odd = args.some((arg) => arg.startsWith('-') && !options.test(arg));
    const [name] = operands.slice(-1);
    if (name === undefined) return unknown(machine, program);
    const { host, port } = listens(args);
    return application(machine, {
      program,
      called,
      name,
      folder: '.',
      host: isKnown(host) ? hostOf(host === '*' ? '0.0.0.0' : host) : null,
      port: portOf(port),
      ...(odd ? { doubt: program } : {}),
    });
  };

function listening(address: string): { host: string; port: string } {
  const colon = address.lastIndexOf(':');
  return {
    host: colon < 0 ? address : address.slice(0, colon),
    port: colon < 0 ? '8000' : address.slice(colon + 1),
  };
}

/** A call of a server with the application that it should serve. */
interface ServedApplication {
  readonly program: string;
  /** The name or path by which the server was called. */
  readonly called: string;
  /** `module:attribute`. */
  readonly name: string;
  /** The folder in which the server looks for the module. */
  readonly folder: string;
  readonly host: string | null;
  readonly port: number | null;
  /** Why the outcome is unknown; omitted when it is known. */
  readonly doubt?: string;
}

/** A WSGI or ASGI server: it has to find the module, and the attribute in it. */
function application(machine: Machine, served: ServedApplication): Status {
  const { program, called, name, folder, host, port } = served;
  let packages: Status = 'ok';
  const [written = '', attribute = 'application'] = name.split(':');
  if (isKnown(name) && isKnown(folder)) {
    const base = resolvePath(machine.cwd, folder);
    const { files } = machine.stage;
    const stem = `${base}/${written.replaceAll('.', '/')}`;
    const moduleFile = [`${stem}.py`, `${stem}/__init__.py`].find(
      (path) => files.presence(path) !== 'absent',
    );
    if (!/^[A-Za-z_][\w.]*$/.test(written) || moduleFile === undefined) {
      return fail(machine, {
        kind: 'application-not-found',
        command: program,
        module: written,
        folder: base,
        own: projectModule(machine),
        startsInProject: startsInProject(machine),
      });
    }
    const text = files.get(moduleFile)?.text ?? null;
    const has = text === null ? null : new RegExp(`\\b${/^\w*/.exec(attribute)?.[0] ?? ''}\\b`).test(text);
    if (has === false) return refuses(machine, `Failed to find attribute '${attribute}' in '${written}'.`);
    packages = withPackages(machine, called, text);
    if (packages === 'failed') return 'failed';
    if (has === null && attribute !== 'application') {
      serve(machine, program, host, port, 'ok');
      return unknown(machine, `${program} ${name}`);
    }
  }
  const status = serve(machine, program, host, port, 'ok');
  if (status === 'failed' || (served.doubt === undefined && packages === 'ok')) return status;
  return served.doubt === undefined ? packages : unknown(machine, served.doubt);
}

/** A server imports the application with the Python that it was installed for, so its packages have to be there. */
const withPackages = (machine: Machine, called: string, text: string | null): Status =>
  machine.project.fact(djangoSource) === null || text?.includes('django') === false
    ? 'ok'
    : withDjango(machine, called);

/** The project's own WSGI or ASGI module, which is next to its settings. */
function projectModule({ project }: Machine): string {
  const settings = project.fact(djangoSource)?.settings ?? '';
  return settings.includes('.') ? settings.replace(/\.[^.]*$/, '.wsgi') : '';
}

/** Servers for Python applications. */
export const pythonServers: Toolchain = {
  name: 'python-servers',
  oftenMissing: ['gunicorn', 'uvicorn'],
  programs: onInterpreters({
    gunicorn,
    uvicorn,
    hypercorn: simple(
      'hypercorn',
      (args) => listening(optionValue(args, ['-b', '--bind']) ?? '127.0.0.1:8000'),
      /^(?:-b|--bind|-w|--workers|--access-logfile|--error-logfile)/,
    ),
    daphne: simple(
      'daphne',
      (args) => ({
        host: optionValue(args, ['-b', '--bind']) ?? '127.0.0.1',
        port: optionValue(args, ['-p', '--port']) ?? '8000',
      }),
      /^(?:-b|--bind|-p|--port|-v|--verbosity|--access-log|-t|--http-timeout)/,
    ),
    'waitress-serve': simple(
      'waitress-serve',
      (args) => {
        const listen = optionValue(args, ['--listen']);
        const host = optionValue(args, ['--host']) ?? '0.0.0.0';
        return listen === null ? { host, port: optionValue(args, ['--port']) ?? '8080' } : listening(listen);
      },
      /^--(?:listen|host|port|threads|url-scheme|ident)=/,
    ),
  }),
};
