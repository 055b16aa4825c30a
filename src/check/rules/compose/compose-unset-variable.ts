import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUnsetVariable = composeRule({
  id: 'ComposeUnsetVariable',
  severity: 'warning',
  page: 'interpolation/',
  reads: '`$` in values, and `.env`',
  texts: {
    title: 'Variables have values',
    why: 'Compose puts the values of `.env` in for `${NAME}`. Where there is none it puts in nothing, and goes on.',
    unset: '`{{what}}` has no value, so this is empty. Set it in `.env`, or give it a default behind `:-`.',
    required: '`{{what}}` has to have a value, and has none. Set it in `.env`.',
    invalid: '`{{what}}` is not a variable. A dollar that is meant as one is written twice: `$$`.',
  },
  good: 'services:\n  web:\n    build: .\n    environment:\n      MODE: ${MODE:-production}\n',
  bad: 'services:\n  web:\n    build: .\n    environment:\n      MODE: ${MODE}\n',
  find: ({ variableProblems }, report) =>
    variableProblems.map(({ key, what, line }) => ({
      line,
      message: report(key, { what: quoted(what, 60) }),
    })),
});
