// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, lines, type Mutation, replaced } from './mutation.ts';
import { answerFiles, VariantList } from './variant-list.ts';

/**
 * What students get wrong in a Dockerfile, each in the complete answer. Only the lesson's base image is needed, so that
 * each can be built for real.
 */
const { install, copies, sync, everything, workdir, script, chmod, start, expose } = lines;
const variants = new VariantList();

variants.add(
  'ARG leaks not into the start',
  false,
  5,
  answerFiles(
    replaced(answer.dockerfile, [expose, `ARG PORT=8000\n${expose}`]),
    replaced(answer.script, ['0.0.0.0:8000', '0.0.0.0:$PORT']),
  ),
);
variants.changeDockerfile('backslash path', false, 5, [script, 'COPY .\\entrypoint.sh /entrypoint.sh\n']);
variants.changeDockerfile('comma between files', false, 2, [copies, 'COPY pyproject.toml, uv.lock ./\n']);
variants.changeDockerfile('unquoted json copy', false, 2, [copies, 'COPY [pyproject.toml, uv.lock, ./]\n']);
variants.changeDockerfile('uv && sync', false, 3, [sync, 'RUN pip install uv && sync --frozen\n']);
variants.changeDockerfile('en dash', false, 3, [sync, 'RUN uv sync –frozen\n']);
variants.changeDockerfile('one dash', false, 3, [sync, 'RUN uv sync -frozen\n']);
variants.changeDockerfile('frozen true', false, 3, [sync, 'RUN uv sync --frozen=true\n']);
variants.changeDockerfile('script into slash folder', false, 5, [
  script,
  'COPY entrypoint.sh /entrypoint.sh/\n',
]);
variants.changeDockerfile('script in workdir, root chmod', false, 5, [
  script,
  'COPY entrypoint.sh entrypoint.sh\n',
]);
variants.changeDockerfile('comment behind ENTRYPOINT', false, 6, [
  start,
  'ENTRYPOINT ["/entrypoint.sh"] # start\n',
]);
variants.changeDockerfile('no commas', false, 6, [start, 'ENTRYPOINT ["sh" "/entrypoint.sh"]\n']);
variants.changeDockerfile('colon behind', false, 6, [start, 'ENTRYPOINT: ["/entrypoint.sh"]\n']);
variants.changeDockerfile('typo ENTRYPONT', false, 6, [start, 'ENTRYPONT ["/entrypoint.sh"]\n']);
variants.changeDockerfile('CMD bare name', false, 6, [start, 'CMD ["entrypoint.sh"]\n']);
variants.changeDockerfile('chmod 666', false, 5, [chmod, 'RUN chmod 666 /entrypoint.sh\n']);
variants.changeDockerfile('chmod without plus', false, 5, [chmod, 'RUN chmod x /entrypoint.sh\n']);
variants.changeDockerfile('chmod x+', false, 5, [chmod, 'RUN chmod x+ /entrypoint.sh\n']);
variants.changeDockerfile('backslash then RUN', false, 3, [
  `${install}\n${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nRUN pip install uv \\\nRUN uv sync --frozen\n',
]);
variants.changeDockerfile('frozen and locked', false, 3, [sync, 'RUN uv sync --frozen --locked\n']);
variants.changeDockerfile('copy core contents', false, 4, [everything, 'COPY core/ .\n']);
variants.changeDockerfile('all into core/core', false, 4, [everything, 'COPY . /app/core\n']);
variants.changeDockerfile('workdir variable unset', false, 4, [workdir, 'WORKDIR $APP/core\n']);
variants.changeDockerfile('workdir backslashes', false, 4, [workdir, 'WORKDIR \\app\\core\n']);
variants.changeDockerfile('workdir windows', false, 4, [workdir, 'WORKDIR C:\\app\\core\n']);
variants.changeDockerfile('workdir with comment', false, 4, [workdir, 'WORKDIR /app/core # django\n']);
variants.changeDockerfile('copy with comment', false, null, [everything, 'COPY . . # everything\n']);
variants.changeDockerfile('user 1000 chowned', false, null, [
  start,
  `RUN chown -R 1000:1000 /app\nUSER 1000\n${start}`,
]);
variants.changeDockerfile('user nobody', false, null, [start, `USER nobody\n${start}`]);
variants.changeDockerfile('user no home', false, null, [
  start,
  `RUN useradd app && chown -R app:app /app\nUSER app\n${start}`,
]);
variants.add(
  'migrate only in build',
  false,
  5,
  answerFiles(
    replaced(answer.dockerfile, [start, `RUN uv run python manage.py migrate\n${start}`]),
    replaced(answer.script, ['uv run python manage.py migrate\n', '']),
  ),
);
variants.changeDockerfile('collectstatic in build', false, null, [
  start,
  `RUN uv run python manage.py collectstatic --noinput\n${start}`,
]);
variants.changeDockerfile('python manage.py in build', false, null, [
  start,
  `RUN python manage.py migrate\n${start}`,
]);
variants.changeDockerfile('pip install in venv activated', false, 1, [
  install,
  'RUN python -m venv .venv && . .venv/bin/activate && pip install uv\n',
]);
variants.changeDockerfile('source in sh', false, null, [
  install,
  'RUN python -m venv /venv && source /venv/bin/activate && pip install uv\n',
]);
variants.changeDockerfile('pip install u v', false, 1, [install, 'RUN pip install u v\n']);
variants.changeDockerfile('pip instal', false, 1, [install, 'RUN pip instal uv\n']);
variants.changeDockerfile('export and pip', false, 3, [
  sync,
  'RUN uv export --frozen --no-dev -o requirements.txt && uv pip install --system -r requirements.txt\nENV UV_NO_SYNC=1 UV_SYSTEM_PYTHON=1\n',
]);
variants.add(
  'pip install . plain python',
  false,
  3,
  answerFiles(
    replaced(answer.dockerfile, [sync, 'RUN pip install .\n']),
    answer.script.replaceAll('uv run ', ''),
  ),
);
variants.add(
  'stage without uv',
  false,
  1,
  answerFiles(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n\nFROM python:3.11-slim\nWORKDIR /app\nCOPY --from=build /app/.venv .venv\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  ),
);
variants.add('markdown fence', false, null, answerFiles(`\`\`\`dockerfile\n${answer.dockerfile}\`\`\`\n`));
variants.add(
  'conflict markers',
  false,
  null,
  answerFiles(
    replaced(answer.dockerfile, [expose, '<<<<<<< HEAD\nEXPOSE 8000\n=======\nEXPOSE 8000\n>>>>>>> x\n']),
  ),
);
variants.add('no script file', false, 5, answerFiles(answer.dockerfile, null));
variants.add(
  'entrypoint in core, sent at root',
  false,
  5,
  answerFiles(replaced(answer.dockerfile, [script, 'COPY core/entrypoint.sh /entrypoint.sh\n'])),
);
variants.add(
  'cmd json without migrate',
  false,
  5,
  answerFiles(
    replaced(
      answer.dockerfile,
      [`${script}${chmod}`, ''],
      [start, 'ENTRYPOINT ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n'],
    ),
    null,
  ),
);
variants.add(
  'exec args without CMD',
  false,
  5,
  answerFiles(answer.dockerfile, '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec "$@"\n'),
);
variants.add('copy star', false, 4, answerFiles(replaced(answer.dockerfile, [everything, 'COPY * ./\n'])));
variants.add(
  'copy core star',
  false,
  4,
  answerFiles(replaced(answer.dockerfile, [everything, 'COPY core/* ./core/\n'])),
);
variants.add(
  'wrong settings module',
  false,
  null,
  answerFiles(replaced(answer.dockerfile, [expose, `ENV DJANGO_SETTINGS_MODULE=core.settings\n${expose}`])),
);

export const breakingStudentVariants: readonly Mutation[] = variants.variants;
