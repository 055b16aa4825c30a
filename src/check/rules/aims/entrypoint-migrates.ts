import { eventsOf, overriddenCommand, placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';
import { handoverToCommand, scriptPlace, scriptText, serverLine, startIsKnown } from './start-queries.ts';
import { startSlip } from './start-slips.ts';

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
    skipped:
      'Line {{line}} is meant to migrate, but it does not come to that when the container starts: “no such table”. Look at its condition and at its first word.',
    bracket:
      'A space is missing after the bracket of this condition, so the shell does not know it and goes past the migrations: “no such table”. Write `[ -f … ]`.',
    replaced:
      'Only the last {{word}} of a file counts, so the one on line {{line}} never runs and the database has no tables: “no such table”. Put both commands into the start script.',
    made: '`makemigrations` only writes migration files; it does not create the tables. Run `manage.py migrate`.',
    looks: 'With {{option}} migrate makes no table: “no such table”. Leave that out.',
    foreign:
      '`migrate {{label}}` makes the tables of {{label}} alone, and none of your application: “no such table”. Leave {{label}} out.',
    inBuild:
      'The migrations run while the image is built, not when the container starts, so another database (PostgreSQL, later) never gets its tables. Run them in the start script.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${serverLine}` },
  bad: { 'entrypoint.sh': `#!/bin/sh\nset -e\n${serverLine}` },
  find: (context, report) => {
    if (!startIsKnown(context) || startSlip(context) !== null) return [];
    // What CMD adds is unknown.
    if (!context.sent.dockerfile && handoverToCommand(context) !== null) return [];
    const django = eventsOf(context, 'project-command', 'start');
    if (django.some(({ command }) => command === 'migrate')) return [];
    const looks = django.find(({ command }) => command.startsWith('migrate '));
    if (looks !== undefined) {
      const option = looks.command.replace('migrate ', '');
      const message = /^(?:-|zero$)/.test(option)
        ? report('looks', { option })
        : report('foreign', { label: option });
      return [{ ...placeOf(looks), message, status: 'wrong' }];
    }
    const makes = django.find(({ command }) => command === 'makemigrations');
    if (makes !== undefined) return [{ ...placeOf(makes), message: report('made'), status: 'wrong' }];
    const build = eventsOf(context, 'project-command', 'build').find(({ command }) => command === 'migrate');
    if (build !== undefined) return [{ ...placeOf(build), message: report('inBuild'), status: 'wrong' }];
    const server = eventsOf(context, 'server', 'start')[0];
    const text = scriptText(context);
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
          ...scriptPlace(context),
          line: after + 1,
          message: report('after', { line: after + 1 }),
          status: 'wrong',
        },
      ];
    const skipped = text
      ?.split('\n')
      .findIndex((line) => /manage\.py\s+migrate/.test(line) && !line.trimStart().startsWith('#'));
    if (skipped !== undefined && skipped >= 0) {
      const line = skipped + 1;
      const bracket = text?.split('\n').findIndex((each) => /\[-\w/.test(each)) ?? -1;
      if (bracket >= 0 && bracket <= skipped)
        return [
          {
            ...scriptPlace(context),
            line: bracket + 1,
            message: report('bracket'),
            status: 'wrong',
          },
        ];
      return [{ ...scriptPlace(context), line, message: report('skipped', { line }), status: 'wrong' }];
    }
    const replaced = overriddenCommand(context, /manage\.py\s+migrate/);
    if (replaced !== null)
      return [{ ...scriptPlace(context), message: report('replaced', replaced), status: 'wrong' }];
    return [{ ...scriptPlace(context), message: report('never'), status: 'wrong' }];
  },
});
