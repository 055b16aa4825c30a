import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { serve } from '../listening.ts';
import { answerTo } from './answer.ts';
import { readNginxConfig } from './config.ts';
import { planOf } from './served.ts';
import { httpOf, named, type SiteDirective, said, serversOf } from './site.ts';

/** The settings of `-g`, which are directives of the main context. */
interface NginxGlobals {
  readonly daemonOff: boolean;
  readonly saysDaemon: boolean;
}

const valued = new Set(['-c', '-g', '-p', '-e', '-s']);

/** `nginx …`: reads its configuration, and daemonises unless told to stay in the foreground. */
export const nginx: Program = (machine, args) => {
  if (!args.every(isKnown)) return unknown(machine, 'nginx');
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const name = arg.slice(0, 2);
    if (!arg.startsWith('-') || arg === '-') return refuses(machine, `invalid option: "${arg}"`);
    if (!valued.has(name)) options.set(name, '');
    else if (arg.length > 2) options.set(name, arg.slice(2));
    else {
      at += 1;
      const value = args[at];
      if (value === undefined) return refuses(machine, `option "${arg}" requires parameter`);
      options.set(name, value);
    }
  }
  if (['-v', '-V', '-h', '-?', '-s'].some((each) => options.has(each))) return 'ok';
  const globals = readGlobals(options.get('-g') ?? '');
  if (typeof globals === 'string') return refuses(machine, globals);
  if (options.has('-p')) return unknown(machine, 'nginx -p');
  return start(machine, resolvePath('/etc/nginx', options.get('-c') ?? 'nginx.conf'), {
    globals,
    onlyTests: options.has('-t') || options.has('-T'),
  });
};

function readGlobals(text: string): NginxGlobals | string {
  const config = readNginxConfig(text);
  if (config.kind === 'refused')
    return text.trim() !== '' && !text.trim().endsWith(';')
      ? 'unexpected end of parameter, expecting ";" in command line'
      : `${config.phrase} in command line`;
  const said = config.directives.filter(({ name }) => name === 'daemon');
  if (said.length > 1) return '"daemon" directive is duplicate in command line';
  return { saysDaemon: said.length > 0, daemonOff: said[0]?.args[0] === 'off' };
}

const refuses = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'server-refused', phrase: `nginx: [emerg] ${phrase}` });

function start(
  machine: Machine,
  path: string,
  { globals, onlyTests }: { readonly globals: NginxGlobals; readonly onlyTests: boolean },
): Status {
  // The image's entrypoint generates configurations from these templates, with the container's variables.
  if (machine.phase === 'start' && machine.stage.files.under('/etc/nginx/templates').length > 0)
    return unknown(machine, 'nginx templates');
  const plan = planOf(machine, path);
  if (plan.kind === 'refuses')
    return fail(
      machine,
      { kind: 'server-refused', phrase: `nginx: [emerg] ${plan.phrase}` },
      placeOf(machine, plan),
    );
  if (plan.kind === 'unknown') return unknown(machine, 'nginx.conf');
  const daemon = said(plan.directives, 'daemon');
  if (daemon !== null && globals.saysDaemon)
    return refuses(machine, `"daemon" directive is duplicate in ${path}`);
  const bare = withoutCertificate(plan.directives);
  if (bare !== null)
    return fail(
      machine,
      {
        kind: 'server-refused',
        phrase: 'nginx: [emerg] no "ssl_certificate" is defined for the "listen ... ssl" directive',
      },
      placeOf(machine, bare),
    );
  if (onlyTests) return 'ok';
  // nginx's folders belong to root in the image. Whether a step has changed their owner is not simulated.
  const mayNotStart = !isRoot(machine.user) && machine.stage.base.user === '';
  const { background } = machine;
  const staysInFront = daemon?.args[0] === 'off' || globals.daemonOff;
  if (!staysInFront) machine.background = true;
  const addresses = serversOf(plan.directives).flatMap((server) => server.addresses);
  let status: Status = addresses.length === 0 ? unknown(machine, 'nginx.conf') : 'ok';
  for (const { host, port } of addresses) status = serve(machine, 'nginx', host, port, 'ok');
  if (machine.phase === 'start') answerRequests(machine, plan.directives);
  machine.background = background;
  if (mayNotStart) return unknown(machine, `nginx as ${machine.user}`);
  return staysInFront ? status : 'ok';
}

/** A server that listens with TLS and has no certificate; null when there is none. */
function withoutCertificate(main: readonly SiteDirective[]): SiteDirective | null {
  const http = httpOf(main);
  const found = serversOf(main).find(({ directive }) => {
    const block = directive.block ?? [];
    const listens = named(block, 'listen').some(({ args }) => args.slice(1).includes('ssl'));
    const refuses = [...http, ...block].some(
      ({ name, args }) => name === 'ssl_reject_handshake' && args[0] === 'on',
    );
    return listens && !refuses && ![...http, ...block].some(({ name }) => name === 'ssl_certificate');
  });
  return found?.directive ?? null;
}

/** The line in a file from the student, else the place of the command. */
function placeOf(machine: Machine, { file, line }: { readonly file: string; readonly line: number }) {
  const from = machine.stage.files.get(file)?.from ?? null;
  return from === null ? machine.place : { file: from, line };
}

/** Predicts the answers to the requests that the lesson will make, as far as the configuration and the files determine them. */
function answerRequests(machine: Machine, directives: readonly SiteDirective[]): void {
  for (const request of machine.project.requests) {
    const answer = answerTo(directives, machine.stage.files, request);
    if (answer.kind === 'unknown' || (answer.isPlain && answer.status === request.status))
      unknown(machine, `nginx ${request.path}`);
    else if (answer.status !== request.status) {
      const { status, looked, by } = answer;
      fail(machine, { kind: 'page-not-served', path: request.path, status, looked }, placeOf(machine, by));
    }
  }
}
