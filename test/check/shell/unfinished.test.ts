import { expect, test } from '@jest/globals';
import { unfinished } from '../../../src/check/shell/unfinished.ts';

const quote = 'Syntax error: Unterminated quoted string';
const end = 'Syntax error: end of file unexpected';

test.each([
  ['an operator at the end', 'pip install uv &&', 0, end],
  ['a pipe over lines', 'echo a\nls |\n\n', 7, end],
  ['a double quote', 'set -e\necho "starting\nexec server\n', 7, quote],
  ['an apostrophe', "echo a\necho it's\nfoo", 7, quote],
  ['no fi', 'set -e\nif true; then\n  echo a\n', 7, `${end} (expecting "fi")`],
  ['no done', 'a\nwhile true; do\n  sleep 1\n', 2, `${end} (expecting "done")`],
  ['no esac', 'case x in\n  a) b ;;\n', 0, `${end} (expecting "esac")`],
  ['no brace', 'f() {\n  echo a\n', 0, `${end} (expecting "}")`],
])('%s', (_, script, at, phrase) => {
  expect(unfinished(script)).toEqual({ at, phrase });
});

test.each([
  ['a background command', 'server &\nwait'],
  ['quotes in quotes', 'cd "$(dirname "$0")"\nfoo'],
  ['an apostrophe in a comment', "# it's fine\nfoo"],
  ['an apostrophe in a heredoc', "cat <<EOF > x\nit's\nEOF\nfoo"],
  ['key words as arguments', 'for i in if case; do echo do; done'],
  ['an operator over an empty line', 'a ||\n\n  b'],
  ['an escaped quote', "echo it\\'s"],
])('nothing is open: %s', (_, script) => {
  expect(unfinished(script)).toBeNull();
});
