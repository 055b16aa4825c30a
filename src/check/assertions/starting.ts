import { type BrokenKey, brokenText } from '../../lesson/manifest/assertion-wording.ts';
import type { AssertionOf } from '../../lesson/manifest/assertions.ts';
import { isStartedBy, wordsOfShellLine } from '../../lesson/start-words.ts';
import { quoted } from '../dockerfile/text.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { eventsOf, placeOf } from '../rules/queries.ts';
import type { RuleContext } from '../rules/rule.ts';
import { resolvePath } from '../simulation/image/files.ts';
import type { Stage } from '../simulation/image/stage.ts';
import type { BrokenAssertion } from './judgement.ts';

type Report = (
  status: BrokenAssertion['status'],
  key: BrokenKey,
  values?: Readonly<Record<string, string | number>>,
) => BrokenAssertion;

/** Checks how the container starts: the command that Docker runs, and whether it runs in a shell. */
export function judgeStart(
  context: RuleContext,
  final: Stage,
  assertion: AssertionOf<'start'>,
): BrokenAssertion | null {
  const { start } = context.simulation;
  const line = start?.command?.line || null;
  const broken: Report = (status, key, values = {}) => ({
    status,
    message: brokenText(assertion, key, values),
    file: context.names.dockerfile,
    line,
  });
  const command = quoted((start?.words ?? []).join(' '), 60);
  switch (start?.state) {
    case undefined:
    case 'none':
      return broken('missing', 'start-nothing');
    case 'broken':
      return broken('wrong', 'start-broken');
    case 'folder':
    case 'absent':
      return broken('wrong', 'start-absent', { command });
    case 'unknown':
      if (start.words === null) return broken('unknown', 'unknown');
      break;
    case 'runs':
      break;
  }
  const words = start.words ?? [];
  const own = final.entrypoint ?? final.cmd;
  // The student did not write the base image's command.
  if (own === null) return broken('missing', 'start-nothing');
  const inShell = own.exec === null;
  if (assertion.form === 'exec' && inShell)
    return broken('wrong', 'start-shell', { command: quoted(own.shell ?? '', 60) });
  return otherCommand(final, assertion, inShell ? wordsOfShellLine(own.shell ?? '') : words, broken);
}

function otherCommand(
  final: Stage,
  assertion: AssertionOf<'start'>,
  words: readonly string[],
  broken: Report,
): BrokenAssertion | null {
  const { command } = assertion;
  if (command === undefined) return null;
  if (isStartedBy(command, words, (path) => resolvePath(final.workdir, path))) return null;
  if (!words.every(isKnown)) return broken('unknown', 'unknown');
  return broken('wrong', 'start-other', { command: quoted(words.join(' '), 60), wanted: command.join(' ') });
}

const everywhere = new Set(['0.0.0.0', '::', '']);

/** Whether the server listens on all addresses, as far as its command line shows. */
export function judgeListens(
  context: RuleContext,
  assertion: AssertionOf<'listens'>,
): BrokenAssertion | null {
  const port = context.manifest?.port ?? null;
  const servers = eventsOf(context, 'server', 'start');
  const reached = servers.find(
    (each) => each.host !== null && everywhere.has(each.host) && (port === null || each.port === port),
  );
  const report = (
    status: BrokenAssertion['status'],
    key: BrokenKey,
    at: (typeof servers)[number],
    values = {},
  ): BrokenAssertion => ({ status, message: brokenText(assertion, key, values), ...placeOf(at) });
  if (reached !== undefined) {
    // The container ends with its first process, and processes in the background end with it.
    const isLeft = reached.background && context.simulation.start?.outcome === 'ends';
    return isLeft ? report('wrong', 'listens-background', reached, { program: reached.program }) : null;
  }
  const [server] = servers;
  // If a failure ends the start, report its location, such as a line of the server's configuration.
  const ended = context.simulation.failures.find(({ phase }) => phase === 'start');
  const at =
    ended === undefined
      ? { file: context.names.dockerfile, line: context.simulation.start?.command?.line || null }
      : placeOf(ended);
  if (server === undefined) {
    const { start } = context.simulation;
    // A known program that keeps running, such as `sleep infinity`, does not listen either.
    const isFollowed = start?.outcome === 'ends' || eventsOf(context, 'unknown', 'start').length === 0;
    const isSilent =
      start === null ||
      start.state === 'none' ||
      (start.state === 'runs' && start.outcome !== 'unknown' && isFollowed);
    return isSilent
      ? { status: 'missing', message: brokenText(assertion, 'listens', { port: port ?? '' }), ...at }
      : { status: 'unknown', message: brokenText(assertion, 'unknown'), ...at };
  }
  if (server.host !== null && !everywhere.has(server.host))
    return report('wrong', 'listens-local', server, { host: quoted(server.host) });
  if (server.port !== null && port !== null && server.port !== port)
    return report('wrong', 'listens-port', server, { found: server.port, port });
  return report('unknown', 'unknown', server);
}
