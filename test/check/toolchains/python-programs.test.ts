import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed, lines } from '../mutation.ts';

/**
 * Programs in Python that a student's build runs: how the interpreter reads its command line, and where a script, a module and
 * a text of `-c` look for what they import. Each was tried with Python 3.11. Null where the check does not follow the program.
 */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

type Files = Readonly<Record<string, string>>;

/** The lesson's answer with a step more, once all files are there. */
const withStep = (step: string, files: Files = {}) =>
  fixture.check({
    Dockerfile: changed(answer.dockerfile, lines.everything, `${lines.everything}${step}\n`),
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
    ...files,
  });

const commands: Readonly<Record<string, boolean | null>> = {
  'python -um pip --version': true,
  'python -Bum pip --version': true,
  'python -mpip --version': true,
  'python "-cprint(1)"': true,
  'python -Bc "print(1)"': true,
  'python -Bc "raise SystemExit(1)"': false,
  'python -uV': true,
  'python -W ignore -c "print(1)"': true,
  'python -uW ignore -c "print(1)"': true,
  'python -X dev -c "print(1)"': true,
  'python --check-hash-based-pycs always -c "print(1)"': true,
  'python -- tools/say.py': true,
  'python tools/say.py --option -c "raise SystemExit(1)"': true,
  'python -c': false,
  'python -m': false,
  'python -W': false,
  'python -uz tools/say.py': false,
  'python --verbose tools/say.py': false,
  'python -P tools/say.py': null,
  'python -uI tools/say.py': null,
  'python -x tools/say.py': null,
  'PYTHONSAFEPATH=1 python tools/say.py': null,
};

test.each(Object.entries(commands))('predicts the command line %s', (command, ready) => {
  expect(withStep(`RUN ${command}`, { 'tools/say.py': 'print("hello")\n' }).ready).toBe(ready);
});

const imports: Readonly<Record<string, readonly [step: string, files: Files, ready: boolean | null]>> = {
  'a script, from its own folder': [
    'RUN python tools/make.py',
    { 'tools/make.py': 'import parts\n', 'tools/parts.py': 'A = 1\n' },
    null,
  ],
  'a script, from the folder that the command runs in': [
    'RUN python tools/make.py',
    { 'tools/make.py': 'import parts\n', 'parts.py': 'A = 1\n' },
    false,
  ],
  'a script by its whole path': [
    'RUN cd / && python /app/tools/make.py',
    { 'tools/make.py': 'import parts\n', 'tools/parts.py': 'A = 1\n' },
    null,
  ],
  'a text, from the folder that the command runs in': [
    'RUN python -c "import parts"',
    { 'parts.py': 'A = 1\n' },
    null,
  ],
  'a text, from the folder of a script': [
    'RUN python -c "import parts"',
    { 'tools/parts.py': 'A = 1\n' },
    false,
  ],
  'standard input, from the folder of the file behind it': [
    'RUN python < tools/make.py',
    { 'tools/make.py': 'import parts\n', 'tools/parts.py': 'A = 1\n' },
    false,
  ],
  'a text, from a folder of PYTHONPATH': [
    'RUN PYTHONPATH=/nowhere:tools python -c "import parts"',
    { 'tools/parts.py': 'A = 1\n' },
    null,
  ],
  'a script, from a file that is called like a module of Python': [
    'RUN python tools/make.py',
    { 'tools/make.py': 'import random\n', 'tools/random.py': 'raise SystemExit(1)\n' },
    null,
  ],
  'a script, from Python where such a file lies elsewhere': [
    'RUN python tools/make.py',
    { 'tools/make.py': 'import random\n', 'random.py': 'raise SystemExit(1)\n' },
    true,
  ],
};

test.each(Object.entries(imports))('finds what is imported by %s', (_name, [step, files, ready]) => {
  expect(withStep(step, files).ready).toBe(ready);
});

const writes = 'with open("/made.sh", "w") as made:\n    made.write("#!/bin/sh")\n';

test.each([
  ['a script', 'RUN python make.py', { 'make.py': writes }],
  ['a script whose name is not known', 'RUN python "$(date +%s).py"', {}],
  ['a module', 'RUN python -m make', { 'make.py': writes }],
  ['standard input', 'RUN python < make.py', { 'make.py': writes }],
])('a file may be there that %s writes, as far as the check follows it', (_name, step, files) => {
  expect(withStep(`${step}\nRUN /made.sh`, files).ready).not.toBe(false);
});

test.each([
  ['a script', 'RUN python tools/make.py', 'python tools/make.py'],
  ['standard input', 'RUN python3 - < tools/make.py', 'python3'],
  ['a text', 'RUN python3 -c "raise SystemExit(3)"', 'python3 -c …'],
])('the failure of %s names its command', (_name, step, command) => {
  const { blocker } = withStep(step, { 'tools/make.py': 'import sys\nsys.exit(3)\n' });
  expect(blocker?.message).toMatchObject({ key: 'exitCode', values: { command } });
});

test('a script that removes carriage returns does so in the folder that the command runs in', () => {
  const removes =
    'from pathlib import Path\np = Path("entrypoint.sh")\np.write_bytes(p.read_bytes().replace(b"\\r\\n", b"\\n"))\n';
  const files = {
    'entrypoint.sh': answer.script.replaceAll('\n', '\r\n'),
    'tools/unix.py': removes,
  };
  const dockerfile = (step: string): string =>
    changed(answer.dockerfile, lines.everything, `${lines.everything}${step}`).replace(
      /^COPY.*entrypoint.sh.*$/m,
      'RUN cp /app/entrypoint.sh /entrypoint.sh',
    );
  const check = (step: string) =>
    fixture.check({ '.dockerignore': answer.ignore, ...files, Dockerfile: dockerfile(step) });
  expect(check('RUN python tools/unix.py\n').ready).toBe(true);
  expect(check('').ready).toBe(false);
});
