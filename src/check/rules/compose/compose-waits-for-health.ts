import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeWaitsForHealth = composeRule({
  id: 'ComposeWaitsForHealth',
  severity: 'error',
  page: 'services/#depends_on',
  reads: '`depends_on` with `service_healthy`, and the healthchecks',
  texts: {
    title: 'Whoever waits for a healthy service needs its healthcheck',
    why: '`condition: service_healthy` needs a healthcheck on the other side: without one the service never counts as healthy, and Compose gives up.',
    found:
      '`{{service}}` waits until `{{on}}` is healthy, and `{{on}}` has no `healthcheck:`. Add one to it.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  find: ({ services }, report) =>
    services.flatMap(({ name, dependsOn }) =>
      dependsOn.flatMap(({ service: on, condition, line }) => {
        const other = services.find((each) => each.name === on);
        // An image that is built may have its own healthcheck.
        const isUnknown = other === undefined || (other.healthcheck === null && other.build !== null);
        if (condition !== 'service_healthy' || isUnknown) return [];
        if (other.healthcheck !== null && !other.healthcheck.disabled) return [];
        return [{ line, message: report('found', { service: quoted(name, 60), on: quoted(on, 60) }) }];
      }),
    ),
});
