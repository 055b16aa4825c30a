import { editDistance } from '../../../spelling/nearest.ts';
import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import type { SimulatedEvent } from '../../simulation/events.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { parentOf } from '../../simulation/image/files.ts';
import {
  eventsOf,
  failedRun,
  failureFor,
  failuresOf,
  overriddenCommand,
  placeOf,
  saidOf,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { slipIn } from './slips/slip.ts';
import { texts } from './uv-sentences.ts';

export const uvInstalled = defineRule({
  id: 'UvInstalled',
  severity: 'error',
  aim: 'installer-available',
  url: 'https://docs.astral.sh/uv/guides/integration/docker/',
  reads: 'whether uv is found on the PATH at the first command that needs it',
  texts,
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install uv\nRUN uv --version\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN uv --version\n' },
  find: (context, report) => {
    const usage = failureFor(context, 'installer-available', [
      'install-refused',
      'project-not-installable',
      'package-not-found',
    ]);
    if (usage !== undefined) {
      const message = slipIn(context, usage) ?? report('usage', { phrase: quoted(usage.phrase) });
      return [{ ...placeOf(usage), message, status: 'wrong' }];
    }
    const missed = usesOf(context).find(({ found }) => found === false);
    if (missed === undefined) return withoutMissedUse(context, report);
    return [
      installedTooLate(context, report, missed) ??
        installedElsewhere(context, report, missed) ??
        attemptedInstallation(context, report, missed) ??
        nothingInstalls(context, report, missed),
    ];
  },
});

/** A command that needs uv, whether or not it finds it. */
type ToolUse = SimulatedEvent<'tool-used'>;

const isUvs = ({ tool }: { readonly tool: string }): boolean => tool === 'uv';

const usesOf = (context: RuleContext): readonly ToolUse[] => eventsOf(context, 'tool-used').filter(isUvs);

const unreadable = (context: RuleContext) => unreadableInstruction(context, /\buv\b/);

const missedCommand = (context: RuleContext): string =>
  quoted(failuresOf(context, ['tool-missing'])[0]?.command ?? 'uv', 40);

/** No command fails to find uv: either uv exists, or nothing uses it. */
function withoutMissedUse(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const file = context.names.dockerfile;
  const used = usesOf(context);
  const doubtful = used.find(({ found }) => found === 'unknown');
  if (doubtful !== undefined)
    return [{ ...placeOf(doubtful), message: report('unknown'), status: 'unknown' }];
  if (used.length > 0 || eventsOf(context, 'tool-installed').some(isUvs) || uvInFinal(context)) return [];
  const broken = unreadable(context);
  if (broken !== null) {
    const message = report('broken', { written: broken.written });
    return [{ file, line: broken.line, message, status: 'wrong' }];
  }
  const [apart] = everyInstallation(context);
  if (apart !== undefined)
    return [{ ...placeOf(apart), message: report('otherStageUnused'), status: 'wrong' }];
  return [{ file, line: null, message: report('neverUsed'), status: 'missing' }];
}

/** Every installation of uv, including those in stages that are not built. */
const everyInstallation = (context: RuleContext): readonly SimulatedEvent<'tool-installed'>[] =>
  context.simulation.events.filter((each) => each.kind === 'tool-installed').filter(isUvs);

/** uv is installed in the stage that lacks it, but too late, outside the PATH, or it was removed again. */
function installedTooLate(
  context: RuleContext,
  report: Reporter<typeof texts>,
  missed: ToolUse,
): Violation | null {
  const { line } = missed.at;
  const start = missed.phase === 'start';
  const violationWith = (message: TranslatableText, where = placeOf(missed)): Violation => ({
    ...where,
    message,
    status: 'wrong',
  });
  const same = everyInstallation(context).filter(({ stage }) => stage === missed.stage);
  const later = start ? undefined : same.find(({ at }) => at.line > line);
  if (later !== undefined) return violationWith(report('later', { line, installed: later.at.line }));
  const before = same.find(({ at }) => start || at.line <= line);
  if (before === undefined) return null;
  const { final } = context.simulation;
  const installed = before.at.line;
  if (missed.stage === final?.index && !uvInFinal(context))
    return violationWith(report('removed', { installed, command: missedCommand(context) }));
  const [path] = final?.files.find((entry) => entry.tool === 'uv') ?? [];
  const folder = quoted(path?.[0].replace(/\/uv$/, '') ?? '/root/.local/bin');
  const user = final?.user ?? '';
  if (start && folder.startsWith('/root/') && !isRoot(user))
    return violationWith(report('closed', { folder, user: quoted(user) }), placeOf(before));
  const values = { line, installed, folder };
  if (folder.startsWith('/home/')) return violationWith(report('offPathUser', values), placeOf(before));
  return violationWith(report(start ? 'offPathStart' : 'offPath', values), placeOf(before));
}

/** uv is not available to the command: not downloaded, in another stage, mounted for one step only, or confused with another package. */
function installedElsewhere(
  context: RuleContext,
  report: Reporter<typeof texts>,
  missed: ToolUse,
): Violation | null {
  const { line } = missed.at;
  const file = context.names.dockerfile;
  const violationWith = (message: TranslatableText, where: Pick<Violation, 'file' | 'line'>): Violation => ({
    ...where,
    message,
    status: 'wrong',
  });
  const skipped = eventsOf(context, 'download-skipped').find(({ stage }) => stage === missed.stage);
  if (skipped !== undefined)
    return violationWith(report('noDownload', { program: skipped.program, line }), placeOf(skipped));
  const other = everyInstallation(context).find(({ stage }) => stage !== missed.stage);
  if (other !== undefined) {
    const values = { line, installed: other.at.line, script: quoted(missed.at.file) };
    return violationWith(
      report(missed.at.file === file ? 'otherStage' : 'otherStageStart', values),
      placeOf(missed),
    );
  }
  const mounted = eventsOf(context, 'tool-borrowed').find(
    (each) => isUvs(each) && each.stage === missed.stage,
  );
  if (mounted !== undefined) {
    const values = { mounted: mounted.at.line, line, command: missedCommand(context) };
    const key = missed.phase === 'start' ? 'mountedStart' : 'mounted';
    return violationWith(report(key, values), placeOf(mounted));
  }
  const similar = [...(context.simulation.final?.environments.values() ?? [])].find(({ packages }) =>
    [...packages].some(isMistakenForUv),
  );
  if (similar === undefined) return null;
  const name = quoted([...similar.packages].find(isMistakenForUv) ?? '');
  const message = report('otherPackage', { line, installed: similar.line, package: name });
  return violationWith(message, { file, line: similar.line });
}

/** A failed attempt to install uv, with the reason. */
function attemptedInstallation(
  context: RuleContext,
  report: Reporter<typeof texts>,
  missed: ToolUse,
): Violation | null {
  const violationWith = (line: number, message: TranslatableText): Violation => ({
    file: context.names.dockerfile,
    line,
    message,
    status: 'wrong',
  });
  const broken = unreadable(context);
  if (broken !== null) return violationWith(broken.line, report('broken', { written: broken.written }));
  const offPath = context.simulation.final?.files.find((entry) => entry.tool === 'uv')[0];
  if (offPath !== undefined) {
    const [path, { line: installed }] = offPath;
    const values = { line: missed.at.line, installed, folder: quoted(parentOf(path)) };
    return violationWith(installed, report(missed.phase === 'start' ? 'offPathStart' : 'offPath', values));
  }
  const meant = /^(?!\s*uv\b)(?=.*\b(?:install|add|pip3?)\b)(?=.*uv\b)/s;
  const failed = failedRun(context, meant);
  if (failed !== null) return violationWith(failed.at.line, wordFailed(context, report, failed));
  const overridden = overriddenCommand(context, meant);
  return overridden === null
    ? null
    : violationWith(overridden.line, report('notRun', { word: overridden.word }));
}

/** The sentence for a failed step that should have installed uv: the error message, and the reason if a character shows it. */
function wordFailed(
  context: RuleContext,
  report: Reporter<typeof texts>,
  failed: SimulatedFailure,
): TranslatableText {
  const said = saidOf(failed);
  return slipIn(context, failed) ?? (said === null ? report('failed') : report('failedSaying', { said }));
}

function nothingInstalls(context: RuleContext, report: Reporter<typeof texts>, missed: ToolUse): Violation {
  const command = missedCommand(context);
  if (missed.phase === 'start') {
    const message = report('start', { command });
    return { file: context.names.dockerfile, line: null, message, status: 'missing' };
  }
  const message = report('never', { command, line: missed.at.line });
  return { ...placeOf(missed), message, status: 'missing' };
}

/** Packages that are confused with uv. */
const isMistakenForUv = (name: string): boolean =>
  name === 'uvicorn' || (name !== 'uv' && editDistance(name, 'uv') === 1);

const uvInFinal = (context: RuleContext): boolean =>
  (context.simulation.final?.files.find((entry) => entry.tool === 'uv').length ?? 0) > 0;
