import { quoted } from '../../dockerfile/text.ts';
import {
  eventsOf,
  failedRun,
  failuresFor,
  installations,
  overriddenCommand,
  placeOf,
  quotedValue,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type Violation } from '../rule.ts';

export const dependenciesInstalled = defineRule({
  id: 'DependenciesInstalled',
  severity: 'error',
  aim: 'dependencies-installed',
  url: 'https://docs.astral.sh/uv/concepts/projects/sync/',
  reads:
    'whether a step installs the project, where it looks for it, and whether the start finds what it installed',
  texts: {
    title: 'The dependencies are installed while the image is built',
    why: 'Without this step the image has no Django. The container would have to download it at every start, and where there is no network it never starts.',
    never:
      'No step installs the dependencies, so the image has no Django. The container would download everything at each start. Add a RUN step with uv sync.',
    empty:
      'This RUN has no command: it does nothing, so the image has no Django. Write the command that installs the dependencies after it.',
    usage: 'The build stops here: uv answers “{{phrase}}”.',
    onlyDev:
      'This installs only the development tools and none of the packages that your application needs. Leave that option out.',
    elsewhere:
      '`{{command}}` looks in {{folder}} and above, but pyproject.toml is in {{where}}. Run it there.',
    noEnvironment:
      'The build stops here: uv answers “No virtual environment found”. Use uv sync, which makes one, or add --system.',
    noRequirements:
      'The build stops here: there is no file {{path}} in the image. This project names its packages in pyproject.toml and uv.lock: use uv sync.',
    otherEnvironment:
      'The packages are installed, but not where `uv run` looks for them ({{folder}}): at start it would download them again. Install them with uv sync.',
    dev: 'The packages were installed without the development group, but `uv run` at start wants that too and would download it. Add --no-dev to uv run as well, or leave it out here.',
    noModule:
      '`{{command}}` does not find {{module}}: nothing has installed it. Add a RUN step with uv sync.',
    broken: 'Docker cannot read `{{written}}`, so nothing is installed.',
    otherStage:
      'The dependencies are installed in a build stage that the last stage takes nothing from. Copy the environment over, or install in the last stage.',
    failed: 'This step was to install the dependencies, but it fails, so nothing is installed.',
    notRun:
      '{{word}} only notes what the container starts by, and a later line replaces it: nothing is installed. A command of the build begins with RUN.',
    unknown: 'I cannot tell whether this installs the dependencies.',
    doubtful:
      'I cannot tell whether `{{command}}` works here: it depends on something that I do not know. A verification will show it; uv sync with --frozen is the sure way.',
    stale:
      'uv.lock does not fit your pyproject.toml, so `uv run` would lock anew at each start, and the container may have no network. Run uv lock on your machine, and send both files.',
    lacking:
      'Your application needs {{module}}, and what is installed does not bring it: “No module named {{module}}”. The lesson’s pyproject.toml names what is needed.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRun\n',
  },
  find: (context, report) => {
    const file = context.names.dockerfile;
    const hits: Violation[] = [];
    const all = installations(context);
    for (const failure of failuresFor(context, 'dependencies-installed')) {
      const at = placeOf(failure);
      const wrong = (message: Violation['message'], where = at): void => {
        hits.push({ ...where, message, status: 'wrong' });
      };
      switch (failure.code) {
        case 'uv-usage': {
          const phrase = quotedValue(failure, 'phrase');
          wrong(phrase === '--only-dev' ? report('onlyDev') : report('usage', { phrase }));
          break;
        }
        case 'sync-elsewhere':
          wrong(
            report('elsewhere', {
              command: quotedValue(failure, 'command'),
              folder: quotedValue(failure, 'folder'),
              where: quotedValue(failure, 'where'),
            }),
          );
          break;
        case 'no-virtual-environment':
          wrong(report('noEnvironment'));
          break;
        case 'file-not-found':
          wrong(report('noRequirements', { path: quotedValue(failure, 'path') }));
          break;
        case 'needs-network': {
          const [install] = all;
          // In a wrong folder uv also looks in the wrong place: that is told with the folder.
          if (install === undefined || failuresFor(context, 'project-directory').length > 0) break;
          const dev = failure.values.what === 'dev';
          wrong(
            dev ? report('dev') : report('otherEnvironment', { folder: quotedValue(failure, 'folder') }),
            placeOf(install),
          );
          break;
        }
        case 'stale-lock':
          wrong(report('stale'));
          break;
        case 'module-not-found':
          if (all.length > 0 && failure.values.module !== 'django') {
            const [install] = all;
            wrong(
              report('lacking', { module: quotedValue(failure, 'module') }),
              install === undefined ? at : placeOf(install),
            );
          } else if (failure.phase === 'build' || all.length > 0)
            wrong(
              report('noModule', {
                command: quotedValue(failure, 'command'),
                module: quotedValue(failure, 'module'),
              }),
            );
          break;
        default:
          break;
      }
    }
    if (hits.length > 0) return hits;
    const [first] = all;
    if (first !== undefined) {
      const sure = all.some(({ certain }) => certain);
      const command = quoted(first.command, 50);
      return sure ? [] : [{ ...placeOf(first), message: report('doubtful', { command }), status: 'unknown' }];
    }
    const other = context.simulation.happenings.find(
      (each) => each.kind === 'install' && !each.implicit && each.phase === 'build',
    );
    if (other !== undefined && 'at' in other)
      return [{ ...placeOf(other), message: report('otherStage'), status: 'wrong' }];
    const doubtful = eventsOf(context, 'unknown', 'build').find(({ what }) =>
      /^(?:uv|pip|poetry|pipenv|python)\b/.test(what),
    );
    if (doubtful !== undefined)
      return [{ ...placeOf(doubtful), message: report('unknown'), status: 'unknown' }];
    const broken = unreadableInstruction(
      context,
      /\buv\s+(?:pip|sync|install)|pip3?\s+install\s+(?!uv\b)|uv-sync/,
    );
    if (broken !== null)
      return [
        { file, line: broken.line, message: report('broken', { written: broken.written }), status: 'wrong' },
      ];
    const meant = /\buv-?\s*(?:pip|sync|install)\b|\binstall\s+(?!uv\b)/;
    const failed = failedRun(context, meant);
    if (failed !== null) return [{ file, line: failed.line, message: report('failed'), status: 'wrong' }];
    const idle = overriddenCommand(context, /\buv\s+sync\b/);
    if (idle !== null)
      return [{ file, line: idle.line, message: report('notRun', { word: idle.word }), status: 'wrong' }];
    const empty = context.simulation.steps.find(
      ({ instruction }) => instruction.keyword === 'run' && instruction.rest === '',
    );
    if (empty !== undefined)
      return [{ file, line: empty.instruction.line, message: report('empty'), status: 'missing' }];
    return [{ file, line: null, message: report('never'), status: 'missing' }];
  },
});
