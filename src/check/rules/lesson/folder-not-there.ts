import { quoted } from '../../dockerfile/text.ts';
import { commandsIn, nameOfCommand } from '../../shell/walk.ts';
import { eventsOf, failuresOf, lineOfCommand, placeOf } from '../queries.ts';
import { defineRule, type RuleContext } from '../rule.ts';

export const folderNotThere = defineRule({
  id: 'FolderNotThere',
  severity: 'warning',
  reads: 'cd in RUN and in scripts',
  texts: {
    title: 'cd goes to a folder that is there',
    why: 'When the folder is not there, a shell without set -e stays where it is and goes on. That may be the right folder by luck.',
    found:
      'There is no {{path}}, so this cd does nothing: the script goes on in {{folder}}. Leave it out, or correct it.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\ncd /app/core\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\ncd core\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  find: (context, report) => {
    // If it ends the build or the start, it is already reported.
    const reported = new Set(
      failuresOf(context, ['folder-not-found']).map(({ at }) => `${at.file}:${at.line}`),
    );
    const unasked = uncheckedCds(context);
    return eventsOf(context, 'cd-ignored')
      .filter(({ at }) => !reported.has(`${at.file}:${at.line}`) && unasked.has(`${at.file}:${at.line}`))
      .map((each) => ({
        ...placeOf(each),
        message: report('found', { path: quoted(each.path), folder: quoted(each.folder) }),
      }));
  },
});

/** Lines with an unchecked cd. `cd x || …` and `if cd x` handle the failure. */
function uncheckedCds(context: RuleContext): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const read of context.simulation.scripts) {
    for (const { node, isTested } of commandsIn(read.script)) {
      if (!isTested && nameOfCommand(node) === 'cd')
        lines.add(`${read.at.file}:${lineOfCommand(context, read, node)}`);
    }
  }
  return lines;
}
