import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

/** The host of a database, or of a server whose protocol browsers do not speak; null for any other. */
function hostIn(name: string, value: string): string | null {
  const isHost = /^(?:localhost|127\.0\.0\.1)$/.test(value);
  if (isHost) return /^(?:DB|DATABASE|POSTGRES|PG|MYSQL|REDIS|MONGO)\w*HOST$/.test(name) ? value : null;
  const [, host = null] =
    /^(?:postgres(?:ql)?|mysql|redis|mongodb|amqp):\/\/(?:[^@/]*@)?(localhost|127\.0\.0\.1)\b/.exec(value) ??
    [];
  return host;
}

export const composeLocalhost = composeRule({
  id: 'ComposeLocalhost',
  severity: 'warning',
  page: 'services/#environment',
  reads: '`environment` of each service',
  texts: {
    title: 'Services reach each other by name',
    why: 'In a container, localhost is the container itself. Another service is reached by the name that it has in the Compose file.',
    found:
      '`{{name}}` leads to {{host}}, which is the container of `{{service}}` itself. Another service is reached by its name, such as `{{other}}`.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n    environment:\n      DATABASE_HOST: db\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n    environment:\n      DATABASE_HOST: localhost\n',
  find: ({ services }, report) =>
    services.flatMap(({ name: service, environment }) => {
      const other = services.find(({ name }) => name !== service);
      if (other === undefined) return [];
      return environment.flatMap(({ name, value, line }) => {
        const host = hostIn(name, value ?? '');
        if (host === null) return [];
        const values = { name: quoted(name, 60), host, service: quoted(service, 60) };
        return [{ line, message: report('found', { ...values, other: quoted(other.name, 60) }) }];
      });
    }),
});
