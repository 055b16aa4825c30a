import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { translate } from '../../src/wording/wording.ts';
import { replaced } from '../support/replaced.ts';

/** What students write in the lesson about Compose, with the outcome; null if it cannot be known. */
const folder = join(import.meta.dirname, '../../lessons/compose-docker');

let check: Checker;
let lesson: InstalledLesson;
let answer: string;
beforeAll(async () => {
  [check, lesson, answer] = await Promise.all([
    openChecker(),
    loadLesson(folder),
    readFile(join(folder, 'solution/compose.yaml'), 'utf8'),
  ]);
});

type Change = readonly [from: string, to: string];

function report(changes: readonly Change[], more: Readonly<Record<string, string>> = {}): CheckReport {
  const text = changes.reduce((each, [from, to]) => replaced(each, from, to), answer);
  return check({ student: { files: { 'compose.yaml': text, ...more }, complete: true }, ...lesson });
}

/** Lines for the database and for the program, in place of those of the answer. */
const inDatabase = (lines: string): Change => ['  db:\n', `  db:\n${lines}`];
const inProgram = (lines: string): Change => ['    build: .\n', `    build: .\n${lines}`];
const health = (test: string): Change => ['[CMD-SHELL, pg_isready -U guest -d guestbook]', test];
const volume = (to: string): Change => ['guests:/var/lib/postgresql/data', to];

type Answers = Readonly<Record<string, readonly [ready: boolean | null, ...changes: readonly Change[]]>>;

const answers: Readonly<Record<string, Answers>> = {
  'images and builds': {
    'the lesson’s own answer': [true],
    'a newer release': [true, ['16-alpine', '17-alpine']],
    'the one on Debian': [true, ['postgres:16-alpine', 'postgres:16']],
    'an image that the lesson does not have': [false, ['postgres:16-alpine', 'mysql:8']],
    'a Dockerfile that is named': [
      true,
      ['    build: .\n', '    build:\n      context: .\n      dockerfile: Dockerfile\n'],
    ],
    'an argument of the build': [
      null,
      ['    build: .\n', '    build:\n      context: .\n      args: { X: "1" }\n'],
    ],
    'an image that is named and built': [true, inProgram('    image: guest-book\n')],
    'an old version': [true, ['services:\n', 'version: "3.9"\nservices:\n']],
  },
  'accounts that both have to know': {
    'the usual user': [
      true,
      ['      POSTGRES_USER: guest\n', ''],
      ['DATABASE_USER: guest', 'DATABASE_USER: postgres'],
    ],
    'a user that was never made': [false, ['      POSTGRES_USER: guest\n', '']],
    'the user’s own database': [
      true,
      ['      POSTGRES_DB: guestbook\n', ''],
      ['DATABASE_NAME: guestbook', 'DATABASE_NAME: guest'],
    ],
    'a database that was never made': [false, ['      POSTGRES_DB: guestbook\n', '']],
    'the database that every server has': [true, ['DATABASE_NAME: guestbook', 'DATABASE_NAME: postgres']],
    'a template nobody may use': [false, ['DATABASE_NAME: guestbook', 'DATABASE_NAME: template0']],
    'another user': [false, ['DATABASE_USER: guest', 'DATABASE_USER: admin']],
    'another password': [false, ['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: Secret']],
    'another database': [false, ['DATABASE_NAME: guestbook', 'DATABASE_NAME: Guestbook']],
    'quotes that belong to the password': [
      false,
      ['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: "\\"secret\\""'],
    ],
    'quotes that do not': [true, ['DATABASE_PASSWORD: secret', "DATABASE_PASSWORD: 'secret'"]],
    'a number': [
      true,
      ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: 1234'],
      ['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: "1234"'],
    ],
    'a default': [true, ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: ${WORD:-secret}']],
    'a default of another kind': [false, ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: ${WORD:-other}']],
    'a variable without a value': [false, ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: ${WORD}']],
    'an empty password': [false, ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: ""']],
    'an empty name of the database': [false, ['DATABASE_NAME: guestbook', 'DATABASE_NAME: ""']],
    'an empty user': [null, ['DATABASE_USER: guest', 'DATABASE_USER: ""']],
    'a server that trusts everybody': [
      true,

      ['POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD: secret\n      POSTGRES_HOST_AUTH_METHOD: trust'],
      ['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: other'],
    ],
    'a variable that the program needs': [false, ['      DATABASE_NAME: guestbook\n', '']],
    'a variable of the client': [
      null,
      ['      DATABASE_HOST: db\n', '      DATABASE_HOST: db\n      PGSSLMODE: require\n'],
    ],
    'a variable that nobody reads': [
      true,
      [
        '      DATABASE_HOST: db\n',
        '      DATABASE_HOST: db\n      PYTHONUNBUFFERED: 1\n      GREETING: hello\n',
      ],
    ],
  },
  'names and networks': {
    'a host that is the container itself': [false, ['DATABASE_HOST: db', 'DATABASE_HOST: localhost']],
    'a host that nobody is': [false, ['DATABASE_HOST: db', 'DATABASE_HOST: database']],
    'names of containers': [
      true,
      inProgram('    container_name: web\n'),
      inDatabase('    container_name: database\n'),
    ],
    'one network': [
      true,
      inProgram('    networks: [back]\n'),
      inDatabase('    networks: [back]\n'),
      ['\nvolumes:\n  guests', '\nnetworks:\n  back:\nvolumes:\n  guests'],
    ],
    'two networks': [
      false,
      inProgram('    networks: [front]\n'),
      inDatabase('    networks: [back]\n'),
      ['\nvolumes:\n  guests', '\nnetworks:\n  back:\n  front:\nvolumes:\n  guests'],
    ],
    'a network for the database alone': [
      false,
      inDatabase('    networks: [back]\n'),
      ['\nvolumes:\n  guests', '\nnetworks:\n  back:\nvolumes:\n  guests'],
    ],
    'a port at the machine’s own address': [true, ['"8000:8000"', '"127.0.0.1:8000:8000"']],
    'a port of another kind': [null, ['"8000:8000"', '"8000:8000/udp"']],
    'a port of the database, too': [true, inDatabase('    ports: ["5432:5432"]\n')],
  },
  'healthchecks of the database': {
    'no names': [true, health('pg_isready')],
    words: [true, health('[CMD, pg_isready, -U, guest]')],
    'joined words': [true, health('[CMD, pg_isready, -Uguest, --dbname=guestbook]')],
    'an end of its own': [true, health('"pg_isready -U guest || exit 1"')],
    'variables of the container': [true, health('"pg_isready -U $$POSTGRES_USER -d $${POSTGRES_DB}"')],
    'variables that Compose puts in': [true, health('"pg_isready -U $POSTGRES_USER -d $POSTGRES_DB"')],
    'a name that is put in as nothing': [false, health('"pg_isready -U $POSTGRES_USER -d guestbook"')],
    'a user who does not matter': [true, health('pg_isready -U other')],
    'the host': [true, health('pg_isready -h localhost')],
    'another port': [false, health('pg_isready -p 5433')],
    'a word too many': [false, health('pg_isready guestbook')],
    'a question': [true, health(`[CMD-SHELL, "psql -U guest -d guestbook -c 'SELECT 1'"]`)],
    'a question of nobody': [false, health(`[CMD-SHELL, "psql -c 'SELECT 1'"]`)],
    'a question of somebody else': [false, health(`[CMD-SHELL, "psql -U postgres -c 'SELECT 1'"]`)],
    'a program that the image lacks': [false, health('[CMD, curl, -f, "http://localhost:5432"]')],
    'a program that is misspelt': [false, health('pg_is_ready -U guest')],
    'a whole line as one word': [false, health('[CMD, "pg_isready -U guest"]')],
    'what says nothing of the database': [null, health('exit 0')],
    'Docker’s own times': [true, ['      interval: 2s\n      retries: 15\n', '']],
    'long times': [true, ['interval: 2s', 'interval: 10s\n      timeout: 5s\n      start_period: 10s']],
    minutes: [null, ['interval: 2s', 'interval: 2m']],
    'an hour': [false, ['interval: 2s', 'interval: 1h']],
    'an hour after a start that is looked at': [
      null,
      ['interval: 2s', 'interval: 1h\n      start_period: 40s'],
    ],
  },
  'volumes of the database': {
    'a slash at the end': [true, volume('guests:/var/lib/postgresql/data/')],
    'a folder below': [
      true,
      ['POSTGRES_DB: guestbook', 'POSTGRES_DB: guestbook\n      PGDATA: /var/lib/postgresql/data/pgdata'],
    ],
    'a folder elsewhere': [false, ['POSTGRES_DB: guestbook', 'POSTGRES_DB: guestbook\n      PGDATA: /data']],
    'the folder above, which images hide or not': [null, volume('guests:/var/lib/postgresql')],
    'the wrong folder': [false, volume('guests:/var/lib/postgres/data')],
    'without a name': [false, volume('/var/lib/postgresql/data')],
    'that may only be read': [false, volume('guests:/var/lib/postgresql/data:ro')],
    'that are not declared': [false, ['\nvolumes:\n  guests:\n', '']],
    'with a script that it runs': [
      null,
      volume('./init.sql:/docker-entrypoint-initdb.d/init.sql\n      - guests:/var/lib/postgresql/data'),
    ],
  },
  'how the services are run': {
    'again and again': [true, inProgram('    restart: always\n')],
    'again and again with a wrong password': [
      false,
      inProgram('    restart: always\n'),
      ['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: no'],
    ],
    'by the same command': [true, inProgram('    command: python app.py\n')],
    'by another command': [null, inProgram('    command: python -m http.server 8000\n')],
    'with the project over the code': [null, inProgram('    volumes: [".:/code"]\n')],
    'with a healthcheck that the image lacks a program for': [
      false,
      inProgram('    healthcheck:\n      test: curl -f http://localhost:8000/guests\n'),
    ],
    'with a healthcheck of Python': [
      null,
      inProgram('    healthcheck:\n      test: [CMD, python, -c, "pass"]\n'),
    ],
    'a server with words of its own': [null, inDatabase('    command: postgres -c max_connections=50\n')],
    'as another user': [null, inDatabase('    user: "1000"\n')],
    'without a right to write': [null, inDatabase('    read_only: true\n')],
    'a third one beside them': [
      true,
      [
        '\nvolumes:\n  guests',
        '\n  other:\n    image: postgres:16-alpine\n    environment: { POSTGRES_PASSWORD: x }\nvolumes:\n  guests',
      ],
    ],
    'a third one that ends at once': [
      false,
      ['\nvolumes:\n  guests', '\n  other:\n    image: postgres:16-alpine\nvolumes:\n  guests'],
    ],
    'once the other has begun': [
      false,
      ['        condition: service_healthy', '        condition: service_started'],
    ],
  },
};

describe.each(Object.entries(answers))('services of a Compose file: %s', (_kind, each) => {
  test.each(Object.entries(each))('predicts the services with %s', (_what, [ready, ...changes]) => {
    expect(report(changes).ready).toBe(ready);
  });
});

test.each([
  [['DATABASE_PASSWORD: secret', 'DATABASE_PASSWORD: no'], /another password than `db` was given/, 23],
  [
    ['DATABASE_NAME: guestbook', 'DATABASE_NAME: ""'],
    /asks for the database `?guest`?, and `db` has none/,
    21,
  ],
  [['      DATABASE_USER: guest\n', ''], /looks for the variable `?DATABASE_USER/, 15],
  [['interval: 2s', 'interval: 1h'], /the interval is over/, 10],
] as const)('the reason of what does not fit is said where it stands: %s', (change, says, line) => {
  const found = report([change]).findings.filter(({ rule }) => rule === 'ServicesFail');
  const said = found.map(({ file, line: at, message }) => ({ file, at, text: translate('en', message) }));
  expect(said).toEqual([{ file: 'compose.yaml', at: line, text: expect.stringMatching(says) }]);
});

test.each([
  ['DATABASE_PASSWORD=secret\n', true],
  ['# The same as above.\nDATABASE_PASSWORD="secret"\n\n', true],
  ['DATABASE_PASSWORD=other\n', false],
  ['DATABASE_PASSWORD secret\n', null],
])('variables of a file beside it count: %j', (env, ready) => {
  const changes: readonly Change[] = [
    ['      DATABASE_PASSWORD: secret\n', ''],
    inProgram('    env_file: web.env\n'),
  ];
  expect(report(changes, { 'web.env': env }).ready).toBe(ready);
});

test('a Dockerfile of the student’s own in place of the lesson’s is not followed', () => {
  const Dockerfile = 'FROM python:3.11-slim\nWORKDIR /code\nCOPY . .\nCMD ["python", "app.py"]\n';
  expect(report([], { Dockerfile }).ready).toBeNull();
});

test('predicts nothing for services of an application other than the lesson’s', () => {
  const tree = {
    files: lesson.tree.files.map((file) =>
      file.path === 'app.py' ? { ...file, text: `${file.text ?? ''}\nopen("notes")\n` } : file,
    ),
  };
  const files = { 'compose.yaml': answer };
  expect(check({ student: { files, complete: true }, lesson: lesson.lesson, tree }).ready).toBeNull();
});

test.each([
  'logging: { driver: nope }',
  'platform: linux/arm64',
  'pull_policy: never',
  'container_name: web!',
  'hostname: under_score',
  'mem_limit: 5x',
  'cpus: abc',
  'pids_limit: 2',
  'expose: [abc]',
  'scale: 2',
  'deploy: { replicas: 2 }',
  'stop_grace_period: abc',
  'ulimits: { nofile: 1 }',
])('a service that says more than is understood is unknown: %s', (line) => {
  expect(report([inProgram(`    ${line}\n`)]).ready).toBeNull();
});

test.each([
  'labels: [a=b]',
  'container_name: guest-book',
  'hostname: guests',
  'expose: ["8000", 9000/tcp]',
  'stop_grace_period: 1m30s',
  'platform: linux/amd64',
  'tty: true',
  'x-note: mine',
])('a service is followed with what changes nothing: %s', (line) => {
  expect(report([inProgram(`    ${line}\n`)]).ready).toBe(true);
});

test('a time that Compose cannot read, and a project that it cannot name, leave the services unknown', () => {
  expect(report([['interval: 2s', 'interval: 2x']]).ready).toBeNull();
  expect(report([['services:\n', 'name: Guest Book\nservices:\n']]).ready).toBeNull();
  expect(report([['services:\n', 'name: guest-book\nservices:\n']]).ready).toBe(true);
});
