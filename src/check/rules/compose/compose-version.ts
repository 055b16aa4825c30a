import { recordOf } from '../../../yaml/plain.ts';
import { composeRule } from './compose-rule.ts';

export const composeVersion = composeRule({
  id: 'ComposeVersion',
  severity: 'advice',
  page: 'version-and-name/',
  reads: 'the key `version`',
  texts: {
    title: 'The file says no version',
    why: 'Compose has not looked at `version:` for years, and warns about it.',
    found: 'Compose does not look at `version:` any more, and warns about it. Leave the line out.',
  },
  good: 'services:\n  web:\n    build: .\n',
  bad: 'version: "3.8"\nservices:\n  web:\n    build: .\n',
  find: ({ value, lineOf }, report) =>
    recordOf(value).version === undefined ? [] : [{ line: lineOf(['version']), message: report('found') }],
});
