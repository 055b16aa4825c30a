import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import {
  eventsOf,
  failedRun,
  failuresFor,
  installations,
  overriddenCommand,
  placeOf,
  saidOf,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { slipIn } from './slips/slip.ts';

const texts = {
  title: 'The dependencies are installed while the image is built',
  why: 'Without this step the image has no Django. The container would have to download it at every start, and where there is no network it never starts.',
  never:
    'No step installs the dependencies, so the image has no Django. The container would download everything at each start. Add a RUN step with uv sync.',
  empty:
    'This RUN has no command: it does nothing, so the image has no Django. Write the command that installs the dependencies after it.',
  usage: 'The build stops here: uv answers “{{phrase}}”.',
  twoHyphens:
    'The build stops here: uv answers “{{phrase}}”. A long option begins with two hyphens: write {{option}}.',
  refused:
    'The build stops here: “{{phrase}}”. This project names its packages in pyproject.toml and uv.lock: use uv sync.',
  byName:
    'This installs packages by their names, in whatever version is newest, and does not look at uv.lock. Use uv sync with `--frozen`, so that exactly the tested versions are installed.',
  onlyDev:
    'This installs only the development tools and none of the packages that your application needs. Leave that option out.',
  elsewhere: '`{{command}}` looks in {{folder}} and above, but pyproject.toml is in {{where}}. Run it there.',
  noEnvironment:
    'The build stops here: uv answers “No virtual environment found”. Use uv sync, which makes one, or add `--system`.',
  noRequirements:
    'The build stops here: there is no file {{path}} in the image. This project names its packages in pyproject.toml and uv.lock: use uv sync.',
  otherEnvironment:
    'The packages are installed, but not where `uv run` looks for them ({{folder}}): at start it would download them again. Install them with uv sync.',
  leftOut:
    '`{{command}}` leaves out a package that your project needs, so `uv run` would download it at start. Leave `--no-install-package` out.',
  leftOutModule:
    '`{{command}}` leaves out a package that your project needs: “No module named {{module}}”. Leave `--no-install-package` out.',
  dev: 'The packages were installed without the development group, but `uv run` at start wants that too and would download it. Add `--no-dev` to uv run as well, or leave it out here.',
  noModule: '`{{command}}` does not find {{module}}: nothing has installed it. Add a RUN step with uv sync.',
  otherPython:
    'The packages in {{folder}} were installed for Python {{made}}, and this image has Python {{own}}, which does not find them. Name the same version in every FROM.',
  broken: 'Docker cannot read `{{written}}`, so nothing is installed.',
  otherStage:
    'The dependencies are installed in a build stage that the last stage takes nothing from. Copy the environment over, or install in the last stage.',
  failed: 'This step was to install the dependencies, but it fails, so nothing is installed.',
  failedSaying:
    'This step was to install the dependencies, but it ends with “{{said}}”, so nothing is installed. The command is `uv sync --frozen`, after RUN.',
  notRun:
    '{{word}} only notes what the container starts with, and a later line replaces it: nothing is installed. A command of the build begins with RUN.',
  unknown: 'I cannot tell whether this installs the dependencies.',
  doubtful:
    'I cannot tell whether `{{command}}` works here: it depends on something that I do not know. A verification will show it; uv sync with `--frozen` is the sure way.',
  stale:
    'uv.lock does not fit your pyproject.toml, so `uv run` would lock again at each start, and the container may have no network. Run uv lock on your machine, and send both files.',
  lacking:
    'Your application needs {{module}}, and what is installed does not bring it: “No module named {{module}}”. The lesson’s pyproject.toml names what is needed.',
} as const;

export const dependenciesInstalled = defineRule({
  id: 'DependenciesInstalled',
  severity: 'error',
  aim: 'dependencies-installed',
  url: 'https://docs.astral.sh/uv/concepts/projects/sync/',
  reads:
    'whether a step installs the project, where it looks for it, and whether the start finds what it installed',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRun\n',
  },
  find: (context, report) => {
    const failed = failuresFor(context, 'dependencies-installed').flatMap(
      (failure) => violationOf(failure, context, report) ?? [],
    );
    if (failed.length > 0) return failed;
    const all = installations(context);
    const [first] = all;
    if (first === undefined) return notInstalled(context, report);
    if (all.some(({ certain }) => certain)) return [];
    const message = report('doubtful', { command: quoted(first.command, 50) });
    return [{ ...placeOf(first), message, status: 'unknown' }];
  },
});

/** Explains an installation that fails, or a start that does not find what was installed; null if another rule does. */
function violationOf(
  failure: SimulatedFailure,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation | null {
  const at = { ...placeOf(failure), status: 'wrong' } as const;
  switch (failure.kind) {
    case 'tool-refused':
    case 'project-refused':
      return failure.tool === 'uv' ? { ...at, message: wordRefused(context, report, failure) } : null;
    case 'requirements-refused':
      return { ...at, message: report('refused', { phrase: quoted(failure.phrase) }) };
    case 'only-dev-installed':
      return { ...at, message: report('onlyDev') };
    case 'project-elsewhere': {
      const { command, folder, where } = failure;
      const values = { command: quoted(command), folder: quoted(folder), where: quoted(where) };
      return { ...at, message: report('elsewhere', values) };
    }
    case 'no-virtual-environment':
      return { ...at, message: report('noEnvironment') };
    case 'requirements-not-found':
      return { ...at, message: report('noRequirements', { path: quoted(failure.path) }) };
    case 'needs-network':
      return downloadsAtStart(failure, context, report);
    case 'lock-outdated':
      return { ...at, message: report('stale') };
    case 'other-python': {
      const { folder, made, own } = failure;
      const values = { folder: quoted(folder), made, own };
      return { ...at, message: report('otherPython', values) };
    }
    case 'module-not-found':
      return withoutModule(failure, context, report);
    default:
      return null;
  }
}

/** The sentence for a command line that uv rejects: its error message, and the reason if the line shows it. */
function wordRefused(
  context: RuleContext,
  report: Reporter<typeof texts>,
  failure: SimulatedFailure<'tool-refused' | 'project-refused'>,
): TranslatableText {
  const phrase = quoted(failure.phrase);
  const [, option] = / -(frozen|locked|no-dev|no-cache)\b/.exec(commandOf(failure)) ?? [];
  if (option !== undefined) return report('twoHyphens', { phrase, option: `--${option}` });
  return slipIn(context, failure) ?? report('usage', { phrase });
}

const commandOf = (failure: SimulatedFailure): string => ('command' in failure ? failure.command : '');

/** `uv run` finds no packages in its environment. */
function downloadsAtStart(
  { download }: SimulatedFailure<'needs-network'>,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation | null {
  const [install] = installations(context);
  // In the wrong folder, uv also looks for the wrong environment; the TODO about the folder reports that.
  if (install === undefined || failuresFor(context, 'project-directory').length > 0) return null;
  if (download.kind === 'dev-group') return { ...placeOf(install), message: report('dev'), status: 'wrong' };
  if (download.kind !== 'packages') return null;
  if (/--no-install-package\b/.test(install.command))
    return {
      ...placeOf(install),
      message: report('leftOut', { command: quoted(install.command) }),
      status: 'wrong',
    };
  const message = report('otherEnvironment', { folder: quoted(download.environment) });
  return { ...placeOf(install), message, status: 'wrong' };
}

/** Python does not find a module that was never installed. */
function withoutModule(
  failure: SimulatedFailure<'module-not-found'>,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation | null {
  const [install] = installations(context);
  const module = quoted(failure.module);
  if (install !== undefined && /--no-install-package\b/.test(install.command))
    return {
      ...placeOf(install),
      message: report('leftOutModule', { command: quoted(install.command), module }),
      status: 'wrong',
    };
  if (install !== undefined && failure.module !== 'django')
    return { ...placeOf(install), message: report('lacking', { module }), status: 'wrong' };
  if (failure.phase === 'start' && install === undefined) return null;
  const message = report('noModule', { command: quoted(failure.command), module });
  return { ...placeOf(failure), message, status: 'wrong' };
}

/** No stage that is built installs the dependencies: reports the failed attempt, if there was one. */
function notInstalled(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const other = context.simulation.events.find(
    (each) => each.kind === 'install' && !each.implicit && each.phase === 'build',
  );
  if (other !== undefined) return [{ ...placeOf(other), message: report('otherStage'), status: 'wrong' }];
  const doubtful = eventsOf(context, 'unknown', 'build').find(
    ({ doubt }) => doubt.of === 'command' && /^(?:uv|pip|poetry|pipenv|python)\b/.test(doubt.what),
  );
  if (doubtful !== undefined)
    return [{ ...placeOf(doubtful), message: report('unknown'), status: 'unknown' }];
  return [attempted(context, report)];
}

/** A failed attempt to install, with the reason. */
function attempted(context: RuleContext, report: Reporter<typeof texts>): Violation {
  const file = context.names.dockerfile;
  const broken = unreadableInstruction(
    context,
    /\buv\s+(?:pip|sync|install)|pip3?\s+install\s+(?!uv\b)|uv-sync/,
  );
  if (broken !== null) {
    const message = report('broken', { written: broken.written });
    return { file, line: broken.line, message, status: 'wrong' };
  }
  const failed = failedRun(
    context,
    /\buv-?\s*(?:pip|sync|install)\b|\binstall\b(?!\s+uv\b)|\bsync\b|\b(?:poetry|pipenv|pdm)\b/,
  );
  if (failed !== null) {
    const said = saidOf(failed);
    const plain = said === null ? report('failed') : report('failedSaying', { said });
    const message = slipIn(context, failed) ?? plain;
    return { file, line: failed.at.line, message, status: 'wrong' };
  }
  const overridden = overriddenCommand(context, /\buv\s+sync\b/);
  if (overridden !== null)
    return {
      file,
      line: overridden.line,
      message: report('notRun', { word: overridden.word }),
      status: 'wrong',
    };
  const named = [...(context.simulation.final?.environments.values() ?? [])].find(({ packages }) =>
    packages.has('django'),
  );
  if (named !== undefined && named.line > 0)
    return { file, line: named.line, message: report('byName'), status: 'wrong' };
  const empty = context.simulation.steps.find(
    ({ instruction }) => instruction.keyword === 'run' && instruction.rest === '',
  );
  if (empty !== undefined)
    return { file, line: empty.instruction.line, message: report('empty'), status: 'missing' };
  return { file, line: null, message: report('never'), status: 'missing' };
}
