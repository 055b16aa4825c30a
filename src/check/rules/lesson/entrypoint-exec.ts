import { eventsOf, placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';

/** The shell acts on the command's result. With exec, nothing would be left to do so. */
const decides = /^\s*(?:until|while|if|elif|!)\s/;

/** The command is in an alias, or in a function on one line. exec only runs programs, and would end the function's shell. */
const namesAnother = /^\s*(?:#|function\s|[\w-]+\s*\(\))/;

export const entrypointExec = defineRule({
  id: 'EntrypointExec',
  severity: 'warning',
  reads: 'the command that starts the server',
  texts: {
    title: 'The script hands over with exec',
    why: 'Without exec the script stays between Docker and the server, and does not pass the stop signal on: docker stop waits ten seconds and kills it.',
    found:
      'Put exec before this command. Without it docker stop takes ten seconds, because the script does not pass the signal on.',
  },
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nuv run python manage.py runserver 0.0.0.0:8000\n',
  },
  find: (context, report) => {
    const server = eventsOf(context, 'server', 'start').find(({ background }) => !background);
    const inScript = server !== undefined && server.at.file !== context.names.dockerfile;
    if (!inScript || server.exec) return [];
    const line = context.buildContext.files.get(server.at.file)?.text?.split('\n')[server.at.line - 1] ?? '';
    return decides.test(line) || namesAnother.test(line)
      ? []
      : [{ ...placeOf(server), message: report('found') }];
  },
});
