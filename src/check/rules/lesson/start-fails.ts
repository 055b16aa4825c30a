import { quoted } from '../../dockerfile/text.ts';
import { placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';
import { startWording } from './failure-words.ts';

export const startFails = defineRule({
  id: 'StartFails',
  severity: 'error',
  reads: 'what the container finds when it starts',
  texts: {
    title: 'The container starts',
    why: 'A container whose main program ends is stopped, and nobody answers on the port.',
    found: 'The container ends here.',
    readOnly:
      'The container runs as {{user}}, but {{folder}} belongs to {{owner}}, so the database file cannot be written: “unable to open database file”. Give the folder to the user: COPY --chown={{user}}.',
    waits:
      '`DATABASE_HOST` is set to {{what}}, so the start waits for a database server that is not there. Leave it out here; Compose sets it later.',
    permission:
      'The container runs as {{user}}, who has no home folder, so uv cannot write its cache: “Permission denied”. Create the user with useradd -m.',
    settings:
      'The settings are set to {{written}}, and there is no module {{module}} in the image: the start ends with “No module named {{module}}”. Correct `DJANGO_SETTINGS_MODULE`, or leave it out: manage.py knows its settings.',
    ends: 'The container starts `{{command}}`, and ends when that is done: nothing serves on the port. Start the server there, or your script that does.',
    host: '{{variable}} allows only {{given}}, so Django answers every request for {{host}} with “400 Bad Request”. Add {{host}} to it, or leave it out.',
    user: 'The container cannot start: unable to find user {{user}}: no matching entries in passwd file. Create the user with useradd.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENV DATABASE_HOST=db\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  find: (context, report) => {
    const { start, failures } = context.simulation;
    const explained =
      failures.length > 0 || context.simulation.happenings.some(({ kind }) => kind === 'script');
    if (start?.outcome === 'ends' && start.state === 'runs' && !explained && context.student.complete) {
      const at = { file: context.names.dockerfile, line: start.command?.line ?? null };
      return [{ ...at, message: report('ends', { command: quoted((start.words ?? []).join(' ')) }) }];
    }
    return failures
      .filter(
        ({ phase, aim, code }) =>
          phase === 'start' &&
          aim === null &&
          [
            'read-only',
            'waits',
            'not-permitted',
            'module-not-found',
            'user-not-found',
            'host-refused',
          ].includes(code),
      )
      .filter(
        ({ code, at }) =>
          code !== 'waits' ||
          at.file === context.names.dockerfile ||
          context.simulation.final?.env.get('DATABASE_HOST') !== undefined,
      )
      .slice(0, 1)
      .map((failure) => {
        const { key, values } = startWording(failure);
        return { ...placeOf(failure), message: report(key, values) };
      });
  },
});
