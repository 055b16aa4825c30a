import { expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';
import { failures } from '../../src/explain/failures/index.ts';

/** Lines that are explained as long as a program prints them. */
const printed = failures
  .flatMap(({ examples }) => examples.flatMap((output) => output.split('\n')))
  .map((line) => line.trim())
  .filter((line) => line.length > 12 && line.length < 160 && !/["'`“”‘’\\]/.test(line));

const idOf = (output: string): string => {
  const found = explainOutput(output);
  return found.kind === 'error' ? found.id : found.kind;
};

test.each([
  ['a call of JavaScript', (line: string) => `    console.error('${line}');`],
  ['a call of Python', (line: string) => `    logger.error(f"${line}")`],
  ['a chain of calls', (line: string) => `res.status(500).send('${line}');`],
  ['an exception that is thrown', (line: string) => `  throw new Error("${line}");`],
  ['an exception that is raised', (line: string) => `        raise RuntimeError("${line}")`],
  ['a text with a name', (line: string) => `const message = '${line}';`],
])('finds no error in %s that would print one, whatever the error', (_, code) => {
  expect(printed.length).toBeGreaterThan(200);
  expect(printed.map(code).filter((line) => idOf(line) !== 'unknown')).toEqual([]);
});

const attempt = 'web-1  | waiting for db:5432, connection refused, retrying in 2 s';

test.each([
  'web-1  | Starting development server at http://0.0.0.0:8000/',
  'web-1  | [2026-03-01 10:00:00 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)',
  'web-1  | INFO:     Application startup complete.',
  'web-1  | Connected to the database',
  'Successfully installed django-5.1',
])('takes an attempt that failed and was made again for no error once it is said that %j', (success) => {
  expect(idOf(`${attempt}\n${attempt}\n${success}`)).toBe('unknown');
});

test('treats a failed attempt as an error if no later one succeeded', () => {
  expect(idOf(`${attempt}\n${attempt}`)).toBe('connection-refused');
});

test('treats a failed attempt as an error if the container exited in the end', () => {
  const output = `${attempt}\nweb-1  | Connected to the cache\n${attempt}\nweb-1 exited with code 1`;
  expect(idOf(output)).toBe('connection-refused');
});

const python = 'Traceback (most recent call last):\n  File "/app/main.py", line 4, in <module>\n    main()\n';

test.each(['TypeError: x is wrong', 'ReferenceError: x is gone', 'RangeError: x is too much'])(
  'takes %s for JavaScript’s where its stack stands below, and never below a traceback of Python’s',
  (line) => {
    expect(idOf(`${line}\n    at start (/app/server.js:4:9)`)).toBe('javascript-exception');
    expect(idOf(`${python}${line}`)).not.toBe('javascript-exception');
  },
);

test('a French sentence that begins with “c’est” is not taken for Ctrl+C', () => {
  expect(idOf("c'est bon, tout est vert maintenant")).toBe('unknown');
  expect(idOf('^C')).toBe('interrupted');
});
