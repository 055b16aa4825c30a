import { quoted } from '../../dockerfile/text.ts';
import { failuresFor, failuresOf, happened, placeOf, shown } from '../asking.ts';
import { defineRule, type View } from '../rule.ts';
import { one } from './entrypoint-runs.ts';

const lesson = 'exec uv run python manage.py runserver 0.0.0.0:8000\n';

/** What was started and is known in full: without it nothing can be said about migrations and servers. */
const startIsKnown = (view: View): boolean =>
  view.simulation.start !== null &&
  happened(view, 'unknown', 'start').length === 0 &&
  (view.simulation.start.state === 'runs' || view.simulation.start.assumed) &&
  !view.simulation.failures.some(
    ({ code, phase }) =>
      phase === 'start' && ['script-not-found', 'waits', 'command-not-found'].includes(code),
  );

const scriptPlace = (view: View): { readonly file: string; readonly line: number | null } => {
  const script = happened(view, 'script', 'start')[0];
  return script?.from != null
    ? { file: script.from, line: null }
    : { file: view.names.dockerfile, line: view.simulation.start?.command?.line ?? null };
};

export const entrypointMigrates = defineRule({
  id: 'EntrypointMigrates',
  severity: 'error',
  aim: 'entrypoint-script',
  url: 'https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate',
  reads: 'the commands that run at the container’s start, in order',
  texts: {
    title: 'The container migrates its database when it starts',
    why: 'A fresh container has an empty database. Without migrations the tables are missing, and the API answers with an error.',
    never:
      'Nothing runs `manage.py migrate` at the start, so the database has no tables: “no such table”. Add it before the line that starts the server.',
    after:
      'The migrations on line {{line}} come after the server, which does not end: they never run. Move them above it.',
    made: '`makemigrations` only writes migration files; it does not create the tables. Run `manage.py migrate`.',
    inBuild:
      'The migrations run while the image is built, not when the container starts, so another database (PostgreSQL, later) never gets its tables. Run them in the start script.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${lesson}` },
  bad: { 'entrypoint.sh': `#!/bin/sh\nset -e\n${lesson}` },
  find: (view, tell) => {
    if (!startIsKnown(view)) return [];
    const django = happened(view, 'django', 'start');
    if (django.some(({ command }) => command === 'migrate')) return [];
    const makes = django.find(({ command }) => command === 'makemigrations');
    if (makes !== undefined) return [{ ...placeOf(makes), message: tell('made'), status: 'wrong' }];
    const build = happened(view, 'django', 'build').find(({ command }) => command === 'migrate');
    if (build !== undefined) return [{ ...placeOf(build), message: tell('inBuild'), status: 'wrong' }];
    const server = happened(view, 'server', 'start')[0];
    const text = scriptText(view);
    const after =
      server === undefined || text === null
        ? -1
        : text
            .split('\n')
            .findIndex(
              (line, index) =>
                index >= server.at.line &&
                /manage\.py\s+migrate/.test(line) &&
                !line.trimStart().startsWith('#'),
            );
    if (after >= 0)
      return [
        {
          ...scriptPlace(view),
          line: after + 1,
          message: tell('after', { line: after + 1 }),
          status: 'wrong',
        },
      ];
    return [{ ...scriptPlace(view), message: tell('never'), status: 'wrong' }];
  },
});

const scriptText = (view: View): string | null => {
  const script = happened(view, 'script', 'start')[0];
  return script?.from == null ? null : (view.context.files.get(script.from)?.text ?? null);
};

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
    uv: 'The script ends here: uv answers “{{phrase}}”.',
    module:
      'This runs the Python of the system, but the packages are in {{where}}: “No module named {{module}}”. Put uv run before python.',
    unknown: 'I cannot tell what this runs, so I cannot say whether the server starts.',
    notSeen: 'The Dockerfile copies the script; what it does I cannot see. Send {{script}} too.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${lesson}` },
  bad: { 'entrypoint.sh': '#!/bin/sh\nset -e\nuv run python manage.py migrate\n' },
  find: (view, tell) => {
    for (const failure of failuresFor(view, 'entrypoint-script')) {
      if (failure.phase !== 'start') continue;
      const at = placeOf(failure);
      if (failure.code === 'server-usage')
        return [{ ...at, message: tell('usage', { phrase: shown(failure, 'phrase') }), status: 'wrong' }];
      if (failure.code === 'shell-usage')
        return [{ ...at, message: tell('shell', { phrase: shown(failure, 'phrase') }), status: 'wrong' }];
      if (failure.code === 'uv-usage')
        return [{ ...at, message: tell('uv', { phrase: shown(failure, 'phrase') }), status: 'wrong' }];
      if (failure.code === 'module-not-found')
        return [
          {
            ...at,
            message: tell('module', { module: shown(failure, 'module'), where: shown(failure, 'where') }),
            status: 'wrong',
          },
        ];
      const inScript = failure.at.file !== view.names.dockerfile;
      if (inScript && (failure.code === 'script-not-found' || failure.code === 'file-not-found'))
        return [{ ...at, message: tell('fails', { path: shown(failure, 'path') }), status: 'wrong' }];
    }
    const waits = failuresOf(view, ['waits'], 'start')[0];
    if (
      waits !== undefined &&
      waits.at.file !== view.names.dockerfile &&
      view.simulation.final?.env.get('DATABASE_HOST') === undefined
    ) {
      return [
        {
          ...placeOf(waits),
          message: tell('waits', { what: shown(waits, 'what') || 'something' }),
          status: 'wrong',
        },
      ];
    }
    const lost = failuresOf(view, ['command-not-found'], 'start')[0];
    if (lost !== undefined)
      return [
        { ...placeOf(lost), message: tell('command', { command: shown(lost, 'command') }), status: 'wrong' },
      ];
    const servers = happened(view, 'server', 'start');
    if (servers.some(({ certain, background }) => certain && !background)) return [];
    const doubt = happened(view, 'unknown', 'start');
    if (doubt.length > 0) {
      const unseen = doubt.some(({ what }) => what.startsWith('file ')) && view.context.notSent.size > 0;
      const first = doubt[0];
      if (unseen)
        return [
          {
            file: view.names.dockerfile,
            line: view.simulation.start?.command?.line ?? null,
            message: tell('notSeen', { script: view.names.entrypoint }),
            status: 'unknown',
          },
        ];
      return first === undefined ? [] : [{ ...placeOf(first), message: tell('unknown'), status: 'unknown' }];
    }
    if (servers.length > 0) {
      const [server] = servers;
      if (server === undefined || !server.background)
        return one(server, (each) => ({ ...placeOf(each), message: tell('unknown'), status: 'unknown' }));
      const stays = happened(view, 'django', 'start').length > 0 && /\bwait\b/.test(scriptText(view) ?? '');
      return stays ? [] : [{ ...placeOf(server), message: tell('background'), status: 'wrong' }];
    }
    if (!startIsKnown(view) || view.simulation.failures.some(({ phase }) => phase === 'start')) return [];
    if (view.simulation.start?.state === 'runs' && happened(view, 'script', 'start').length === 0) return [];
    return [{ ...scriptPlace(view), message: tell('never'), status: 'wrong' }];
  },
});

export const listensEverywhere = defineRule({
  id: 'ListensEverywhere',
  severity: 'error',
  aim: 'entrypoint-script',
  url: 'https://docs.docker.com/engine/network/#published-ports',
  reads: 'the address and the port that the server listens on',
  texts: {
    title: 'The server listens on all addresses, on the lesson’s port',
    why: 'Inside a container 127.0.0.1 is the container itself. Docker hands requests over from outside, so the server has to listen on 0.0.0.0.',
    local:
      'The server listens on {{host}}, which only the container itself can reach: your browser gets no answer. Write 0.0.0.0:{{port}}.',
    default:
      'Without an address the server listens on 127.0.0.1, which only the container itself can reach: your browser gets no answer. Write 0.0.0.0:{{port}}.',
    port: 'The server listens on port {{given}}, but the lesson publishes port {{port}}: your browser gets no answer. Use {{port}}.',
    unknown: 'I cannot tell which address or port this listens on.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${lesson}` },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 8000\n',
  },
  find: (view, tell) => {
    const server = happened(view, 'server', 'start')[0];
    if (server === undefined) return [];
    const at = placeOf(server);
    const port = view.manifest?.port ?? 8000;
    const { host } = server;
    if (host !== null && !['0.0.0.0', '::', ''].includes(host)) {
      const text = view.context.files.get(server.at.file)?.text?.split('\n')[server.at.line - 1] ?? host;
      return [
        {
          ...at,
          message: tell(text.includes(host) ? 'local' : 'default', { host: quoted(host), port }),
          status: 'wrong',
        },
      ];
    }
    if (server.port !== null && server.port !== port) {
      return [{ ...at, message: tell('port', { given: server.port, port }), status: 'wrong' }];
    }
    return host === null || server.port === null
      ? [{ ...at, message: tell('unknown'), status: 'unknown' }]
      : [];
  },
});
