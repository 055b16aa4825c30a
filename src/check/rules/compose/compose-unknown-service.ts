import { nearest } from '../../../spelling/nearest.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUnknownService = composeRule({
  id: 'ComposeUnknownService',
  severity: 'error',
  page: 'services/#depends_on',
  reads: '`depends_on` of each service',
  texts: {
    title: '`depends_on` names services of the file',
    why: 'Compose cannot wait for a service that is not there, and starts nothing.',
    found: '`{{service}}` waits for `{{on}}`, and there is no such service in the file.',
    meant:
      '`{{service}}` waits for `{{on}}`, and there is no such service in the file. Did you mean `{{meant}}`?',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      database:\n        condition: service_healthy\n',
  find: ({ services }, report) => {
    const names = services.map(({ name }) => name);
    return services.flatMap(({ name, dependsOn }) =>
      dependsOn
        .filter((each) => !names.includes(each.service))
        .map(({ service: on, line }) => {
          const values = { service: quoted(name, 60), on: quoted(on, 60) };
          const meant = nearest(on, names);
          return {
            line,
            message:
              meant === null
                ? report('found', values)
                : report('meant', { ...values, meant: quoted(meant, 60) }),
          };
        }),
    );
  },
});
