import { startOrder } from '../../compose/start-order.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeCircularDependency = composeRule({
  id: 'ComposeCircularDependency',
  severity: 'error',
  page: 'services/#depends_on',
  reads: '`depends_on` of all services together',
  texts: {
    title: 'Services do not wait for each other',
    why: 'Of services that wait for each other none can be the first.',
    found: '`{{service}}` waits for `{{on}}`, which waits for `{{service}}` again. Take one of the two out.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    depends_on: [web]\n  web:\n    build: .\n    depends_on: [db]\n',
  find: ({ services }, report) => {
    const { circle } = startOrder(services);
    const first = circle.at(-1);
    const dependency = first?.dependsOn.find(({ service }) => circle.some(({ name }) => name === service));
    if (first === undefined || dependency === undefined) return [];
    const values = { service: quoted(first.name, 60), on: quoted(dependency.service, 60) };
    return [{ line: dependency.line, message: report('found', values) }];
  },
});
