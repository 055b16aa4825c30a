import { workflowRule } from './workflow-rule.ts';

/** Text mistaken for an expression, as in a shell or in other tools' templates. */
const lookalike = /(?<![$\w])(\{\{|\$\{|\$\() ?(?:secrets|vars|github|matrix|needs|steps|inputs)\.\w/;

const signs = { begin: '${{', end: '}}' } as const;

/** Whether a text contains an expression that is not closed. */
function isUnclosed(text: string): boolean {
  const last = text.lastIndexOf(signs.begin);
  return last >= 0 && !text.includes(signs.end, last);
}

export const workflowExpression = workflowRule({
  id: 'WorkflowExpression',
  severity: 'error',
  page: 'reference/workflows-and-actions/expressions',
  reads: 'every text of the workflow',
  texts: {
    title: 'An expression is between a dollar sign with two braces and two more',
    why: 'GitHub puts a value in the place of an expression. It refuses one without an end, and one that is written differently stays the text that it is.',
    unclosed: 'This expression begins with `{{begin}}` and does not end. Put `{{end}}` at its end.',
    plain:
      '`{{start}}` does not begin an expression, so this stays plain text. Write `{{begin}}`, and `{{end}}` at the end.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.sha }}\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.sha }\n',
  find: ({ texts }, report) =>
    texts.flatMap(({ text, line }) => {
      if (isUnclosed(text)) return [{ line, message: report('unclosed', signs) }];
      const start = lookalike.exec(text)?.[1];
      return start === undefined ? [] : [{ line, message: report('plain', { ...signs, start }) }];
    }),
});
