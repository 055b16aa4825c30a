import { describe, expect, test } from '@jest/globals';
import { translate } from '../../../src/wording/wording.ts';
import { containerMessages } from '../../../workers/phases/explain/known/container-messages.ts';
import { recognise } from '../../../workers/phases/explain/known/recognise.ts';
import { stepMessages } from '../../../workers/phases/explain/known/step-messages.ts';

/** Last output of students' servers and scripts, and what the sentence has to name. The texts are the programs' own. */
const said: readonly (readonly [string, string, RegExp, string])[] = [
  [
    'settings that read the environment',
    `  File "/app/core/shop/settings.py", line 6, in <module>
    SECRET_KEY = os.environ["SECRET_KEY"]
                 ~~~~~~~~~~^^^^^^^^^^^^^^
  File "<frozen os>", line 679, in __getitem__
KeyError: 'SECRET_KEY'`,
    /`SECRET_KEY`.*ENV/,
    'exited',
  ],
  [
    'settings that read it with django-environ',
    'django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable',
    /`SECRET_KEY`.*ENV/,
    'exited',
  ],
  [
    'settings that read it with decouple',
    'decouple.UndefinedValueError: DEBUG not found. Declare it as envvar or define a default value.',
    /`DEBUG`.*ENV/,
    'exited',
  ],
  [
    'a setting that is empty',
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    /SECRET_KEY setting must not be empty/,
    'exited',
  ],
  [
    'uvicorn without its application',
    'ERROR:    Error loading ASGI app. Could not import module "config.asgi".',
    /`config\.asgi`/,
    'exited',
  ],
  [
    'gunicorn without its application',
    "Failed to find attribute 'app' in 'shop.wsgi'.\n[INFO] Worker exiting (pid: 35)",
    /`shop\.wsgi`/,
    'exited',
  ],
  [
    'a fixture that is not there',
    "CommandError: No fixture named 'initial' found.",
    /`loaddata`.*`initial`/,
    'exited',
  ],
  [
    'a script that waits with a program that is not there',
    '/entrypoint.sh: 3: nc: not found\n/entrypoint.sh: 3: nc: not found',
    /`nc`.*no database server/,
    'waits-for-a-database',
  ],
  [
    'a superuser without a name',
    'CommandError: You must use --username with --noinput.',
    /DJANGO_SUPERUSER_USERNAME.*needs no superuser/,
    'exited',
  ],
  ['a key of a dictionary', "KeyError: 'name'", /^$/, ''],
];

describe('a container that ended with', () => {
  test.each(said)('recognises %s', (_name, log, sentence, reason) => {
    const known = recognise(containerMessages, log);
    expect(known?.reason ?? '').toBe(reason);
    expect(known === null ? '' : translate('en', known.explanation)).toMatch(sentence);
  });

  test('reports a variable that a build step reads as the build’s', () => {
    const known = recognise(stepMessages, said[0]?.[1] ?? '');
    expect(known === null ? '' : translate('en', known.explanation)).toMatch(/entrypoint/);
  });
});
