import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composePortFormat = composeRule({
  id: 'ComposePortFormat',
  severity: 'error',
  page: 'services/#ports',
  reads: '`ports` of each service',
  texts: {
    title: 'Ports are numbers from 1 to 65535',
    why: 'A port is written as `machine:container`, such as `"8000:8000"`.',
    found: '`{{written}}` is not a port. Write the machine’s and the container’s, such as "8000:8000".',
  },
  good: 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  bad: 'services:\n  web:\n    build: .\n    ports: ["8000:http"]\n',
  find: ({ services }, report) =>
    services.flatMap(({ ports }) =>
      ports
        .filter(({ target }) => target === null)
        .map(({ written, line }) => ({ line, message: report('found', { written: quoted(written, 60) }) })),
    ),
});
