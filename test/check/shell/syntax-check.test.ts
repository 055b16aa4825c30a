import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkSyntax } from '../../../src/check/shell/syntax-check.ts';
import type { Dialect } from '../../../src/check/shell/tokens.ts';
import { seededRandom } from '../random-inputs.ts';

const end = 'Syntax error: end of file unexpected';
const quote = 'Syntax error: Unterminated quoted string';

/** dash's output (`dash script`), and the line at which it gives up: those before it have run. */
test.each([
  ['an operator at the end', 'pip install uv &&', 0, end],
  ['a pipe over lines', 'echo a\nls |\n\n', 7, end],
  ['a double quote', 'set -e\necho "starting\nexec server\n', 7, quote],
  ['an apostrophe', "echo a\necho it's\nfoo", 7, quote],
  ['a back-tick', 'echo `date', 0, 'Syntax error: EOF in backquote substitution'],
  ['a brace', 'echo a\necho ${A', 7, "Syntax error: Missing '}'"],
  ['no fi', 'set -e\nif true; then\n  echo a\n', 7, `${end} (expecting "fi")`],
  ['no done', 'a\nwhile true; do\n  sleep 1\n', 2, `${end} (expecting "done")`],
  ['no brace', 'f() {\n  echo a\n', 0, `${end} (expecting "}")`],
  ['a brace as a word', 'log() { echo "$1" }\nlog hi\n', 0, `${end} (expecting "}")`],
  [
    'then behind the question',
    'if [ -f x ] then a; fi',
    0,
    'Syntax error: "fi" unexpected (expecting "then")',
  ],
  ['an HTML ampersand', 'a &amp;&amp; b', 0, 'Syntax error: "&" unexpected'],
  ['the prompt of an environment', 'set -e\n(.venv) $ uv run', 7, 'Syntax error: word unexpected'],
  ['an empty branch', 'if a; then\nfi', 0, 'Syntax error: "fi" unexpected'],
  ['two semicolons', 'a ;; b', 0, 'Syntax error: ";;" unexpected'],
  ['a bracket', 'echo (a)', 0, 'Syntax error: word unexpected (expecting ")")'],
  ['a list of bash', 'a\nx=(1 2)', 2, 'Syntax error: "(" unexpected'],
  ['a function of bash', 'function f() { a; }', 0, 'Syntax error: "(" unexpected'],
  ['a loop of bash', 'for ((i=0; i<3; i++)); do a; done', 0, 'Syntax error: Bad for loop variable'],
  ['a text of bash', 'cat <<< x', 0, 'Syntax error: redirection unexpected'],
  ['a hyphen in a name', 'wait-for() { a; }', 0, 'Syntax error: Bad function name'],
  ['do without its line', 'for i in 1 2 do a; done', 0, 'Syntax error: "done" unexpected (expecting "do")'],
])('reports what dash reports: %s', (_, script, at, phrase) => {
  expect(checkSyntax(script, 'dash').refusal).toEqual({ at, phrase });
});

test.each<[string, Dialect]>([
  ['server &\nwait', 'dash'],
  ['cd "$(dirname "$0")"\nfoo', 'dash'],
  ["# it's fine\nfoo", 'dash'],
  ["cat <<EOF > x\nit's\nEOF\nfoo", 'dash'],
  ['for i in if case; do echo do; done', 'dash'],
  ['a ||\n\n  b', 'dash'],
  ["echo it\\'s", 'dash'],
  ['if [[ -n "$X" ]]; then a; fi', 'dash'],
  ['a &> b', 'dash'],
  ['case "$1" in (a|b) x ;; *) y\nesac', 'dash'],
  ['f()\n{\n  a\n}', 'dash'],
  ['function f { a; }', 'bash'],
  ['x=(1 2)\n[[ a == (b|c) && d < e ]] || f', 'bash'],
  ['for ((i=0; i<3; i++)); do a; done\ndiff <(a) <(b)', 'bash'],
  ["echo $'it\\'s'", 'bash'],
])('accepts %j in %s', (script, dialect) => {
  expect(checkSyntax(script, dialect).refusal).toBeNull();
});

test('reads a heredoc without a delimiter to the end', () => {
  expect(checkSyntax('a\ncat <<EOF\nb\nc\n', 'dash')).toEqual({
    refusal: null,
    unclosed: ['EOF'],
    timing: [],
  });
});

const bits =
  'if|then|else|elif|fi|while|until|for|in|do|done|case|esac|{|}|(|)|&&|;|;;|&|\n|\n|echo|a|x=1|"q w"|\'s\'|"|\'|$(ls)|$(|${A}|>|<|2>&1|<<EOF\ntext\nEOF\n|# c|!|[ -f x ]|f()|<<<'.split(
    '|',
  );
const sound =
  'if [ -f x ]; then echo a; else echo b; fi\nfor i in 1 2; do echo $i; done\nf() { echo x; }\ncase "$1" in\n a) echo c ;;\n *) echo d;;\nesac\nwhile true; do\n break\ndone\n';

/** A valid script with words removed, inserted and exchanged. */
function spoiled(random: ReturnType<typeof seededRandom>): string {
  const words = sound.split(/(?<=\s)/);
  for (let turn = 0; turn <= random(3); turn += 1) {
    const at = random(words.length);
    const bit = `${bits[random(bits.length)] ?? ''} `;
    words.splice(at, random(2), ...(random(3) === 0 ? [] : [bit]));
  }
  return words.join('');
}

describe('the machine’s own shells', () => {
  const seed = Number(process.env.DOCKHAND_SEED ?? 1);
  test.each<Dialect>(['dash', 'bash'])(
    'agrees with %s -n about 200 broken scripts',
    (shell) => {
      const folder = mkdtempSync(join(tmpdir(), 'grammar-'));
      const random = seededRandom(seed);
      const differing: string[] = [];
      for (let turn = 0; turn < 200; turn += 1) {
        const script = spoiled(random);
        const file = join(folder, 'script');
        writeFileSync(file, script);
        const { status, error } = spawnSync(shell, ['-n', file], { timeout: 5_000 });
        if (error !== undefined) throw error;
        const refuses = checkSyntax(script, shell).refusal !== null;
        if (refuses !== (status !== 0)) differing.push(script);
      }
      rmSync(folder, { recursive: true });
      expect(differing).toEqual([]);
    },
    60_000,
  );
});
