import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeHealthcheckTest = composeRule({
  id: 'ComposeHealthcheckTest',
  severity: 'error',
  page: 'services/#healthcheck',
  reads: '`test` of each healthcheck',
  texts: {
    title: 'A healthcheck’s list begins with CMD or CMD-SHELL',
    why: 'The first word of the list says how the rest is run: `CMD` as it is, `CMD-SHELL` by a shell. `NONE` takes the healthcheck away.',
    found:
      'The healthcheck of `{{service}}` begins with `{{word}}`. Put CMD in front of it, or write the whole command as one text.',
    nothing: 'The healthcheck of `{{service}}` says nothing to run. Give it a `test:`.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [CMD-SHELL, pg_isready]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    healthcheck:\n      test: [pg_isready, -U, shop]\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n',
  find: ({ services }, report) =>
    services.flatMap(({ name, healthcheck }) => {
      const test = healthcheck?.test;
      if (healthcheck === null || test === null || test === undefined) return [];
      const [word, ...words] = test;
      const service = quoted(name, 60);
      const { line } = healthcheck;
      if (word === 'NONE') return [];
      if (word === undefined || (/^CMD(?:-SHELL)?$/.test(word) && words.join('').trim() === ''))
        return [{ line, message: report('nothing', { service }) }];
      if (word === 'CMD' || word === 'CMD-SHELL') return [];
      return [{ line, message: report('found', { service, word: quoted(word, 60) }) }];
    }),
});
