import type { TranslatableText } from '../../../wording/wording.ts';
import type { ServiceForecast } from '../../compose/forecast.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, type Reporter } from '../rule.ts';

const texts = {
  title: 'The services come up and find each other',
  why: 'What one service says of another is only tried when both run. A wrong password or name ends the one that asks, and nobody answers on the port.',
  missing:
    'The program in `{{service}}` looks for the variable {{name}}, and the service does not set it. Add it to `environment`.',
  noPassword:
    '`{{service}}` is given no password for its database, so it ends at once: “superuser password is not specified”. Give it one.',
  user: '`{{service}}` logs in as {{value}}, and `{{server}}` has no such user. Write the same user in both services.',
  password:
    '`{{service}}` logs in with another password than `{{server}}` was given: “password authentication failed”. Write the same one in both services.',
  database:
    '`{{service}}` asks for the database {{value}}, and `{{server}}` has none of that name. Write the same name in both services.',
  notReached: '`{{name}}` is {{value}}, and no service of that name is in a network with `{{service}}`.',
  unhealthy:
    'This healthcheck never passes in the container of `{{service}}`, so the service stays unhealthy. Try it with `docker compose exec {{service}} …`.',
  rarely:
    'Docker asks `{{service}}` for the first time when the interval is over, and that is too late here. Take some seconds.',
  lost: '`{{service}}` writes its data to {{path}}, and no volume of the file is mounted there: `docker compose down` takes it away. Mount the volume at {{path}}.',
  readOnly:
    '`{{service}}` writes to {{path}}, and the volume can only be read there. Leave out what makes it read-only.',
} as const;

type Foretold = ServiceForecast['faults'][number];

function sentenceFor(fault: Foretold, report: Reporter<typeof texts>): TranslatableText {
  const service = quoted(fault.service, 60);
  switch (fault.kind) {
    case 'variable-missing':
      return report('missing', { service, name: quoted(fault.name, 60) });
    case 'no-password':
      return report('noPassword', { service });
    case 'other-user':
      return report('user', { service, value: quoted(fault.value, 60), server: quoted(fault.server, 60) });
    case 'other-password':
      return report('password', { service, server: quoted(fault.server, 60) });
    case 'no-database':
      return report('database', {
        service,
        value: quoted(fault.value, 60),
        server: quoted(fault.server, 60),
      });
    case 'not-reached':
      return report('notReached', { service, name: quoted(fault.name, 60), value: quoted(fault.value, 60) });
    case 'unhealthy':
      return report('unhealthy', { service });
    case 'rarely-asked':
      return report('rarely', { service });
    case 'data-lost':
      return report('lost', { service, path: quoted(fault.path, 80) });
    case 'read-only':
      return report('readOnly', { service, path: quoted(fault.path, 80) });
  }
}

export const servicesFail = defineRule({
  id: 'ServicesFail',
  severity: 'error',
  reads: 'what the services of a lesson’s Compose file say of each other',
  texts,
  good: {
    'compose.yaml':
      'services:\n  db:\n    image: postgres:16-alpine\n    environment:\n      POSTGRES_PASSWORD: secret\n',
  },
  bad: { 'compose.yaml': 'services:\n  db:\n    image: postgres:16-alpine\n' },
  find: ({ compose, services }, report) =>
    compose === null || services === null
      ? []
      : services.faults.map((fault) => ({
          file: compose.path,
          line: fault.line,
          message: sentenceFor(fault, report),
        })),
});
