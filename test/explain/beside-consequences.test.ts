import { describe, expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';

/** Lines that only say that something has ended, as they are printed. */
const consequences: readonly string[] = [
  "The command '/bin/sh -c npm install' returned a non-zero code: 1",
  '#9 ERROR: process "/bin/sh -c make dist" did not complete successfully: exit code: 2',
  'web-1 exited with code 1',
  'Error: Process completed with exit code 1.',
  'npm error Lifecycle script `build` failed with error:\nnpm error code 1\nnpm error path /app',
];

/** Unknown errors. */
const strangers: readonly string[] = [
  'npm ERR! cb() never called!',
  'error: the flux capacitor is empty',
  'turnip.errors.TurnipError: no turnips left',
  'fatal: turnips are out of season',
  'make: *** [Makefile:4: dist] Error 2',
];

describe.each(consequences)('Above %j', (consequence) => {
  test.each(strangers)('the decisive line is the unknown error %j', (stranger) => {
    for (const output of [
      `${stranger}\n${consequence}`,
      `$ docker build .\n\n${stranger}\nmore\n${consequence}`,
    ])
      expect(explainOutput(output)).toMatchObject({ kind: 'unknown', decisive: { text: stranger } });
  });
});

test.each(consequences)('Alone, %j is recognised', (consequence) => {
  expect(explainOutput(consequence)).toMatchObject({ kind: 'error' });
});

test('A known cause beside an unknown line stays the cause', () => {
  const output = 'error: the flux capacitor is empty\n/bin/sh: 1: uv: not found\nweb-1 exited with code 127';
  expect(explainOutput(output)).toMatchObject({ kind: 'error', id: 'uv-missing' });
});

test.each([
  '$ docker run -it app docker: Error response from daemon: No such image: app',
  'ada@laptop:~/shop$ docker build . ERROR: failed to solve: the Dockerfile cannot be empty',
  'PS C:\\shop> docker pull app Error response from daemon: manifest for app:9 not found: manifest unknown',
])('Reads the output behind a command where both came on one line: %j', (output) => {
  expect(explainOutput(output)).toMatchObject({ kind: 'error' });
});

test('A command that only mentions an error is not taken for one', () => {
  expect(explainOutput('$ grep "port is already allocated" build.log')).toMatchObject({
    kind: 'unknown',
    decisive: null,
  });
});
