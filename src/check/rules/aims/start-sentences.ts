import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import { checkSyntax } from '../../shell/syntax-check.ts';
import type { FailureKind, SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { systemEnvironment } from '../../simulation/image/stage.ts';
import { eventsOf } from '../queries.ts';
import type { Reporter, RuleContext } from '../rule.ts';
import { wordRefused } from './start-queries.ts';

/** Sentences for a start that does not reach its server. */
export const texts = {
  title: 'The start script starts the server',
  why: 'A container lives as long as its main program. When the script ends, or waits forever, nobody answers on the port.',
  never:
    'Nothing starts the server, so the container ends as soon as the script does. Make the last line start it.',
  background:
    'The server is started in the background (`&`), so the script ends at once and the container with it. Leave the & out, and put exec before the command.',
  inBackground:
    'The server goes into the background here, so the script ends at once and the container with it. Let it stay in the foreground.',
  database:
    '`DATABASE_HOST` is set to {{what}} here, and no database server is there when you start the container by itself. Leave that out: Compose sets it later.',
  offPath:
    'The script ends here: `{{command}}` is in {{folder}}, which is not on the PATH. Add the folder to PATH with ENV in the Dockerfile.',
  usage: 'The server does not start: “{{phrase}}”. Write the address as 0.0.0.0, a colon, and the port.',
  refuses: 'The server does not start: “{{phrase}}”. Correct what this line gives it, or leave that out.',
  waits:
    'This waits for {{what}}, which is not there when you start the container by itself: the server never starts. Leave the waiting out.',
  repeats: 'This repeats {{what}} forever, because it never succeeds. Correct it, or leave the loop out.',
  fails:
    'The script ends here: {{path}} is not in the image. Copy it in the Dockerfile, correct the path, or leave the line out.',
  command:
    'The script ends here: `{{command}}` is not in the image. Install it in the Dockerfile, correct the name, or leave the line out.',
  letters:
    'The script ends here: `{{command}}`: not found. Programs are written in lower case: `{{instead}}`.',
  bash: 'The script ends here: `{{command}}` is a word of bash, and this script is read by /bin/sh. Begin it with #!/bin/bash, or leave the line out.',
  removes: 'The script ends here: rm finds no {{path}} to remove. Write rm -f, or leave the line out.',
  syntax:
    'The script ends here: “{{phrase}}”. No shell can read this: look here and in the lines above for a quote, a bracket or a word that is missing or one too many.',
  shell:
    'The script ends here: “{{phrase}}”. The shell of this image does not know that; leave it out, or begin the script with #!/bin/bash.',
  folder:
    'The script ends here: there is no folder {{path}} in {{folder}}. The container already starts where {{manage}} is, so leave the cd out.',
  manage:
    'The script ends here: there is no {{path}} in {{folder}}. The container already starts where {{manage}} is: leave out what leads away from there.',
  exitCode:
    'The script ends here: `{{command}}` ends with an exit code that is not 0, and `set -e` stops the script at the first failure. Leave it out, or put `|| true` behind it.',
  unset:
    'The script ends here: “{{phrase}}”. Set {{variable}} with ENV in the Dockerfile (what ARG sets is gone when the build is over), or leave it out.',
  said: 'The script ends here: “{{phrase}}”.',
  redirect:
    'The script ends here: “{{phrase}}”. A shell makes the file, but no folder for it: put `RUN mkdir -p {{folder}}` into the Dockerfile.',
  django: 'The script ends here: manage.py answers “{{phrase}}”. Correct the command, or leave it out.',
  uv: 'The script ends here: uv answers “{{phrase}}”.',
  poetry: 'The script ends here: poetry answers “{{phrase}}”.',
  network:
    '`uv run --{{what}}` downloads a package at every start, and the container may have no network. Install it in the Dockerfile.',
  installs:
    '`{{command}}` downloads packages at every start, and the container may have no network. Install them in the Dockerfile, with RUN.',
  python:
    '`uv run` is told to use {{what}}, and the image has another: it would download that at every start, and the container may have no network. Leave that out.',
  settings:
    'The settings are set to {{written}}, and there is no module {{module}} in the image: “No module named {{module}}”. Correct `DJANGO_SETTINGS_MODULE`, or leave it out: manage.py knows its settings.',
  noHost:
    '{{variable}} is empty and DEBUG is off, so Django takes a request for no host: `You must set settings.ALLOWED_HOSTS if DEBUG is False`. Write {{host}} into it, or leave the line out.',
  deleted: 'This script deletes {{path}}, and the application needs it. Leave that out.',
  host: '{{variable}} allows only {{given}}, so Django answers every request for {{host}} with “400 Bad Request”. Add {{host}} to it, or leave the line out.',
  moduleOutside:
    '`uv run` works in {{folder}} here, where it finds no project, so it takes the Python of the system: “No module named {{module}}”. Let the container start in the folder of your project.',
  module:
    'This runs the Python of the system, but the packages are in {{where}}: “No module named {{module}}”. Put uv run in front of this command.',
  moduleByPath:
    'This runs the Python of the system, but the packages are in {{where}}: “No module named {{module}}”. Write ENV PATH="{{where}}/bin:$PATH" into the Dockerfile.',
  serverOfSystem:
    '`{{command}}` is not installed where the packages are, in {{where}}: “No module named {{module}}”. Install it in that environment too, and write uv run before it.',
  moduleOfSystem:
    'This runs another Python than the one that the packages were installed for: “No module named {{module}}”. What activates an environment holds for its own RUN alone: set PATH by ENV, above the step that installs.',
  application:
    'The script ends here: `{{command}}` finds no module {{module}} in {{folder}}. The one of this project is {{written}}.',
  source:
    'The script ends here: “source: not found”. That is a word of bash, and this script is read by /bin/sh: write a dot instead (. file), or begin the script with #!/bin/bash.',
  itself:
    'This line runs this very script once more, and so on forever: the server never starts. Leave it out.',
  onlyDev:
    'This installs only the development tools and none of the packages that your application needs. Leave that option out.',
  uvx: '`uvx` runs a Python of its own, without the packages of your project: “No module named {{module}}”. Write uv run instead.',
  handsOver:
    'The script hands over to CMD (`"$@"`), and the Dockerfile has none: the container ends here. Start the server in the script, or add a CMD that does.',
  dependsOnDockerfile:
    'Whether this works depends on the Dockerfile, which I have not seen: what it installs, and in which folder the container starts. Send it too.',
  unknown: 'I cannot tell what this runs, so I cannot say whether the server starts.',
  notSeen: 'The Dockerfile copies the script; I cannot see what it does. Send {{script}} too.',
} as const;

type StartSentence<Kind extends FailureKind> = (
  failure: SimulatedFailure<Kind>,
  report: Reporter<typeof texts>,
  context: RuleContext,
) => TranslatableText | null;

/** The sentence for each kind of failure that ends the script; null for kinds that another rule explains. */
type StartSentences = { readonly [Kind in FailureKind]: StartSentence<Kind> | null };

const quotes =
  (key: 'said' | 'shell' | 'uv') =>
  ({ phrase }: { readonly phrase: string }, report: Reporter<typeof texts>): TranslatableText =>
    report(key, { phrase: quoted(phrase) });
const [said, shell, uv] = [quotes('said'), quotes('shell'), quotes('uv')];

/** A file that the script needs, or a command in a shell. Another rule covers the file that the Dockerfile itself starts. */
const fails = (
  { at, path }: SimulatedFailure & { readonly path: string },
  report: Reporter<typeof texts>,
  context: RuleContext,
): TranslatableText | null =>
  at.file === context.names.dockerfile && context.simulation.start?.words?.includes(path) === true
    ? null
    : report('fails', { path: quoted(path) });

/** Whether bash cannot parse the script either. */
function isForNoShell({ phrase, at }: SimulatedFailure<'shell-refused'>, context: RuleContext): boolean {
  if (!phrase.startsWith('Syntax error')) return false;
  const text = context.buildContext.files.get(at.file)?.text ?? null;
  return text !== null && checkSyntax(text, 'bash').refusal !== null;
}

/** A missing module: `uv run` uses the project in the working directory, plain python the system's packages. */
const withoutModule: StartSentence<'module-not-found'> = (failure, report, context) => {
  const { at, phase, command, module, where } = failure;
  if (!/^python/.test(nameOf(command)) && where !== null && where !== systemEnvironment) {
    const values = { command: quoted(nameOf(command)), module: quoted(module), where: quoted(where) };
    return report('serverOfSystem', values);
  }
  const line = context.buildContext.files.get(at.file)?.text?.split('\n')[at.line - 1] ?? '';
  const django = eventsOf(context, 'project-command', phase).find((each) => each.at.line === at.line);
  return /\buv run\b/.test(line) && django !== undefined
    ? report('moduleOutside', { module: quoted(module), folder: quoted(django.folder) })
    : wordElsewhere(module, where ?? '', report, context);
};

/** The packages are in another environment than the one in use. */
function wordElsewhere(
  name: string,
  folder: string,
  report: Reporter<typeof texts>,
  { simulation }: RuleContext,
): TranslatableText {
  const [module, where] = [quoted(name), quoted(folder)];
  if (folder === systemEnvironment) return report('moduleOfSystem', { module });
  const hasUv = (simulation.final?.files.find(({ tool }) => tool === 'uv').length ?? 0) > 0;
  return report(hasUv || folder === '' ? 'module' : 'moduleByPath', { module, where });
}

const network: StartSentence<'needs-network'> = ({ download }, report) => {
  if (download.kind === 'python') return report('python', { what: quoted(`Python ${download.version}`) });
  if (download.kind === 'command') return report('installs', { command: quoted(download.command) });
  return download.kind === 'option' ? report('network', { what: quoted(download.option) }) : null;
};

const sentences: StartSentences = {
  'command-not-found': null,
  'tool-missing': null,
  'script-not-found': fails,
  'script-runs-itself': (_, report) => report('itself'),
  'script-not-executable': null,
  'exec-format': null,
  'interpreter-not-found': null,
  'interpreter-arguments': null,
  'windows-line-endings': null,
  'not-python': null,
  'shell-refused': (failure, report, context) =>
    isForNoShell(failure, context)
      ? report('syntax', { phrase: quoted(failure.phrase) })
      : shell(failure, report),
  'variable-not-set': ({ variable, phrase }, report) =>
    report('unset', { variable: quoted(variable), phrase: quoted(phrase) }),
  'command-refused': null,
  'command-failed': said,
  'exit-code': ({ command }, report) => report('exitCode', { command: quoted(command) }),
  'redirect-refused': ({ phrase, missingFolder }, report) =>
    missingFolder === null
      ? report('said', { phrase: quoted(phrase) })
      : report('redirect', { phrase: quoted(phrase), folder: quoted(missingFolder) }),
  'never-ends': null,
  'file-not-found': (failure, report, context) =>
    failure.command === 'rm'
      ? report('removes', { path: quoted(failure.path) })
      : fails(failure, report, context),
  'python-file-not-found': fails,
  'sourced-file-not-found': fails,
  'folder-not-found': ({ path, folder }, report, { project }) =>
    report('folder', { path: quoted(path), folder: quoted(folder), manage: project.command }),
  'chmod-without-file': shell,
  'chmod-mode-refused': shell,
  'not-permitted': null,
  'user-not-found': null,
  'group-not-found': null,
  'owner-not-found': null,
  'copy-not-found': null,
  'host-not-found': null,
  'package-lists-missing': null,
  'package-not-found': null,
  'package-not-built': null,
  'install-refused': null,
  'project-not-installable': null,
  'requirements-refused': said,
  'requirements-not-found': fails,
  'readme-not-found': null,
  'tool-refused': (failure, report) =>
    failure.tool === 'uv' ? uv(failure, report) : report('poetry', { phrase: quoted(failure.phrase) }),
  'project-refused': uv,
  'only-dev-installed': (_, report) => report('onlyDev'),
  'no-virtual-environment': (_, report) => report('uv', { phrase: 'No virtual environment found' }),
  'project-file-not-found': null,
  'project-elsewhere': null,
  'lock-not-found': null,
  'lock-outdated': null,
  'needs-network': network,
  'module-not-found': withoutModule,
  'other-python': null,
  'outside-project': ({ module }, report) => report('uvx', { module: quoted(module) }),
  'settings-not-found': ({ module, written }, report) =>
    report('settings', { module: quoted(module), written: quoted(written) }),
  'application-not-found': ({ command, module, folder, own }, report) => {
    const values = { command: quoted(command), module: quoted(module), folder: quoted(folder) };
    return report('application', { ...values, written: quoted(own) });
  },
  'project-command-not-found': ({ path, folder }, report, { project }) =>
    report('manage', { path: quoted(path), folder: quoted(folder), manage: project.command }),
  'source-not-found': ({ path, removedAt }, report) =>
    removedAt === null ? null : report('deleted', { path: quoted(path) }),
  'application-refused': ({ phrase }, report) => report('django', { phrase: quoted(phrase) }),
  'server-refused': ({ phrase }, report) => report(wordRefused(phrase), { phrase: quoted(phrase) }),
  'refused-with-advice': ({ phrase }, report) => report(wordRefused(phrase), { phrase: quoted(phrase) }),
  'host-refused': ({ variable, given, host }, report) =>
    given === ''
      ? report('noHost', { variable: quoted(variable), host: quoted(host) })
      : report('host', { variable: quoted(variable), given: quoted(given), host: quoted(host) }),
  'page-not-served': null,
  'waits-for-database': null,
  'database-read-only': null,
};

/** The sentence for a failure that ends the script; null if another rule explains it. */
export const sentenceFor = <Kind extends FailureKind>(
  failure: SimulatedFailure<Kind>,
  report: Reporter<typeof texts>,
  context: RuleContext,
): TranslatableText | null => sentences[failure.kind]?.(failure, report, context) ?? null;
