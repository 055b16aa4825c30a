import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composePortTwice = composeRule({
  id: 'ComposePortTwice',
  severity: 'error',
  page: 'services/#ports',
  reads: '`ports` of all services together',
  texts: {
    title: 'Each port of the machine is published once',
    why: 'Two containers cannot listen at the same port of the machine: the second is not started.',
    found:
      'Port {{port}} of the machine is taken by `{{other}}` already. Publish this one at another: the number in front of the colon is free.',
  },
  good: 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n  docs:\n    build: .\n    ports: ["8001:8000"]\n',
  bad: 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n  docs:\n    build: .\n    ports: ["8000:8000"]\n',
  find: ({ services }, report) => {
    const taken = new Map<string, string>();
    return services.flatMap(({ name, ports }) =>
      ports.flatMap(({ published, host, line }) => {
        if (published === null) return [];
        const place = `${host ?? ''}:${published}`;
        const other = taken.get(place);
        taken.set(place, other ?? name);
        if (other === undefined || other === name) return [];
        return [{ line, message: report('found', { port: published, other: quoted(other, 60) }) }];
      }),
    );
  },
});
