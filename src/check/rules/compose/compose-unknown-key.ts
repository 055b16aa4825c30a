import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUnknownKey = composeRule({
  id: 'ComposeUnknownKey',
  severity: 'error',
  page: 'services/',
  reads: 'the keys, by Compose’s published schema',
  texts: {
    title: 'All keys are Compose’s',
    why: 'Compose refuses a whole file for one key that it does not know: most often it is mistyped, or one level too deep.',
    found: 'Compose does not know `{{key}}` here. Look at its spelling, and at how far it is indented.',
    meant: 'Compose does not know `{{key}}` here. Did you mean `{{meant}}`?',
    service: '`{{key}}` cannot be the name of a service. Use letters, digits, dots, dashes and underscores.',
  },
  good: 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  bad: 'services:\n  web:\n    build: .\n    prots: ["8000:8000"]\n',
  find: ({ schemaProblems }, report) =>
    schemaProblems.flatMap(({ kind, what, meant, line }) => {
      const key = quoted(what, 60);
      if (kind === 'service-name') return [{ line, message: report('service', { key }) }];
      if (kind !== 'unknown-key') return [];
      return [{ line, message: meant === null ? report('found', { key }) : report('meant', { key, meant }) }];
    }),
});
