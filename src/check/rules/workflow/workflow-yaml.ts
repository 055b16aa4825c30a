import { quoted } from '../../dockerfile/text.ts';
import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowYaml = workflowRule({
  id: 'WorkflowYaml',
  severity: 'error',
  page: syntaxPage('about-yaml-syntax-for-workflows'),
  reads: 'the structure of the workflow',
  texts: {
    title: 'The workflow is readable YAML',
    why: 'GitHub runs nothing of a workflow whose structure it cannot tell: it is the spaces in front of a line that say what belongs to what.',
    tab: 'This line is indented with a tab. YAML takes spaces only: put two for each level.',
    indent:
      'This line is not indented like its neighbours. What belongs together has the same number of spaces in front.',
    colon:
      'After a key, YAML wants a colon and a space, as in `runs-on: ubuntu-latest`. One is missing here.',
    quote: 'A quotation mark is opened here and never closed.',
    twice:
      '`{{said}}` is there twice at the same place, and only one can count. Keep one, with all that belongs to it.',
    'two-values':
      'There are two keys on this line. Put the second on a line of its own, or its value in quotation marks.',
    documents: 'A line of `---` begins a second file here. GitHub reads one: take that line out.',
    merge: '`<<:` takes in the keys of another mapping: put `*` and the name of one behind it.',
    date: '`{{said}}` is a date for YAML. Put it in quotation marks.',
    alias: '`*{{said}}` refers to something that is not named with `&{{said}}` above.',
    'too-long': 'This file is too long to be read here. A workflow of a class has a few dozen lines.',
    'too-deep': 'Too much is nested here to be read.',
    'too-odd': 'This is YAML of a kind that no workflow needs. Write it with plain keys.',
    other: 'YAML cannot be read here: {{said}}.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  bad: 'on: push\njobs:\n\tbuild:\n    runs-on: ubuntu-latest\n',
  find: ({ yamlProblems }, report) =>
    yamlProblems
      .slice(0, 3)
      .map(({ key, line, said }) => ({ line, message: report(key, { said: quoted(said, 120) }) })),
});
