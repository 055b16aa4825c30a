import type { Values } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { Failure, FailureCode } from '../../simulation/happenings.ts';
import { eventsOf, failuresFor, failuresOf, placeOf, quotedValue, violationFor } from '../queries.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { handsOver, scriptPlace, serverLine, startIsKnown } from './start-queries.ts';

/** Failures at start that an image made otherwise would not have. */
const ofDockerfile: ReadonlySet<FailureCode> = new Set([
  'module-not-found',
  'command-not-found',
  'folder-not-found',
  'manage-not-found',
  'file-not-found',
  'script-not-found',
  'needs-network',
  'host-refused',
]);

/** A module that is not there: uv run looks for the project where it works, python where it was installed. */
function moduleOf(context: RuleContext, failure: Failure): [key: 'module' | 'moduleOutside', values: Values] {
  const { at } = failure;
  const line = context.buildContext.files.get(at.file)?.text?.split('\n')[at.line - 1] ?? '';
  const django = eventsOf(context, 'django', failure.phase).find((each) => each.at.line === at.line);
  const module = quotedValue(failure, 'module');
  return /\buv run\b/.test(line) && django !== undefined
    ? ['moduleOutside', { module, folder: quoted(django.folder) }]
    : ['module', { module, where: quotedValue(failure, 'where') }];
}

/** A command that ended the script by its exit code: in its own words, where it has any. */
function exitCode(failure: Failure): [key: 'exitCode' | 'said' | 'redirect', values: Values] {
  if (failure.values.command !== undefined) return ['exitCode', { command: quotedValue(failure, 'command') }];
  const phrase = quotedValue(failure, 'phrase');
  const lacksFolder = phrase.endsWith('Directory nonexistent');
  return lacksFolder
    ? ['redirect', { phrase, folder: quotedValue(failure, 'folder') }]
    : ['said', { phrase }];
}

export const entrypointServes = defineRule({
  id: 'EntrypointServes',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'whether the start reaches a command that serves requests and stays',
  texts: {
    title: 'The start script starts the server',
    why: 'A container lives as long as its main program. When the script ends, or waits for ever, nobody answers on the port.',
    never:
      'Nothing starts the server, so the container ends as soon as the script does. Make the last line start it.',
    background:
      'The server is started in the background (`&`), so the script ends at once and the container with it. Leave the & out, and put exec before the command.',
    usage: 'The server does not start: “{{phrase}}”. Write the address as 0.0.0.0, a colon, and the port.',
    waits:
      'This waits for {{what}}, which is not there when you start the container by itself: the server never starts. Leave the waiting out.',
    fails: 'The script ends here: {{path}} is not in the image.',
    command: 'The script ends here: `{{command}}` is not in the image.',
    shell:
      'The script ends here: “{{phrase}}”. The shell of this image does not know that; leave it out, or begin the script with #!/bin/bash.',
    folder:
      'The script ends here: there is no folder {{path}} in {{folder}}. The container already starts where {{manage}} is, so leave the cd out.',
    manage:
      'The script ends here: there is no {{path}} in {{folder}}. The container already starts where {{manage}} is: leave out what leads away from there.',
    exitCode:
      'The script ends here: `{{command}}` ends with an exit code that is not 0, and `set -e` stops the script at the first failure. Leave it out, or put `|| true` behind it.',
    said: 'The script ends here: “{{phrase}}”.',
    redirect:
      'The script ends here: “{{phrase}}”. A shell makes the file, but no folder for it: put `RUN mkdir -p {{folder}}` into the Dockerfile.',
    django: 'The script ends here: manage.py answers “{{phrase}}”. Correct the command, or leave it out.',
    uv: 'The script ends here: uv answers “{{phrase}}”.',
    network:
      '`uv run --{{what}}` downloads a package at every start, and the container may have no network. Install it in the Dockerfile.',
    python:
      '`uv run` is told to use {{what}}, and the image has another: it would download that at every start, and the container may have no network. Leave that out.',
    settings:
      'The settings are set to {{written}}, and there is no module {{module}} in the image: “No module named {{module}}”. Correct `DJANGO_SETTINGS_MODULE`, or leave it out: manage.py knows its settings.',
    host: '{{variable}} allows only {{given}}, so Django answers every request for {{host}} with “400 Bad Request”. Add {{host}} to it, or leave the line out.',
    moduleOutside:
      '`uv run` works in {{folder}} here, where it finds no project, so it takes the Python of the system: “No module named {{module}}”. Let the container start in the folder of your project.',
    module:
      'This runs the Python of the system, but the packages are in {{where}}: “No module named {{module}}”. Put uv run before python.',
    application:
      'The script ends here: `{{command}}` finds no module {{module}} in {{folder}}. The one of this project is {{written}}.',
    source:
      'The script ends here: “source: not found”. That is a word of bash, and this script is read by /bin/sh: write a dot instead (. file), or begin the script with #!/bin/bash.',
    itself:
      'This line runs this very script once more, and so on for ever: the server never starts. Leave it out.',
    empty: 'The script ends here: this command is empty.',
    uvx: '`uvx` runs a Python of its own, without the packages of your project: “No module named {{module}}”. Write uv run instead.',
    handsOver:
      'The script hands over to CMD (`"$@"`), and the Dockerfile has none: the container ends here. Start the server in the script, or add a CMD that does.',
    dependsOnDockerfile:
      'Whether this works depends on the Dockerfile, which I have not seen: what it installs, and in which folder the container starts. Send it too.',
    unknown: 'I cannot tell what this runs, so I cannot say whether the server starts.',
    notSeen: 'The Dockerfile copies the script; what it does I cannot see. Send {{script}} too.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${serverLine}` },
  bad: { 'entrypoint.sh': '#!/bin/sh\nset -e\nuv run python manage.py migrate\n' },
  find: (context, report) => {
    const first = context.simulation.failures.find(({ phase }) => phase === 'start');
    if (
      first !== undefined &&
      !context.sent.dockerfile &&
      ofDockerfile.has(first.code) &&
      first.values.command !== 'source'
    )
      return [{ ...placeOf(first), message: report('dependsOnDockerfile'), status: 'unknown' }];
    if (first?.code === 'command-not-found' && first.values.command === 'source')
      return [{ ...placeOf(first), message: report('source'), status: 'wrong' }];
    for (const failure of failuresFor(context, 'entrypoint-script')) {
      if (failure.phase !== 'start') continue;
      const at = placeOf(failure);
      if (failure.code === 'server-usage')
        return [
          { ...at, message: report('usage', { phrase: quotedValue(failure, 'phrase') }), status: 'wrong' },
        ];
      if (failure.code === 'shell-usage' && failure.values.itself !== undefined)
        return [{ ...at, message: report('itself'), status: 'wrong' }];
      if (failure.code === 'shell-usage')
        return [
          { ...at, message: report('shell', { phrase: quotedValue(failure, 'phrase') }), status: 'wrong' },
        ];
      if (failure.code === 'folder-not-found' || failure.code === 'manage-not-found') {
        const folder = quotedValue(failure, 'folder');
        const path = quotedValue(failure, failure.code === 'folder-not-found' ? 'path' : 'manage');
        const key = failure.code === 'folder-not-found' ? 'folder' : 'manage';
        return [
          { ...at, message: report(key, { path, folder, manage: context.project.manage }), status: 'wrong' },
        ];
      }
      if (failure.code === 'exit-code')
        return [{ ...at, message: report(...exitCode(failure)), status: 'wrong' }];
      if (failure.code === 'django-usage')
        return [
          { ...at, message: report('django', { phrase: quotedValue(failure, 'phrase') }), status: 'wrong' },
        ];
      if (failure.code === 'needs-network' && quotedValue(failure, 'what').startsWith('python '))
        return [
          {
            ...at,
            message: report('python', { what: quotedValue(failure, 'what').replace('python', 'Python') }),
            status: 'wrong',
          },
        ];
      if (failure.code === 'needs-network')
        return [
          { ...at, message: report('network', { what: quotedValue(failure, 'what') }), status: 'wrong' },
        ];
      if (failure.code === 'uv-usage')
        return [
          { ...at, message: report('uv', { phrase: quotedValue(failure, 'phrase') }), status: 'wrong' },
        ];
      if (failure.code === 'host-refused') {
        const values = {
          variable: quotedValue(failure, 'variable'),
          given: quotedValue(failure, 'given'),
          host: quotedValue(failure, 'host'),
        };
        return [{ ...at, message: report('host', values), status: 'wrong' }];
      }
      if (failure.code === 'module-not-found' && failure.values.command === 'settings') {
        const values = { module: quotedValue(failure, 'module'), written: quotedValue(failure, 'written') };
        return [{ ...at, message: report('settings', values), status: 'wrong' }];
      }
      if (failure.code === 'module-not-found' && failure.values.written !== undefined) {
        const values = {
          command: quotedValue(failure, 'command'),
          module: quotedValue(failure, 'module'),
          folder: quotedValue(failure, 'folder'),
          written: quotedValue(failure, 'written'),
        };
        return [{ ...at, message: report('application', values), status: 'wrong' }];
      }
      if (failure.code === 'module-not-found' && failure.values.command === 'uvx')
        return [
          { ...at, message: report('uvx', { module: quotedValue(failure, 'module') }), status: 'wrong' },
        ];
      if (failure.code === 'module-not-found')
        return [
          {
            ...at,
            message: report(...moduleOf(context, failure)),
            status: 'wrong',
          },
        ];
      const inScript = failure.at.file !== context.names.dockerfile;
      if (inScript && (failure.code === 'script-not-found' || failure.code === 'file-not-found'))
        return [{ ...at, message: report('fails', { path: quotedValue(failure, 'path') }), status: 'wrong' }];
    }
    const waits = failuresOf(context, ['waits'], 'start')[0];
    if (
      waits !== undefined &&
      waits.at.file !== context.names.dockerfile &&
      (waits.values.variable !== undefined ||
        context.simulation.final?.env.get('DATABASE_HOST') === undefined)
    ) {
      return [
        {
          ...placeOf(waits),
          message: report('waits', { what: quotedValue(waits, 'what') || 'something' }),
          status: 'wrong',
        },
      ];
    }
    const lost = failuresOf(context, ['command-not-found'], 'start')[0];
    if (lost !== undefined)
      return [
        {
          ...placeOf(lost),
          message:
            lost.values.command === ''
              ? report('empty')
              : report('command', { command: quotedValue(lost, 'command') }),
          status: 'wrong',
        },
      ];
    const servers = eventsOf(context, 'server', 'start');
    if (servers.some(({ certain, background }) => certain && !background)) return [];
    const doubt = eventsOf(context, 'unknown', 'start');
    if (doubt.length > 0) {
      const unseen =
        doubt.some(({ what }) => what.startsWith('file ')) && context.buildContext.notSent.size > 0;
      const first = doubt[0];
      if (unseen)
        return [
          {
            file: context.names.dockerfile,
            line: context.simulation.start?.command?.line ?? null,
            message: report('notSeen', { script: context.names.entrypoint }),
            status: 'unknown',
          },
        ];
      return first === undefined
        ? []
        : [{ ...placeOf(first), message: report('unknown'), status: 'unknown' }];
    }
    if (servers.length > 0) {
      const [server] = servers;
      if (server === undefined || !server.background)
        return violationFor(server, (each) => ({
          ...placeOf(each),
          message: report('unknown'),
          status: 'unknown',
        }));
      const { outcome } = context.simulation.start ?? {};
      return outcome === 'stays'
        ? []
        : [{ ...placeOf(server), message: report('background'), status: 'wrong' }];
    }
    if (!startIsKnown(context) || context.simulation.failures.some(({ phase }) => phase === 'start'))
      return [];
    if (context.simulation.start?.state === 'runs' && eventsOf(context, 'script', 'start').length === 0)
      return [];
    const over = handsOver(context);
    if (over?.lost === true) return [];
    if (over !== null && !context.sent.dockerfile)
      return [
        {
          ...scriptPlace(context),
          line: over.line,
          message: report('dependsOnDockerfile'),
          status: 'unknown',
        },
      ];
    if (over !== null)
      return [{ ...scriptPlace(context), line: over.line, message: report('handsOver'), status: 'wrong' }];
    return [{ ...scriptPlace(context), message: report('never'), status: 'wrong' }];
  },
});
