import { publishedPort } from '../compose/published.ts';
import type { ComposeFile } from '../compose/read-compose.ts';
import type { ComposeService } from '../compose/service.ts';
import type { Stage } from '../simulation/image/stage.ts';
import { answerTo } from '../toolchains/postgres/server.ts';
import type { Judgement } from './database.ts';
import type { DatabaseService, KnownService, ProgramService } from './known-services.ts';

/** Variables that change the behaviour of a Python program or its database client. */
const ofProgram = /^(?:PYTHON\w*|PG\w*|PATH|HOME|LD_\w+|LANG|LC_\w+)$/;
const harmless = new Set(['PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE']);

/** Whether a program runs as it would without Compose, and can be reached at a port of the host. */
export function judgeProgram(
  { service, server, stage, environment }: ProgramService,
  { internalNetworks }: ComposeFile,
  port: number | null,
): Judgement {
  const { healthcheck } = service;
  const hasHealthcheck = healthcheck !== null && !healthcheck.disabled;
  if (hasHealthcheck && lacksProgram(stage, healthcheck.test))
    return { fault: { kind: 'unhealthy' }, line: healthcheck.line };
  const isChanged =
    service.mounts.length > 0 ||
    hasHealthcheck ||
    [...environment.keys()].some((name) => ofProgram.test(name) && !harmless.has(name));
  const published = port === null ? undefined : publishedPort(service, port);
  const isAsked =
    published !== undefined &&
    published.target === server.port &&
    /^(?:0\.0\.0\.0|127\.0\.0\.1|)$/.test(published.host ?? '') &&
    server.host === '0.0.0.0' &&
    networksOf(service).some((name) => !internalNetworks.has(name));
  return isAsked && !isChanged ? 'right' : 'unknown';
}

/** Whether the program of a healthcheck is certainly missing from an image. */
function lacksProgram({ base, packages, files }: Stage, test: readonly string[] | null): boolean {
  const [form, first = ''] = test ?? [];
  const [program = ''] = form === 'CMD-SHELL' ? first.trim().split(/\s+/) : [first];
  const isWhole = base.folders === 'all' && base.programs !== null && packages.size === 0 && !files.isVague;
  return (
    isWhole && /^(?:curl|wget|nc|pg_isready|psql)$/.test(program) && base.programs?.has(program) !== true
  );
}

/** Whether a program can connect to its database, and the service of that database, if known. */
export function judgeConnection(
  program: ProgramService,
  { services }: ComposeFile,
  all: readonly KnownService[],
): { readonly judgement: Judgement; readonly database: DatabaseService | null } {
  const { service, environment, server } = program;
  const without = (judgement: Judgement) => ({ judgement, database: null });
  if (server.database === null) return without('right');
  const lineOf = (name: string): number =>
    service.environment.find((each) => each.name === name)?.line ?? service.line;
  const missing = Object.values(server.database).find((name) => !environment.has(name));
  if (missing !== undefined)
    return without({ fault: { kind: 'variable-missing', name: missing }, line: service.line });
  const given = (name: string): string => environment.get(name) ?? '';
  const { host, user, password, database } = server.database;
  const target = reached(service, given(host), services);
  if (target === 'nobody')
    return without({
      fault: { kind: 'not-reached', name: host, value: given(host) },
      line: lineOf(host),
    });
  const found = all.find(
    (each): each is DatabaseService => each.kind === 'database' && each.service === target,
  );
  if (found === undefined) return without('unknown');
  const login = { user: given(user), password: given(password), database: given(database) };
  const answer = answerTo(found.server, login);
  const isWaiting = service.dependsOn.some(
    (each) => each.service === found.service.name && each.condition === 'service_healthy',
  );
  if (answer === 'takes') return { judgement: isWaiting ? 'right' : 'unknown', database: found };
  if (answer === 'unknown') return without('unknown');
  const name = { 'other-user': user, 'other-password': password, 'no-database': database }[answer];
  // An empty database name means that the user's name is used.
  const fault = { kind: answer, name, value: given(name) || login.user, server: found.service.name };
  return without({ fault, line: lineOf(name) });
}

/** The service that a host name resolves to; `nobody` when none does, null when that is unknown. */
function reached(
  from: ComposeService,
  host: string,
  services: readonly ComposeService[],
): ComposeService | 'nobody' | null {
  const named = services.filter(
    ({ name, containerName, networks }) =>
      name === host || containerName === host || networks.some(({ aliases }) => aliases.includes(host)),
  );
  const [target] = named;
  if (target === undefined) return /^[a-z_-]{1,60}$/i.test(host) ? 'nobody' : null;
  if (named.length > 1 || target === from) return null;
  const shared = networksOf(from);
  return networksOf(target).some((each) => shared.includes(each)) ? target : 'nobody';
}

const networksOf = ({ networks }: ComposeService): readonly string[] =>
  networks.length === 0 ? ['default'] : networks.map(({ name }) => name);
