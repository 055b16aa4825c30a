import { quoted } from '../../dockerfile/text.ts';
import { editDistance } from '../../nearest.ts';
import { parentOf } from '../../simulation/image/files.ts';
import { isRoot } from '../../simulation/image/stage.ts';
import {
  eventsOf,
  failedRun,
  failureFor,
  failuresOf,
  overriddenCommand,
  placeOf,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type RuleContext, type Violation } from '../rule.ts';

export const uvInstalled = defineRule({
  id: 'UvInstalled',
  severity: 'error',
  aim: 'installer-available',
  url: 'https://docs.astral.sh/uv/guides/integration/docker/',
  reads: 'whether uv is found on the PATH at the first command that needs it',
  texts: {
    title: 'uv is there before it is used',
    why: 'The base image has Python and pip, but not uv. A command that is not in the image ends the build with “not found”.',
    never:
      'Nothing installs uv, so `{{command}}` on line {{line}} ends with “uv: not found”. Install uv in a RUN step above it.',
    start:
      'Nothing installs uv in the image, so the start ends at `{{command}}` with “uv: not found”. Add a RUN step that installs uv with pip.',
    noDownload:
      'This image has no {{program}}, so nothing is downloaded here, and the step goes well all the same: uv is not installed, and line {{line}} ends with “uv: not found”. Install {{program}} first, or install uv with pip.',
    neverUsed:
      'Nothing installs uv in this Dockerfile, and the steps that follow need it. Add a RUN step that installs it with pip.',
    later:
      'Line {{line}} uses uv, but it is installed only on line {{installed}}. Docker works from top to bottom: move the installation above.',
    offPath:
      'Line {{installed}} puts uv into {{folder}}, which is not on the PATH, so line {{line}} ends with “uv: not found”. Add the folder to PATH with ENV, or install uv with pip.',
    offPathStart:
      'Line {{installed}} puts uv into {{folder}}, which is not on the PATH of the container, so the start ends with “uv: not found”. Add the folder to PATH with ENV, or install uv with pip.',
    otherStageStart:
      'uv is installed in another build stage, on line {{installed}}. Each FROM starts afresh, so the container does not have it, and line {{line}} of {{script}} ends with “uv: not found”. Install it in the last stage too.',
    otherStageUnused:
      'This installs uv in a build stage that the last one takes nothing from. Each FROM starts afresh: install it in the last stage too.',
    otherStage:
      'uv is installed in another build stage, on line {{installed}}. Each FROM starts afresh, so line {{line}} does not find it. Install it in this stage too.',
    mounted:
      'Line {{mounted}} has uv by --mount, which is for that one step. Line {{line}} does not have it and ends with “uv: not found”. Install uv in a RUN step with pip.',
    mountedStart:
      'Line {{mounted}} has uv by --mount, which is for that one step. The container does not have it, so the start ends at `{{command}}` with “uv: not found”. Install uv in a RUN step with pip.',
    removed:
      'Line {{installed}} installs uv, but a later step takes it away again, so `{{command}}` ends with “uv: not found”. Leave it in the image.',
    otherPackage:
      'Line {{installed}} installs {{package}}, which is something else: the package is called `uv`. Line {{line}} ends with “uv: not found”.',
    usage:
      'This line does not install uv: pip answers “{{phrase}}”. The form is: pip, then install, then the package’s name.',
    broken:
      'Docker cannot read `{{written}}`, so uv is not installed. A command that runs in the image begins with RUN.',
    failed: 'This step was to install uv, but it fails, so uv is not there.',
    notRun:
      '{{word}} only notes what the container starts by, and a later line replaces it: nothing is installed. A command of the build begins with RUN.',
    closed:
      'uv is in {{folder}}, which only root may enter, and the container runs as {{user}}: uv cannot be started. Install it with pip, or into /usr/local/bin.',
    unknown: 'I cannot tell whether uv is in the image here.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install uv\nRUN uv --version\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN uv --version\n' },
  find: (context, report) => {
    const file = context.names.dockerfile;
    const usage = failureFor(context, 'installer-available', ['pip-refused', 'project-not-installable']);
    if (usage !== undefined)
      return [
        {
          ...placeOf(usage),
          message: report('usage', { phrase: quoted(usage.phrase) }),
          status: 'wrong',
        },
      ];
    const used = eventsOf(context, 'uv-used');
    const installed = eventsOf(context, 'uv-installed');
    const missed = used.find(({ found }) => found === false);
    const broken = unreadableInstruction(context, /\buv\b/);
    if (missed === undefined) {
      const doubtful = used.find(({ found }) => found === 'unknown');
      if (doubtful !== undefined)
        return [{ ...placeOf(doubtful), message: report('unknown'), status: 'unknown' }];
      if (used.length > 0 || installed.length > 0 || uvInFinal(context)) return [];
      if (broken !== null)
        return [
          {
            file,
            line: broken.line,
            message: report('broken', { written: broken.written }),
            status: 'wrong',
          },
        ];
      const apart = context.simulation.events.find((each) => each.kind === 'uv-installed');
      if (apart !== undefined && 'at' in apart)
        return [{ ...placeOf(apart), message: report('otherStageUnused'), status: 'wrong' }];
      return [{ file, line: null, message: report('neverUsed'), status: 'missing' }];
    }
    const at = placeOf(missed);
    const line = missed.at.line;
    const hit = (
      message: Violation['message'],
      status: 'missing' | 'wrong',
      where = at,
    ): readonly Violation[] => [{ ...where, message, status }];
    const all = context.simulation.events.filter((each) => each.kind === 'uv-installed');
    const same = all.filter(({ stage }) => stage === missed.stage);
    const later = missed.phase === 'build' ? same.find((each) => each.at.line > line) : undefined;
    if (later !== undefined) return hit(report('later', { line, installed: later.at.line }), 'wrong');
    const start = missed.phase === 'start';
    const before = same.find((each) => start || each.at.line <= line);
    const user = context.simulation.final?.user ?? '';
    const command = quoted(failuresOf(context, ['uv-not-found'])[0]?.command ?? 'uv', 40);
    if (before !== undefined) {
      if (missed.stage === context.simulation.final?.index && !uvInFinal(context))
        return hit(report('removed', { installed: before.at.line, command }), 'wrong');
      const [path] = context.simulation.final?.files.find((entry) => entry.tool === 'uv') ?? [];
      const folder = quoted(path?.[0].replace(/\/uv$/, '') ?? '/root/.local/bin');
      const values = { line, installed: before.at.line, folder };
      if (start && folder.startsWith('/root/') && !isRoot(user))
        return hit(report('closed', { folder, user: quoted(user) }), 'wrong', placeOf(before));
      return start
        ? hit(report('offPathStart', values), 'wrong', placeOf(before))
        : hit(report('offPath', values), 'wrong');
    }
    const noDownload = eventsOf(context, 'download-skipped').find(({ stage }) => stage === missed.stage);
    if (noDownload !== undefined) {
      return hit(report('noDownload', { program: noDownload.program, line }), 'wrong', placeOf(noDownload));
    }
    const other = all.find(({ stage }) => stage !== missed.stage);
    if (other !== undefined) {
      const inScript = missed.at.file !== file;
      const values = { line, installed: other.at.line, script: quoted(missed.at.file) };
      return hit(report(inScript ? 'otherStageStart' : 'otherStage', values), 'wrong');
    }
    const mounted = eventsOf(context, 'uv-mounted').find(({ stage }) => stage === missed.stage);
    if (mounted !== undefined) {
      const values = { mounted: mounted.at.line, line, command };
      return hit(report(start ? 'mountedStart' : 'mounted', values), 'wrong', placeOf(mounted));
    }
    const similar = [...(context.simulation.final?.environments.values() ?? [])].find(({ packages }) =>
      [...packages].some(isNearlyUv),
    );
    if (similar !== undefined) {
      return hit(
        report('otherPackage', {
          line,
          installed: similar.line,
          package: quoted([...similar.packages].find(isNearlyUv) ?? ''),
        }),
        'wrong',
        { file, line: similar.line },
      );
    }
    if (broken !== null)
      return hit(report('broken', { written: broken.written }), 'wrong', { file, line: broken.line });
    const lost = context.simulation.final?.files.find((entry) => entry.tool === 'uv')[0];
    if (lost !== undefined) {
      const values = { line, installed: lost[1].line, folder: quoted(parentOf(lost[0])) };
      return hit(report(start ? 'offPathStart' : 'offPath', values), 'wrong', { file, line: lost[1].line });
    }
    const meant = /^(?=.*\binstall\b)(?=.*\buv\b)/s;
    const failed = failedRun(context, meant);
    if (failed !== null) return hit(report('failed'), 'wrong', { file, line: failed.line });
    const idle = overriddenCommand(context, meant);
    if (idle !== null) return hit(report('notRun', { word: idle.word }), 'wrong', { file, line: idle.line });
    if (missed.phase === 'start') return hit(report('start', { command }), 'missing', { file, line: null });
    return hit(report('never', { command, line }), 'missing');
  },
});

/** Packages that are taken for uv. */
const isNearlyUv = (name: string): boolean =>
  name === 'uvicorn' || (name !== 'uv' && editDistance(name, 'uv') === 1);

const uvInFinal = (context: RuleContext): boolean =>
  (context.simulation.final?.files.find((entry) => entry.tool === 'uv').length ?? 0) > 0;
