// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, lines, type Mutation, replaced } from './mutation.ts';
import { answerFiles, VariantList } from './variant-list.ts';

/**
 * What students do differently from the lesson in a Dockerfile without breaking anything, each in the complete answer. Only the lesson's base image is needed, so that
 * each can be built for real.
 */
const { install, copies, sync, everything, workdir, script, chmod, start, expose } = lines;
const variants = new VariantList();

variants.add(
  'ENV port',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [expose, `ENV PORT=8000\n${expose}`]),
    replaced(answer.script, ['0.0.0.0:8000', '0.0.0.0:$PORT']),
  ),
);
variants.changeDockerfile('platform', true, null, ['FROM python', 'FROM --platform=linux/amd64 python']);
variants.changeDockerfile('files to root', true, null, [copies, 'COPY pyproject.toml uv.lock /\n']);
variants.add(
  'no workdir at all',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, ['WORKDIR /app\n', ''], [workdir, 'WORKDIR /core\n'])),
);
variants.add(
  'no workdir, relative core',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, ['WORKDIR /app\n', ''], [workdir, 'WORKDIR core\n'])),
);
variants.changeDockerfile(
  'script in workdir all relative',
  true,
  null,
  [script, 'COPY entrypoint.sh .\n'],
  [chmod, 'RUN chmod +x entrypoint.sh\n'],
  [start, 'ENTRYPOINT ["./entrypoint.sh"]\n'],
);
variants.changeDockerfile('sh -c exec form', true, null, [
  start,
  'ENTRYPOINT ["sh", "-c", "/entrypoint.sh"]\n',
]);
variants.changeDockerfile('quotes without brackets', true, null, [start, 'ENTRYPOINT "/entrypoint.sh"\n']);
variants.changeDockerfile('exec in shell form', true, null, [start, 'ENTRYPOINT exec /entrypoint.sh\n']);
variants.changeDockerfile('RUN chmod json', true, null, [chmod, 'RUN ["chmod", "+x", "/entrypoint.sh"]\n']);
variants.changeDockerfile('chmod u+x', true, null, [chmod, 'RUN chmod u+x /entrypoint.sh\n']);
variants.changeDockerfile('chmod 700', true, null, [chmod, 'RUN chmod 700 /entrypoint.sh\n']);
variants.changeDockerfile('chmod -R', true, null, [chmod, 'RUN chmod -R +x /entrypoint.sh\n']);
variants.changeDockerfile('chmod glob', true, null, [chmod, 'RUN chmod +x /*.sh\n']);
variants.changeDockerfile('continued with &&', true, null, [
  `${install}\n${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nRUN pip install --no-cache-dir uv \\\n && uv sync --frozen \\\n && rm -rf /root/.cache\n',
]);
variants.changeDockerfile('double dash in cp', true, null, [
  sync,
  'RUN uv sync --frozen --no-dev --no-cache\n',
]);
variants.changeDockerfile('no-install-project', true, null, [
  sync,
  'RUN uv sync --frozen --no-install-project\n',
]);
variants.changeDockerfile('UV_PROJECT_ENVIRONMENT inline only', true, null, [
  sync,
  'RUN UV_PROJECT_ENVIRONMENT=/venv uv sync --frozen\n',
]);
variants.changeDockerfile('UV_PROJECT_ENVIRONMENT ENV', true, null, [
  sync,
  'ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nRUN uv sync --frozen\n',
]);
variants.changeDockerfile('uv sync in core', true, null, [
  `${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nWORKDIR /app/core\nRUN uv sync --frozen\nWORKDIR /app\n',
]);
variants.changeDockerfile('ENV quotes', true, null, [
  expose,
  `ENV PYTHONUNBUFFERED="1" PYTHONDONTWRITEBYTECODE='1'\n${expose}`,
]);
variants.changeDockerfile('ENV legacy', true, null, [expose, `ENV PYTHONUNBUFFERED 1\n${expose}`]);
variants.changeDockerfile('ENV with blanks around =', true, null, [
  expose,
  `ENV PYTHONUNBUFFERED = 1\n${expose}`,
]);
variants.changeDockerfile('EXPOSE 8080', true, null, [expose, 'EXPOSE 8080\n']);
variants.changeDockerfile('EXPOSE mapping', true, null, [expose, 'EXPOSE 8000:8000\n']);
variants.changeDockerfile('HEALTHCHECK', true, null, [
  expose,
  `HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\n${expose}`,
]);
variants.changeDockerfile('two entrypoints', true, null, [start, `ENTRYPOINT ["/nope.sh"]\n${start}`]);
variants.changeDockerfile('cmd after entrypoint', true, null, [start, `${start}CMD ["runserver"]\n`]);
variants.changeDockerfile('cmd server then entrypoint', true, null, [
  start,
  `CMD ["python", "manage.py", "runserver"]\n${start}`,
]);
variants.add(
  'copy core contents to workdir',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [everything, 'COPY core/ .\n'], [workdir, ''])),
);
variants.add(
  'all into core',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [everything, ''], [workdir, `${workdir}COPY core/ .\n`])),
);
variants.changeDockerfile('workdir quotes', true, null, [workdir, 'WORKDIR "/app/core"\n']);
variants.changeDockerfile('user adduser', true, null, [
  start,
  `RUN useradd --create-home --shell /bin/bash app && chown -R app:app /app\nUSER app\n${start}`,
]);
variants.changeDockerfile('adduser gecos', true, null, [
  start,
  `RUN adduser --disabled-password --gecos "" app && chown -R app:app /app\nUSER app\n${start}`,
]);
variants.changeDockerfile('chown only core', true, null, [
  start,
  `RUN useradd -m app && chown -R app /app/core\nUSER app\n${start}`,
]);
variants.changeDockerfile('copy chown unknown user', true, null, [everything, 'COPY --chown=app:app . .\n']);
variants.changeDockerfile('migrate in build too', true, null, [
  start,
  `RUN uv run python manage.py migrate\n${start}`,
]);
variants.changeDockerfile('uv twice and pip upgrade', true, null, [
  install,
  'RUN pip install --upgrade pip && pip install --upgrade uv\n',
]);
variants.changeDockerfile('pip install -U', true, null, [install, 'RUN python3 -m pip install -U pip uv\n']);
variants.changeDockerfile('pip quiet', true, null, [
  install,
  'RUN pip install -q --root-user-action=ignore uv\n',
]);
variants.changeDockerfile('pip uv==', true, null, [install, 'RUN pip install uv==0.9.*\n']);
variants.add(
  'export, pip, plain python',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      sync,
      'RUN uv export --frozen --no-hashes > requirements.txt && pip install -r requirements.txt\n',
    ]),
    answer.script.replaceAll('uv run ', ''),
  ),
);
variants.add(
  'path env plain python',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [expose, `ENV PATH="/app/.venv/bin:$PATH"\n${expose}`]),
    answer.script.replaceAll('uv run ', ''),
  ),
);
variants.add(
  'virtual env',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      sync,
      `${sync}ENV VIRTUAL_ENV=/app/.venv\nENV PATH="$VIRTUAL_ENV/bin:$PATH"\n`,
    ]),
    answer.script.replaceAll('uv run ', ''),
  ),
);
variants.add(
  'stages, uv binary copied',
  true,
  null,
  answerFiles(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n\nFROM python:3.11-slim\nCOPY --from=build /usr/local/bin/uv /usr/local/bin/uv\nWORKDIR /app\nCOPY --from=build /app/.venv .venv\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  ),
);
variants.add(
  'stages, whole app copied',
  true,
  null,
  answerFiles(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\n\nFROM python:3.11-slim\nCOPY --from=build /app /app\nENV PATH=/app/.venv/bin:$PATH\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
    answer.script.replaceAll('uv run ', ''),
  ),
);
variants.add('all CRLF dockerfile', true, null, answerFiles(answer.dockerfile.replaceAll('\n', '\r\n')));
variants.add(
  'all CRLF ignore',
  true,
  null,
  answerFiles(answer.dockerfile, answer.script, answer.ignore.replaceAll('\n', '\r\n')),
);
variants.add('indented', true, null, answerFiles(answer.dockerfile.replaceAll('\n', '\n   ')));
variants.add(
  'heredoc run multi',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      `${install}\n${copies}${sync}`,
      'COPY pyproject.toml uv.lock ./\nRUN <<EOT bash\nset -ex\npip install uv\nuv sync --frozen\nEOT\n',
    ]),
  ),
);
variants.add(
  'heredoc script',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [script, `COPY <<"EOF" /entrypoint.sh\n${answer.script}EOF\n`]),
    null,
  ),
);
variants.add(
  'printf script',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      script,
      `RUN printf '#!/bin/sh\\nset -e\\nuv run python manage.py migrate\\nexec uv run python manage.py runserver 0.0.0.0:8000\\n' > /entrypoint.sh\n`,
    ]),
    null,
  ),
);
variants.add('no ignore file', true, null, answerFiles(answer.dockerfile, answer.script, null));
variants.add(
  'script in core',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [script, 'COPY core/entrypoint.sh /entrypoint.sh\n']),
    null,
    answer.ignore,
    { 'core/entrypoint.sh': answer.script },
  ),
);
variants.add(
  'inline sh',
  true,
  null,
  answerFiles(
    replaced(
      answer.dockerfile,
      [`${script}${chmod}`, ''],
      [
        start,
        'ENTRYPOINT uv run python manage.py migrate && exec uv run python manage.py runserver 0.0.0.0:8000\n',
      ],
    ),
    null,
  ),
);
variants.add(
  'args from CMD',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [start, `${start}CMD ["0.0.0.0:8000"]\n`]),
    replaced(answer.script, ['0.0.0.0:8000', '"$@"']),
  ),
);
variants.add(
  'args from CMD $1',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [start, `${start}CMD ["0.0.0.0:8000"]\n`]),
    replaced(answer.script, ['0.0.0.0:8000', '"${1}"']),
  ),
);
variants.add(
  'ONBUILD',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [expose, `ONBUILD COPY . .\n${expose}`])),
);
variants.add(
  'SHELL bash',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      install,
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN pip install uv\n',
    ]),
  ),
);
variants.add(
  'escape directive',
  true,
  null,
  answerFiles(`# escape=\`\n${replaced(answer.dockerfile, [install, 'RUN pip install `\n  uv\n'])}`),
);
variants.add(
  'git checkout add',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [everything, 'ADD . .\n'])),
);
variants.add(
  'copy dot dot',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [everything, 'COPY ./ ./\n'])),
);
variants.add(
  'link',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [script, 'COPY --link entrypoint.sh /entrypoint.sh\n'])),
);
variants.add(
  'chmod in workdir then mv',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      `${script}${chmod}`,
      'RUN mv ../entrypoint.sh /entrypoint.sh && chmod +x /entrypoint.sh\n',
    ]),
  ),
);
variants.add(
  'install -m',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      `${script}${chmod}`,
      'RUN install -m 755 /app/entrypoint.sh /entrypoint.sh\n',
    ]),
  ),
);
variants.add(
  'ln -s',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [
      `${script}${chmod}`,
      'RUN chmod +x /app/entrypoint.sh && ln -s /app/entrypoint.sh /entrypoint.sh\n',
    ]),
  ),
);
variants.add(
  'VOLUME',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [start, `VOLUME /app/core/data\n${start}`])),
);
variants.add(
  'STOPSIGNAL',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [start, `STOPSIGNAL SIGINT\n${start}`])),
);
variants.add(
  'env port name clash',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [expose, `ENV DJANGO_SETTINGS_MODULE=config.settings\n${expose}`])),
);
variants.add(
  'secret env',
  true,
  null,
  answerFiles(replaced(answer.dockerfile, [expose, `ENV DJANGO_SECRET_KEY=abc123def456ghi789\n${expose}`])),
);

variants.add(
  'gunicorn added',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [sync, 'RUN uv sync --frozen && uv add gunicorn\n']),
    replaced(answer.script, [
      'python manage.py runserver 0.0.0.0:8000',
      'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
    ]),
  ),
);
variants.add(
  'gunicorn by uv pip',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, [sync, 'RUN uv sync --frozen && uv pip install gunicorn\n']),
    replaced(answer.script, [
      'python manage.py runserver 0.0.0.0:8000',
      'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
    ]),
  ),
);

/** Whether adduser is in the image is not known to the check. */
const notForetold: ReadonlySet<string> = new Set(['adduser gecos']);

export const harmlessStudentVariants: readonly Mutation[] = variants.variants.map((each) =>
  notForetold.has(each.name) ? { ...each, foretold: false } : each,
);
