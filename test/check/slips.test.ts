import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '../../src/check/model/report.ts';
import { translate } from '../../src/check/wording.ts';
import { nextStep, placeOfNext, todoOf } from '../../src/discord/render/check/check-next.ts';
import { defaultFileNames } from '../../src/intake/read-message.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

type Change = readonly [from: string, to: string];
/** What is reported first: the TODO, the place to change, and its sentence. */
type Told = readonly [todo: number | null, line: number | null, sentence: string];

/** The solution's Dockerfile without its comment, so that its lines are where a student has them. */
const dockerfile = (): string => (fixture.answer.Dockerfile ?? '').replace(/^#.*\n/m, '');

function checked(file: 'Dockerfile' | 'entrypoint.sh', [from, to]: Change): CheckReport {
  const files = { ...fixture.answer, Dockerfile: dockerfile() };
  const before = files[file as keyof typeof files] ?? '';
  expect(before).toContain(from);
  return fixture.check({ ...files, [file]: before.replace(from, () => to) });
}

function firstTold(report: CheckReport): Told {
  const next = nextStep({ report, names: defaultFileNames } as Parameters<typeof nextStep>[0]);
  const message =
    next.kind === 'blocker'
      ? next.blocker.message
      : next.kind === 'todo'
        ? next.todo.message
        : next.kind === 'finding'
          ? next.finding.message
          : null;
  return [todoOf(next), placeOfNext(next)?.line ?? null, message === null ? '' : translate('en', message)];
}

const uv = 'RUN pip install uv';
const sync = 'RUN uv sync --frozen';
const copy = 'COPY pyproject.toml uv.lock ./';
const folder = 'WORKDIR /app/core';
const bring = 'COPY entrypoint.sh /entrypoint.sh';
const allow = 'RUN chmod +x /entrypoint.sh';
const start = 'ENTRYPOINT ["/entrypoint.sh"]';

describe('A step of the Dockerfile that fails', () => {
  test.each<readonly [string, Change, Told]>([
    [
      'a program of another system',
      [uv, 'RUN brew install uv'],
      [1, 5, 'The image has no `brew`. uv is installed with pip'],
    ],
    [
      'a package that apt-get does not have',
      [uv, 'RUN apt-get update && apt-get install -y uv'],
      [1, 5, 'apt-get knows no package uv.'],
    ],
    ['a word that is left out', [uv, 'RUN pip uv'], [1, 5, 'After pip the word install is missing']],
    [
      'words in the wrong order',
      [uv, 'RUN pip uv install'],
      [1, 5, 'Write install first, then the package.'],
    ],
    ['sudo', [uv, 'RUN sudo pip install uv'], [1, 5, '`sudo` is not in the image. Leave that word out']],
    ['a prompt', [uv, 'RUN $ pip install uv'], [1, 5, 'The `$` at the beginning is what a terminal shows']],
    ['python without -m', [uv, 'RUN python pip install uv'], [1, 5, 'Write `python -m pip`.']],
    [
      'a mistyped option of pip',
      [uv, 'RUN pip install --no-cahe-dir uv'],
      [1, 5, 'Did you mean `--no-cache-dir`?'],
    ],
    [
      'a joining sign without a second command',
      [uv, `${uv} &&`],
      [1, 5, '`&&` joins two commands, and here none follows it. Delete it.'],
    ],
    [
      'an instruction swallowed by a backslash',
      [uv, `${uv} && \\`],
      [1, 5, 'so `COPY` of line 7 becomes a part of this command. Delete both signs.'],
    ],
    ['an installation that comes after its use', [`${uv}\n`, 'RUN true\n'], [1, 8, 'Nothing installs uv']],
    [
      'an installation by a user',
      [uv, `RUN useradd -m app\nUSER app\n${uv}`],
      [1, 7, 'Put the USER line below the steps that install.'],
    ],
    [
      'a mistyped option of uv',
      [sync, 'RUN uv sync --frosen'],
      [3, 8, 'There is no option `--frosen`. Did you mean `--frozen`?'],
    ],
    [
      'an option that does not exist',
      [sync, 'RUN uv sync --frozen --hard'],
      [3, 8, 'There is no option `--hard`: “error: unexpected argument'],
    ],
    ['an option in capitals', [sync, 'RUN uv sync --FROZEN'], [3, 8, 'Did you mean `--frozen`?']],
    [
      'the command of another tool',
      [sync, 'RUN uv install'],
      [3, 8, 'uv has no command `install`. Did you mean `uv sync`?'],
    ],
    ['a command of uv for pip', [sync, 'RUN pip sync'], [3, 8, '`sync` is a command of uv and not of pip.']],
    [
      'two words joined by a hyphen',
      [sync, 'RUN uv-sync --frozen'],
      [3, 8, '`uv-sync` are two words. Write `uv sync`.'],
    ],
    ['a missing space', [sync, 'RUN uv sync--frozen'], [3, 8, 'A space is missing in `sync--frozen`.']],
    [
      'the tool’s name left out',
      [sync, 'RUN sync --frozen'],
      [3, 8, 'The word uv is missing before `sync`.'],
    ],
    [
      'a command in quotes',
      [sync, 'RUN "uv sync --frozen"'],
      [3, 8, 'The quotes make one single word of the whole command'],
    ],
    [
      'a list with one element',
      [sync, 'RUN ["uv sync --frozen"]'],
      [3, 8, 'In brackets each word needs quotes of its own'],
    ],
    ['RUN twice', [sync, `RUN ${sync}`], [3, 8, '`RUN` stands here twice. Leave one out.']],
    [
      'another installer',
      [sync, 'RUN poetry install'],
      [3, 8, 'The image has no `poetry`. This project is installed with uv'],
    ],
    [
      'a group that the project does not have',
      [sync, `${sync} --group prod`],
      [3, 8, 'Your project has no dependency group `prod`. Leave `--group prod` out.'],
    ],
    [
      'signs of a web page',
      [sync, 'RUN true &amp;&amp; uv sync --frozen'],
      [3, 8, '`&amp;` is how a web page writes &'],
    ],
    [
      'a condition without then',
      [sync, 'RUN if [ -f uv.lock ] then uv sync --frozen; fi'],
      [3, 8, 'Write `if …; then`.'],
    ],
    [
      'single quotes in a list of files',
      [copy, "COPY ['pyproject.toml', 'uv.lock', './']"],
      [2, 7, 'Brackets need words in double quotes'],
    ],
    ['a path of Windows', [copy, 'COPY C:\\Users\\lea\\pyproject.toml ./'], [2, 7, 'Write pyproject.toml.']],
    [
      'a file that other projects have',
      [copy, 'COPY requirements.txt ./'],
      [2, 7, 'it lists its packages in pyproject.toml, uv.lock'],
    ],
    [
      'cp in place of COPY',
      [copy, 'RUN cp pyproject.toml uv.lock ./'],
      [2, 7, 'Use COPY in place of RUN cp.'],
    ],
    [
      'an instruction after RUN',
      [folder, 'RUN WORKDIR /app/core'],
      [4, 12, '`WORKDIR` is an instruction like RUN'],
    ],
    ['a script that nothing copies', [`${bring}\n`, ''], [5, 14, 'no step copies your script to that place']],
    [
      'a mistyped program',
      [allow, 'RUN chomd +x /entrypoint.sh'],
      [5, 15, 'There is no program `chomd`. Did you mean `chmod`?'],
    ],
    [
      'a path with an invisible character',
      [bring, `${bring}\u200b`],
      [5, 15, 'A character in the COPY on line 14 (U+200B) cannot be seen'],
    ],
    [
      'apt-get without -y',
      [uv, `RUN apt-get update && apt-get install curl\n${uv}`],
      [null, 5, 'Write `apt-get install -y`.'],
    ],
    ['SHELL without -c', [uv, `SHELL ["/bin/bash"]\n${uv}`], [1, 6, 'SHELL on line 5 leaves out "-c"']],
    [
      'a base image without pip',
      ['FROM python:3.11-slim', 'FROM node:22'],
      [1, 5, 'FROM on line 1 takes an image that has no `pip`.'],
    ],
    [
      'a stage that is not there',
      [bring, 'COPY --from=builder entrypoint.sh /entrypoint.sh'],
      [null, 14, 'leave `--from=builder` out'],
    ],
  ])('names the cause first: %s', (_, change, told) => {
    const [todo, line, sentence] = firstTold(checked('Dockerfile', change));
    expect([todo, line, sentence]).toEqual([told[0], told[1], expect.stringContaining(told[2])]);
  });
});

describe('A line of the Dockerfile that cannot be read', () => {
  test.each<readonly [string, Change, Told]>([
    ['an instruction in two words', [folder, 'WORK DIR /app/core'], [4, 12, 'WORKDIR is one word']],
    ['a sign in place of the space', [folder, 'WORKDIR=/app/core'], [4, 12, 'Put a space after WORKDIR']],
    ['cd in capitals', [folder, 'CD core'], [4, 12, 'The folder is changed with WORKDIR']],
    [
      'cp',
      [copy, 'CP pyproject.toml uv.lock ./'],
      [2, 7, 'Files of your folder come into the image with COPY.'],
    ],
    [
      'a command for a terminal',
      [start, `${start}\ndocker build -t shop .`],
      [null, 20, 'a command for your own terminal'],
    ],
    [
      'a comment after a backslash',
      [uv, 'RUN true && \\ # tools\n    pip install uv'],
      [1, 6, 'A comment stands after the backslash'],
    ],
    [
      'a space in the name of the image',
      ['python:3.11-slim', 'python: 3.11-slim'],
      [null, 1, 'Write it in one piece: python:3.11-slim.'],
    ],
    ['a stage without a name', ['python:3.11-slim', 'python:3.11-slim AS'], [null, 1, 'No name follows AS']],
    ['an image in capitals', ['python:3.11-slim', 'Python:3.11-slim'], [null, 1, 'write python:3.11-slim.']],
    [
      'a variable without a value in FROM',
      ['python:3.11-slim', 'python:${V}-slim'],
      [null, 1, 'put its ARG above this FROM'],
    ],
    [
      'an invisible character in FROM',
      ['FROM python', 'FROM \u200bpython'],
      [null, 1, '(U+200B) cannot be seen'],
    ],
    [
      'a flag without its value',
      [bring, 'COPY --chmod 755 entrypoint.sh /entrypoint.sh'],
      [5, 14, 'Join the flag and its value with ='],
    ],
    [
      'a mistyped flag',
      [bring, 'COPY --chmodd=755 entrypoint.sh /entrypoint.sh'],
      [5, 14, 'Did you mean --chmod?'],
    ],
  ])('names the cause first: %s', (_, change, told) => {
    const [todo, line, sentence] = firstTold(checked('Dockerfile', change));
    expect([todo, line, sentence]).toEqual([told[0], told[1], expect.stringContaining(told[2])]);
  });
});

describe('A start that the Dockerfile spoils', () => {
  test.each<readonly [string, Change, Told]>([
    [
      'a variable without a value in WORKDIR',
      [folder, 'WORKDIR $APP/core'],
      [4, 12, '`$APP` has no value on this line'],
    ],
    [
      'WORKDIR above the COPY',
      ['COPY . .\n\nWORKDIR /app/core', 'WORKDIR /app/core\n\nCOPY . .'],
      [4, 10, 'Move this line below the COPY of your code.'],
    ],
    ['WORKDIR with the file', [folder, 'WORKDIR /app/core/manage.py'], [4, 12, 'Leave manage.py out.']],
    [
      'WORKDIR in brackets',
      [folder, 'WORKDIR ["/app/core"]'],
      [4, 12, 'Leave the brackets and the quotes out.'],
    ],
    [
      'a second ENTRYPOINT',
      [start, `${start}\nENTRYPOINT ["uv", "run", "python", "manage.py"]`],
      [6, 20, 'replaces the one on line 19 that starts your script. Delete this line.'],
    ],
    [
      'a server in place of the script',
      [start, 'CMD ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]'],
      [6, 19, 'and not your script, so nothing migrates'],
    ],
    [
      'sh -c with several words',
      [start, 'ENTRYPOINT ["sh", "-c", "uv", "run", "python"]'],
      [6, 19, '`sh -c` takes only the next word for its command, here `uv`.'],
    ],
    [
      'a shell without -c',
      [start, 'ENTRYPOINT ["sh", "uv run python manage.py"]'],
      [6, 19, 'Without -c the shell takes'],
    ],
    [
      'RUN in place of ENTRYPOINT',
      [start, 'RUN /entrypoint.sh'],
      [6, 19, 'RUN starts /entrypoint.sh while the image is built'],
    ],
    [
      'a space in the quotes',
      [start, 'ENTRYPOINT ["/entrypoint.sh "]'],
      [6, 19, 'There is a space inside the quotes'],
    ],
    [
      'a heredoc whose variables Docker replaces',
      [
        bring,
        'COPY <<EOF /entrypoint.sh\n#!/bin/sh\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:$PORT\nEOF',
      ],
      [5, 14, 'Write <<"EOF" with quotes above the block.'],
    ],
    [
      'echo -e',
      [bring, 'RUN echo -e "#!/bin/sh\\nuv run python manage.py migrate" > /entrypoint.sh'],
      [5, 14, 'Leave -e out.'],
    ],
  ])('A start that the Dockerfile breaks is reported with the line to change: %s', (_, change, told) => {
    const [todo, line, sentence] = firstTold(checked('Dockerfile', change));
    expect([todo, line, sentence]).toEqual([told[0], told[1], expect.stringContaining(told[2])]);
  });

  test('The start works once a chown above USER gives the folder to the right user', () => {
    const [, line, sentence] = firstTold(
      checked('Dockerfile', ['EXPOSE', 'RUN useradd -m app\nUSER app\nEXPOSE']),
    );
    expect([line, sentence]).toEqual([
      18,
      expect.stringContaining('Write `RUN chown -R app /app/core` above the USER line.'),
    ]);
    const change: Change = ['EXPOSE', 'RUN useradd -m app\nRUN chown -R app /app/core\nUSER app\nEXPOSE'];
    expect(checked('Dockerfile', change).ready).toBe(true);
  });
});

const migrate = 'uv run python manage.py migrate';
const serve = 'exec uv run python manage.py runserver 0.0.0.0:8000';

describe('A script that ends early', () => {
  test.each<readonly [string, Change, string, number]>([
    [
      'a word of the Dockerfile',
      [migrate, `RUN ${migrate}`],
      '`RUN` is for the Dockerfile, and this is a script.',
      3,
    ],
    ['a prompt', [migrate, `> ${migrate}`], 'The `>` at the beginning is what a terminal shows', 3],
    [
      'the prompt of an environment',
      [migrate, `(.venv) $ ${migrate}`],
      'The `(.venv) $` at the beginning',
      3,
    ],
    ['a comment of another language', [migrate, `// tables\n${migrate}`], 'A comment begins with #', 3],
    ['spaces around =', [migrate, `HOST = 0.0.0.0\n${migrate}`], 'Write `HOST=0.0.0.0`.', 3],
    ['spaces after export', [migrate, `export HOST = 0.0.0.0\n${migrate}`], 'Write `HOST=0.0.0.0`.', 3],
    [
      'a dollar sign on the left',
      [migrate, `$HOST=0.0.0.0\n${migrate}`],
      'There is no $ before a name that gets a value.',
      3,
    ],
    ['a colon in place of =', [migrate, `HOST: 0.0.0.0\n${migrate}`], 'A value is given with =', 3],
    ['a command of Windows', [migrate, `${migrate}\npause`], '`pause` is a command of Windows', 4],
    [
      'a word of Windows',
      [migrate, `call ${migrate}`],
      'Leave that word out, and keep the command after it.',
      3,
    ],
    [
      'a variable of Windows',
      [serve, serve.replace('8000', '%PORT%')],
      '`%PORT%` is how Windows writes a variable',
      4,
    ],
    ['py', [migrate, 'py manage.py migrate'], 'Here it is `python`.', 3],
    [
      'a mistyped command of manage.py',
      [migrate, migrate.replace('migrate', 'migrat')],
      'Did you mean `migrate`?',
      3,
    ],
    [
      'a mistyped file',
      [migrate, migrate.replace('manage', 'mange')],
      'There is no file mange.py. Did you mean manage.py?',
      3,
    ],
    ['run left out', [migrate, 'uv python manage.py migrate'], 'After uv the word run is missing', 3],
    ['a file in place of a command', [migrate, 'manage.py migrate'], 'Write `uv run python manage.py`.', 3],
    [
      'a backslash and a space',
      [migrate, 'uv run python manage.py \\ \n  migrate'],
      'Line 3 ends with a space after its backslash',
      4,
    ],
    [
      'an apostrophe',
      [migrate, `echo Let's go\n${migrate}`],
      "The apostrophe in `Let's` begins a quotation",
      3,
    ],
    ['a condition that is never closed', [migrate, `if true; then\n${migrate}`], '`fi` is missing', 3],
    [
      'a bracket without its space',
      [migrate, `if [-f manage.py]; then ${migrate}; fi`],
      'A space is missing after the bracket',
      3,
    ],
    [
      'a block that never ends',
      [migrate, `cat <<EOF\n${migrate}`],
      'Put EOF alone on a line below the text.',
      3,
    ],
    ['exit too early', [serve, `exit 0\n${serve}`], 'This `exit` ends the script', 4],
    [
      'a server that is not among the packages',
      [serve, 'exec uv run gunicorn config.wsgi'],
      '`gunicorn` is not among the packages of this project.',
      4,
    ],
    [
      'an option in place of the address',
      [serve, serve.replace('0.0.0.0:8000', '--host 0.0.0.0 8000')],
      'runserver takes its address without an option.',
      4,
    ],
    ['an invisible character', [migrate, `${migrate}\u200b`], 'A character in this step (U+200B)', 3],
    [
      'an invisible character in the first line',
      ['#!/bin/sh', '#!/bin/sh\u00a0'],
      'A character in the first line (U+00A0)',
      1,
    ],
    ['an empty file', [`#!/bin/sh\nset -e\n${migrate}\n${serve}\n`, ''], 'This script is empty', 1],
  ])('A script that ends early is TODO 5, and its cause comes first: %s', (_, change, sentence, line) => {
    expect(firstTold(checked('entrypoint.sh', change))).toEqual([5, line, expect.stringContaining(sentence)]);
  });

  test('What a requirements file lacks at the start spoils no TODO of the build', () => {
    const report = checked('entrypoint.sh', [migrate, `pip install -r requirements.txt\n${migrate}`]);
    expect(report.todos.filter(({ status }) => status !== 'done').map(({ n }) => n)).toEqual([5]);
    expect(firstTold(report)[2]).not.toContain('The build stops here');
  });
});

describe('A script under another name', () => {
  test('A script under another name is named as it is called', () => {
    const { 'entrypoint.sh': script = '', ...others } = fixture.answer;
    const report = fixture.check({ ...others, 'entrypoint.sh.txt': script });
    expect(firstTold(report)[2]).toContain(
      'Your file is called entrypoint.sh.txt, and entrypoint.sh is looked for',
    );
  });
});
