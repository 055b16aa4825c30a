import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUndeclaredNetwork = composeRule({
  id: 'ComposeUndeclaredNetwork',
  severity: 'error',
  page: 'networks/',
  reads: '`networks` of the services and of the file',
  texts: {
    title: 'A network with a name is declared',
    why: 'Names of networks are listed at the end of the file, too, under `networks:`. Compose refuses a name that is not there.',
    found:
      'The network `{{name}}` is not declared. Add at the end of the file, without spaces in front: `networks:`, and below it `  {{name}}:`. Services of one file find each other without it, too.',
  },
  good: 'services:\n  web:\n    build: .\n    networks: [front]\nnetworks:\n  front:\n',
  bad: 'services:\n  web:\n    build: .\n    networks: [front]\n',
  find: ({ services, networks }, report) =>
    services.flatMap((service) =>
      service.networks
        .filter(({ name }) => name !== 'default' && !networks.has(name))
        .map(({ name }) => ({ line: service.line, message: report('found', { name: quoted(name, 60) }) })),
    ),
});
