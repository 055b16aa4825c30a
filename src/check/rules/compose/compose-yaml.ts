import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeYaml = composeRule({
  id: 'ComposeYaml',
  severity: 'error',
  page: '',
  reads: 'the structure of the Compose file',
  texts: {
    title: 'The Compose file is readable YAML',
    why: 'Compose reads nothing of a file whose structure it cannot tell: it is the spaces in front of a line that say what belongs to what.',
    tab: 'This line is indented with a tab. YAML takes spaces only: put two for each level.',
    indent:
      'This line is not indented like its neighbours. What belongs together has the same number of spaces in front.',
    colon:
      'After a key, YAML wants a colon and a space, as in `image: postgres`. One of them is missing here.',
    quote: 'A quotation mark is opened here and never closed.',
    twice:
      '`{{said}}` is there twice at the same place, and only one can count. Keep one, with all that belongs to it.',
    'two-values':
      'There are two keys on this line. Put the second on a line of its own, or its value in quotation marks.',
    documents: 'A line of `---` begins a second file here, and one is read: take that line out.',
    merge: '`<<:` takes in the keys of another mapping: put `*` and the name of one behind it.',
    date: '`{{said}}` is a date for YAML, which no value here can be. Put it in quotation marks.',
    alias: '`*{{said}}` refers to something that is not named with `&{{said}}` above.',
    'too-long': 'This file is too long to be read here. A Compose file of a class has a few dozen lines.',
    'too-deep': 'Too much is nested here to be read.',
    'too-odd': 'This is YAML of a kind that no Compose file needs. Write it with plain keys.',
    'too-many-services': 'At most {{said}} services are started here. Leave the others out.',
    other: 'YAML cannot be read here: {{said}}.',
  },
  good: 'services:\n  web:\n    build: .\n',
  bad: 'services:\n  web:\n\tbuild: .\n',
  find: ({ yamlProblems }, report) =>
    yamlProblems
      .slice(0, 3)
      .map(({ key, line, said }) => ({ line, message: report(key, { said: quoted(said, 120) }) })),
});
