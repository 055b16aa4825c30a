import { recordOf, textOf } from '../../../yaml/plain.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

/** The policies that the engine accepts. Only `on-failure` takes a number of attempts. */
const policy = /^(?:no|always|unless-stopped|on-failure(?::\d{1,9})?)?$/;

export const composeRestart = composeRule({
  id: 'ComposeRestart',
  severity: 'error',
  page: 'services/#restart',
  reads: '`restart` of each service',
  texts: {
    title: 'A restart policy is one that Docker knows',
    why: 'Compose hands the word on as it is, and the engine refuses to make a container with any other.',
    found:
      'Docker knows no restart policy {{written}}, so `{{service}}` is not started. Write `unless-stopped`, `always`, `on-failure` or `"no"`.',
  },
  good: 'services:\n  web:\n    build: .\n    restart: unless-stopped\n',
  bad: 'services:\n  web:\n    build: .\n    restart: unless-stoped\n',
  find: ({ value, lineOf }, report) =>
    Object.entries(recordOf(recordOf(value).services)).flatMap(([name, service]) => {
      const written = textOf(recordOf(service).restart);
      if (written === null || written.includes('$') || policy.test(written)) return [];
      const message = report('found', { written: quoted(written, 40), service: quoted(name, 60) });
      return [{ line: lineOf(['services', name, 'restart']), message }];
    }),
});
