import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

/** The schema's types, in the words that people use for them in YAML. */
const inWords = (types: string): string =>
  types
    .split(', ')
    .map((type) => forms[type] ?? type)
    .join(' / ');

const forms: Readonly<Record<string, string>> = {
  array: '`- …`',
  object: '`key: value`',
  string: '`"text"`',
  number: '`1`',
  boolean: '`true`',
  null: '`null`',
};

export const composeWrongValue = composeRule({
  id: 'ComposeWrongValue',
  severity: 'error',
  page: 'services/',
  reads: 'the values, by Compose’s published schema',
  texts: {
    title: 'Values have the form that Compose takes',
    why: 'A list is not a mapping and a text is not a number: Compose refuses what it cannot read, and starts nothing.',
    type: '`{{key}}` has to be {{types}}.',
    value: '`{{key}}` can only be one of: {{values}}.',
    same: 'Another container is called `{{name}}` already. Give this one a name of its own, or none: Compose finds one.',
    other: 'Compose does not take what `{{key}}` has here.',
  },
  good: 'services:\n  web:\n    build: .\n    ports:\n      - "8000:8000"\n',
  bad: 'services:\n  web:\n    build: .\n    ports: "8000:8000"\n',
  find: ({ schemaProblems }, report) =>
    schemaProblems.flatMap(({ kind, what, path, line }) => {
      const key = quoted(String(path.findLast((part) => typeof part === 'string') ?? 'services'), 60);
      if (kind === 'wrong-type') return [{ line, message: report('type', { key, types: inWords(what) }) }];
      if (kind === 'wrong-value')
        return [{ line, message: report('value', { key, values: quoted(what, 160) }) }];
      if (kind === 'same-name') return [{ line, message: report('same', { name: quoted(what, 60) }) }];
      return kind === 'other' ? [{ line, message: report('other', { key }) }] : [];
    }),
});
