import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { FailureKind, SourceLocation } from '../../simulation/failures.ts';
import { isBashWord } from '../bash-words.ts';
import { eventsOf, failuresFor, failuresOf, placeOf, violationFor } from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { say } from './slips/sentences.ts';
import { slipIn } from './slips/slip.ts';
import { placeOfStart } from './slips/written-file.ts';
import { handoverToCommand, scriptPlace, scriptText, serverLine, startIsKnown } from './start-queries.ts';
import { sentenceFor, texts } from './start-sentences.ts';
import { startSlip } from './start-slips.ts';

/** Failures at start that another Dockerfile could prevent. */
const ofDockerfile: ReadonlySet<FailureKind> = new Set([
  'module-not-found',
  'outside-project',
  'settings-not-found',
  'application-not-found',
  'command-not-found',
  'folder-not-found',
  'project-command-not-found',
  'file-not-found',
  'python-file-not-found',
  'sourced-file-not-found',
  'requirements-not-found',
  'readme-not-found',
  'script-not-found',
  'needs-network',
  'host-refused',
]);

/** Keys of slips about programs that a Dockerfile which was not sent may install. */
const mayBeInstalled = new Set(['server', 'installer', 'installerOfProject', 'typo', 'sudo', 'terminal']);

export const entrypointServes = defineRule({
  id: 'EntrypointServes',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'whether the start reaches a command that serves requests and stays',
  texts,
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${serverLine}` },
  bad: { 'entrypoint.sh': '#!/bin/sh\nset -e\nuv run python manage.py migrate\n' },
  find: (context, report) =>
    (startSlip(context) === null ? null : []) ??
    beforeAnyServer(context, report) ??
    endsEarly(context, report) ??
    neverReachesServer(context, report) ??
    doesNotServe(context, report) ??
    startsNothing(context, report),
});

/**
 * Reports the first failure of the start if nothing after it matters: a command not found with a likely reason, or a failure that depends
 * on a Dockerfile which was not sent.
 */
function beforeAnyServer(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] | null {
  const first = context.simulation.failures.find(({ phase }) => phase === 'start');
  if (first === undefined) return null;
  if (first.kind === 'command-not-found' && first.command === 'source')
    return [{ ...placeOf(first), message: report('source'), status: 'wrong' }];
  const slip = first.kind === 'command-not-found' ? slipIn(context, first) : null;
  const isOpen = slip !== null && mayBeInstalled.has(slip.key) && !context.sent.dockerfile;
  if (slip !== null && !isOpen && first.at.file !== context.names.dockerfile)
    return [{ ...placeOf(first), message: slip, status: 'wrong' }];
  if (context.sent.dockerfile || !ofDockerfile.has(first.kind)) return null;
  return [{ ...placeOf(first), message: report('dependsOnDockerfile'), status: 'unknown' }];
}

/** A command ends the script. */
function endsEarly(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] | null {
  for (const failure of failuresFor(context, 'entrypoint-script')) {
    const plain = failure.phase === 'start' ? sentenceFor(failure, report, context) : null;
    if (plain === null) continue;
    return [
      { ...placeOfStart(context, failure), message: slipIn(context, failure) ?? plain, status: 'wrong' },
    ];
  }
  return null;
}

/** The script waits forever, or looks for a program that does not exist. */
function neverReachesServer(
  context: RuleContext,
  report: Reporter<typeof texts>,
): readonly Violation[] | null {
  const [waits] = failuresOf(context, ['never-ends', 'waits-for-database'], 'start');
  if (waits !== undefined && waits.at.file !== context.names.dockerfile) {
    const host = waits.kind === 'waits-for-database' ? waits.host : waits.awaited;
    const set = context.simulation.final?.env.get('DATABASE_HOST') !== undefined;
    if (waits.kind === 'waits-for-database' || !set) {
      const what = quoted(host ?? '') || 'something';
      const ofLoop = /\s/.test(host ?? '') ? 'repeats' : 'waits';
      const message = report(waits.kind === 'waits-for-database' ? 'database' : ofLoop, { what });
      return [{ ...placeOf(waits), message, status: 'wrong' }];
    }
  }
  const [missingCommand] = failuresOf(context, ['command-not-found'], 'start');
  if (missingCommand === undefined) return null;
  const message =
    offPath(missingCommand.command, context, report) ?? wordMissing(missingCommand.command, report);
  return [
    {
      ...placeOfStart(context, missingCommand),
      message: slipIn(context, missingCommand) ?? message,
      status: 'wrong',
    },
  ];
}

/** A program of an environment whose bin folder is not on the PATH; null for any other. */
function offPath(
  name: string,
  { simulation }: RuleContext,
  report: Reporter<typeof texts>,
): TranslatableText | null {
  const found = [...(simulation.final?.environments ?? [])].find(
    ([folder, { packages }]) => folder.startsWith('/') && packages.has(name),
  );
  return found === undefined
    ? null
    : report('offPath', { command: quoted(name), folder: quoted(`${found[0]}/bin`) });
}

function wordMissing(name: string, report: Reporter<typeof texts>): TranslatableText {
  const command = quoted(name);
  const small = name.toLowerCase();
  if (small !== name && !name.includes('/')) return report('letters', { command, instead: quoted(small) });
  return isBashWord(name) ? report('bash', { command }) : report('command', { command });
}

/** What is known about the servers that start; null if there is no server and nothing that might start one. */
function doesNotServe(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] | null {
  const servers = eventsOf(context, 'server', 'start');
  if (servers.some(({ certain, background }) => certain && !background)) return [];
  const doubts = eventsOf(context, 'unknown', 'start');
  if (doubts.length > 0) {
    const unseen = doubts.some(({ doubt }) => doubt.of === 'file') && context.buildContext.notSent.size > 0;
    if (!unseen)
      return violationFor(doubts[0], (each) => ({
        ...placeOf(each),
        message: report('unknown'),
        status: 'unknown',
      }));
    const line = context.simulation.start?.command?.line ?? null;
    const message = report('notSeen', { script: context.names.entrypoint });
    return [{ file: context.names.dockerfile, line, message, status: 'unknown' }];
  }
  const [server] = servers;
  if (server === undefined) return null;
  if (!server.background) return [{ ...placeOf(server), message: report('unknown'), status: 'unknown' }];
  return context.simulation.start?.outcome === 'stays'
    ? []
    : [{ ...placeOf(server), message: report(wordBackground(server.at, context)), status: 'wrong' }];
}

/** Whether the script starts the server with `&`, or the server goes to the background by itself. */
function wordBackground({ file, line }: SourceLocation, context: RuleContext): 'background' | 'inBackground' {
  const text = context.buildContext.files.get(file)?.text?.split('\n')[line - 1] ?? '&';
  return text.includes('&') ? 'background' : 'inBackground';
}

/** A heredoc of the script without its closing delimiter; null if there is none. */
function openBlock(text: string): { readonly mark: string; readonly line: number } | null {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const mark = /<<-?\s{0,3}['"]?(\w{1,40})/.exec(line.slice(0, 400))?.[1];
    if (mark !== undefined && !lines.slice(index + 1).some((each) => each.trim() === mark))
      return { mark, line: index + 1 };
  }
  return null;
}

/** The script ends without starting a server. */
function startsNothing(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const { start, failures } = context.simulation;
  if (!startIsKnown(context) || failures.some(({ phase }) => phase === 'start')) return [];
  if (start?.state === 'runs' && eventsOf(context, 'script', 'start').length === 0) return [];
  const over = handoverToCommand(context);
  const lines = (scriptText(context) ?? '').split('\n');
  const exit = lines.findIndex((line) => /^\s*exit\b/.test(line));
  if (exit >= 0 && lines.slice(exit + 1).some((line) => /^\s*[^\s#]/.test(line)))
    return [{ ...scriptPlace(context), line: exit + 1, message: say.later('exits'), status: 'wrong' }];
  const block = openBlock(scriptText(context) ?? '');
  if (block !== null) {
    const at = { ...scriptPlace(context), line: block.line };
    return [{ ...at, message: say.later('openBlock', { mark: quoted(block.mark, 20) }), status: 'wrong' }];
  }
  if (over === null) return [{ ...scriptPlace(context), message: report('never'), status: 'wrong' }];
  if (over.lost) return [];
  const at = { ...scriptPlace(context), line: over.line };
  return context.sent.dockerfile
    ? [{ ...at, message: report('handsOver'), status: 'wrong' }]
    : [{ ...at, message: report('dependsOnDockerfile'), status: 'unknown' }];
}
