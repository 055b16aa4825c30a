import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Users that a start makes by `manage.py shell`; what goes well was tried with Django 5.2. Null where it is not followed. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const migrate = 'uv run python manage.py migrate';
const serve = 'exec uv run python manage.py runserver 0.0.0.0:8000';
const readyAfter = (...commands: readonly string[]) =>
  fixture.check({
    ...fixture.answer,
    'entrypoint.sh': `#!/bin/sh\nset -e\n${[...commands, serve].join('\n')}\n`,
  }).ready;
const read = (...program: readonly string[]): string =>
  `uv run python manage.py shell <<'EOF'\n${program.join('\n')}\nEOF`;
const model = 'from django.contrib.auth import get_user_model\nUser = get_user_model()';
const made = "User.objects.create_superuser('admin', 'admin@shop.example', 'secret')";

test.each([
  ['by -c', `uv run python manage.py shell -c "from django.contrib.auth.models import User; ${made}"`],
  [
    'through a pipe',
    `echo "from django.contrib.auth.models import User; ${made}" | uv run python manage.py shell`,
  ],
  [
    'where there is none, in one line',
    read(model, `User.objects.filter(username='admin').exists() or ${made}`),
  ],
  [
    'where there is none, in a block',
    read(
      model,
      "if not User.objects.filter(username='admin').exists():",
      `    ${made}`,
      "    print('made')",
      'else:',
      "    print('there')",
    ),
  ],
  [
    'over several lines',
    read(
      model,
      'User.objects.create_superuser(',
      "    username='admin',",
      "    email='',",
      "    password='secret',",
      ')',
    ),
  ],
  [
    'from variables with something to fall back on',
    read(
      'import os',
      model,
      "name = os.environ.get('ADMIN', 'admin')",
      'if not User.objects.filter(username=name).exists():',
      '    User.objects.create_superuser(username=name)',
    ),
  ],
  [
    'without a variable of its model',
    read('from django.contrib.auth import get_user_model', `get_user_model()${made.slice(4)}`),
  ],
])('a user is made once the tables are there: %s', (_title, command) => {
  expect(readyAfter(migrate, command)).toBe(true);
});

test.each([
  ['before the tables are there', [read(model, made), migrate]],
  ['twice in one program', [migrate, read(model, made, made)]],
  ['in two programs', [migrate, read(model, made), read(model, made)]],
  ['without a name', [migrate, read(model, "User.objects.create_superuser('', '', '')")]],
  [
    'by a variable that is not set',
    [
      migrate,
      read('import os', model, "name = os.environ.get('ADMIN')", 'User.objects.create_superuser(name)'),
    ],
  ],
  ['by a name that the program has not', [migrate, read(model, 'User.objects.create_superuser(name)')]],
  [
    'with a block that is none of Python’s',
    [migrate, read(model, "if not User.objects.filter(username='admin').exists():", made)],
  ],
  ['with an else that has no if', [migrate, read(model, made, 'else:', '    pass')]],
  ['by a program that does more', [migrate, read(model, made, 'User.objects.get(pk=7).delete()')]],
])('how a program ends that may not make the user is unknown: %s', (_title, commands) => {
  expect(readyAfter(...commands)).toBeNull();
});

test.each([
  ['try', read('try:', '    print(1)', 'except Exception as error:', '    print(2)'), true],
  [
    'nested',
    read('import sys', 'if sys.argv:', '    if True:', '        print(1)', '    else:', '        print(2)'),
    true,
  ],
  ['a comment below', read('if True:', '    print(1)  # one', '# end'), true],
  ['what ends the program', read('import sys', 'if len(sys.argv) == 1:', '    sys.exit(1)'), null],
  ['a loop', read('while True:', '    print(1)'), null],
  ['try alone', read('try:', '    print(1)'), null],
])('blocks of a program are followed where they change nothing: %s', (_title, command, ready) => {
  expect(readyAfter(command, migrate)).toBe(ready);
});
