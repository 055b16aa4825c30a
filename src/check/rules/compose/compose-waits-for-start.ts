import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeWaitsForStart = composeRule({
  id: 'ComposeWaitsForStart',
  severity: 'advice',
  page: 'services/#depends_on',
  reads: '`depends_on` without a condition, of services with a healthcheck',
  texts: {
    title: '`depends_on` waits until the other is ready',
    why: 'By itself, `depends_on` waits until the other container was started, not until its server takes connections: a database needs some seconds more.',
    found:
      '`{{service}}` starts as soon as `{{on}}` was started, ready or not. With `condition: service_healthy` it waits for the healthcheck of `{{on}}`.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on: [db]\n',
  find: ({ services }, report) =>
    services.flatMap(({ name, dependsOn }) =>
      dependsOn
        .filter(({ service, said }) => {
          const other = services.find((each) => each.name === service);
          return !said && other !== undefined && other.healthcheck !== null && !other.healthcheck.disabled;
        })
        .map(({ service: on, line }) => ({
          line,
          message: report('found', { service: quoted(name, 60), on: quoted(on, 60) }),
        })),
    ),
});
