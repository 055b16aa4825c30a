import { words } from '../../wording/wording.ts';

/** Known error texts, explained: more precise than the sentence of the reason they come with. */
export const sayCause = words('verdict-cause', {
  en: {
    'syntax-refused':
      'This line asks for the Dockerfile frontend `{{frontend}}`. Here only Docker’s own can be used: remove that line.',
    'syntax-twice': 'There are two `# syntax=` lines, and Docker takes only one. Remove this one.',
    'too-many-instructions':
      'The Dockerfile has more than {{most}} instructions, too many to build here. Join the ones that belong together.',
    'image-undecided':
      'Which image `{{written}}` is cannot be told from the Dockerfile alone, so the build was not started. Write its name out, such as `{{allowed}}`.',
    'from-variable':
      'Docker puts no variable into the place where `{{written}}` names a stage or an image. Write the name out, or give the image a name with `FROM … AS name` and use that.',
    'base-not-allowed': '`{{image}}` is not among the base images of this lesson. It builds on {{allowed}}.',
    'base-typo': '`{{image}}` is not among the base images of this lesson. Did you mean `{{meant}}`?',
    'stage-not-there':
      '`--from={{stage}}` names a stage that is not there, so Docker looks for an image of that name. Use the name after AS, exactly.',
    'no-such-user':
      '`USER {{user}}` names a user that is not in the image. Make it with `RUN useradd {{user}}`, or leave that line out.',
    'no-dockerfile': 'There is no Dockerfile.',
    'empty-dockerfile': 'The Dockerfile is empty. Was it saved?',
    'no-from': 'An instruction comes before `FROM`. FROM has to come first.',
    'unknown-instruction':
      'Docker does not know the instruction `{{word}}`. If it belongs to the RUN above, that line needs a `\\` at its very end.',
    'parse-error': 'Docker cannot read this line of the Dockerfile: {{said}}',
    'comment-in-env': 'A comment cannot be at the end of an `ENV` line. Put it on a line of its own.',
    'unknown-flag': '`{{flag}}` is not a flag of this instruction.',
    'copy-arguments': '{{word}} needs a source and a destination, for example `COPY . .`.',
    'copy-directory':
      'With more than one source, the destination of {{word}} has to be a folder and end with `/`.',
    'no-such-stage': '`--from={{stage}}` names a stage that is not there. Use the name after AS, exactly.',
    'ignore-pattern': '`.dockerignore` has a pattern that Docker cannot read: {{said}}',
    'copy-ignored': '`{{path}}` is in the project, but `.dockerignore` keeps it out of the build.',
    'copy-missing': '`{{path}}` is not in the project. Paths of COPY start at the folder of the Dockerfile.',
    'copy-missing-there':
      '`{{path}}` is not in `{{from}}`, where this line copies from. Look at which folder it has there.',
    'uv-missing': '`uv` is not in the image at this step. Install it first with `pip install uv`.',
    'command-missing': 'The program `{{word}}` is not in the image at this step.',
    'pyproject-missing':
      '`uv` finds no pyproject.toml. Copy pyproject.toml and uv.lock before this step, into the same folder.',
    'lock-missing': '`uv.lock` is not in the image yet. Copy it together with pyproject.toml.',
    'lock-stale': '`uv.lock` does not fit pyproject.toml. Take both as they are in the project.',
    'readme-missing': 'pyproject.toml names a README.md that is not copied before this step.',
    'python-too-old':
      'The project needs another Python than the base image has ({{said}}). Look at the FROM line.',
    'package-missing': 'The package `{{word}}` does not exist in that version. Check its name for a typo.',
    'chmod-forbidden':
      'After `USER` this step may not change the file. Put it before USER, or use `COPY --chown`.',
    'chmod-missing': '`{{path}}` is not in the image when this step runs. Copy it there first.',
    'settings-at-build':
      'Django reads its settings in this step, and one is missing. Steps that need settings belong in the entrypoint.',
    'settings-at-start': 'Django does not start, because of a setting: {{said}}',
    'environment-missing':
      'The program needs the environment variable `{{word}}`, and nothing sets it. The lesson starts the container without any: give it a value with `ENV`.',
    'app-missing':
      'The server finds no application at `{{word}}`. Name the folder that has wsgi.py or asgi.py, and start in the folder with manage.py.',
    'settings-missing':
      'Django looks for its settings in `{{word}}`, which is not there. manage.py knows the right module by itself: leave `DJANGO_SETTINGS_MODULE` out, or correct it.',
    'superuser-nameless':
      '`createsuperuser --noinput` takes the name and the password from `DJANGO_SUPERUSER_USERNAME` and `DJANGO_SUPERUSER_PASSWORD`, which are not set. Set them with ENV, or leave that line out: this lesson needs no superuser.',
    'fixture-missing': '`loaddata` finds no fixture `{{word}}`. Is it in the image, and is its name right?',
    'waits-with-nothing':
      'The script waits for a database with `{{word}}`, which is not in the image. In this lesson there is no database server to wait for.',
    'hosts-refused':
      'The server answered 400, Bad Request: Django does so when `ALLOWED_HOSTS` does not have the host that was asked, here `{{host}}`.',
    'still-no-table':
      '`migrate` ran, and still the database has no table `{{word}}`. Has every app its migrations, and do `migrate` and the server use the same database?',
    'compiler-missing':
      'A package has to be compiled here, and the slim base image has no compiler. Use the package’s ready-made variant (such as `psycopg[binary]`), or install the build tools before this step.',
    'apt-package-missing':
      '`apt-get` does not know the package `{{word}}`. Check its name, and run `apt-get update` in the same RUN, before the install.',
    'source-is-bash':
      '`source` is a word of bash, and `/bin/sh` does not know it. Use `.` in its place, or `#!/bin/bash`.',
    'uv-may-not-write':
      '`uv` may not write where it has to. After `USER`, its cache and the virtual environment need a folder that belongs to that user.',
    'bad-address':
      '`runserver` does not understand the address `{{word}}`. It has to look like `0.0.0.0:8000`.',
    'unknown-manage-command': 'manage.py has no command `{{word}}`. Is it a typo?',
    'database-not-writable':
      'The server may not write its database file. The file and the folder that it lies in have to belong to the user that `USER` names.',
    'script-not-executable': '`{{file}}` is not executable. `RUN chmod +x {{file}}` makes it so.',
    'database-refused':
      'The container looks for a database server at `{{word}}`, where none answers. In this lesson it runs alone, with SQLite.',
    'platform-missing': 'The base image does not exist for this kind of processor.',
    'step-code': '`{{instruction}}` ended with exit code {{code}}.',
    'entrypoint-missing':
      'The container cannot start: `{{file}}` is not in the image. COPY has to put it where ENTRYPOINT looks.',
    'entrypoint-format':
      '`{{file}}` has no shebang. Its very first line has to be `#!/bin/sh`, with nothing before it.',
    'entrypoint-crlf':
      '`{{file}}` has Windows line endings (CRLF), so Linux looks for a program with an invisible character in its name. Save it with LF.',
    'entrypoint-single-quotes':
      'ENTRYPOINT needs double quotes: `["/entrypoint.sh"]`. With single quotes Docker takes it as a shell command.',
    'no-command': 'The image does not say what to start. It needs an ENTRYPOINT.',
    'nothing-to-run':
      'The container starts the base image’s own command, which ends at once. Tell it what to start with ENTRYPOINT.',
    'manage-missing':
      'Python finds no manage.py in `{{folder}}`. WORKDIR has to be the folder with manage.py when the container starts.',
    'module-missing':
      'Python cannot find the module `{{word}}`. Was it installed in the build, and does the entrypoint start Python with `uv run`?',
    'illegal-option':
      '`{{file}}` uses `{{word}}`, which `/bin/sh` does not know. Use `set -e`, or `#!/bin/bash`.',
    'printed-until-stopped':
      'It printed so much that Docker left the rest out, and was still not finished after {{seconds}} seconds, so it was stopped.',
    'no-table': 'The database has no tables. The entrypoint has to run `migrate` before the server starts.',
    'no-table-no-script':
      'The database has no tables. `migrate` has to run when the container starts, before the server: a start script is the place for both.',
    'silent-python':
      'The container runs, but nothing in it listens on port {{port}}, even after {{seconds}} seconds, and it has not printed a word. Python keeps its words to itself for a while: with `ENV PYTHONUNBUFFERED=1` in the Dockerfile the log shows how far it comes.',
    'exited-silently':
      'The container ended by itself with exit code {{code}}, and it has not printed a word. With `ENV PYTHONUNBUFFERED=1` in the Dockerfile, Python prints at once what it has to say, and the log shows how far it came.',
    'exited-zero':
      'The last command of the container ended by itself. The server has to be the last one, in the foreground.',
    'database-name':
      'The container looks for the database server `{{word}}`, which is not there in this lesson.',
    'host-refused':
      'Django refused the host name `localhost`: `ALLOWED_HOSTS` does not have it. Was settings.py changed?',
    redirected: '`{{path}}` sends the visitor on to `{{to}}`, out of the container.',
    'redirects-without-end': '`{{path}}` answers with redirects again and again, at last to `{{to}}`.',
    'empty-list': '`{{path}}` answered with an empty list; the lesson expects products in it.',
    'other-type': '`{{path}}` answered with {{type}}; the lesson expects {{wanted}}.',
    'other-json': '`{{path}}` answered with JSON in which {{at}} is not what the lesson expects.',
    'lacks-text': '`{{path}}` answered, but without “{{text}}”.',
    'lacks-header': '`{{path}}` answered without the header “{{header}}”.',
    'never-ended':
      'The container was still not done after {{seconds}} seconds. In this lesson it does its work and ends.',
    'module-missing-plain':
      'Python cannot find the module `{{word}}`. Was it installed while the image was built?',
    'app-missing-plain':
      'The server finds no application at `{{word}}`. Check its name, and the folder that the container starts in.',
    'program-missing-plain': 'A program of this step is not in the image. Install it in a step above.',
    'database-missing-plain': 'The container waits for a database server that is not there.',
    'unrunnable-plain':
      'The system cannot run `{{file}}`: it needs a library or an interpreter that the image does not have, or it was made for another machine.',
    'slow-answer': '`{{path}}` was not completely answered within {{seconds}} seconds.',
    'long-answer': '`{{path}}` answered with more than {{kilobytes}} kB.',
    'hung-up': 'The server took the connection and hung up without an answer.',
    'too-big-image': 'The image is {{megabytes}} MB; the sandbox takes at most {{limit}} MB.',
    'too-big-context': 'The project is too big for the sandbox: {{said}}.',
    'path-refused': '`{{path}}` is not a path inside the project.',
    'postgres-not-reached':
      'A PostgreSQL server was ready at `{{host}}`, and the container did not reach it. Take its address from `{{variable}}`.',
    'lesson-service-not-reached':
      'This lesson brings {{names}} beside your container, which did not reach it. It is reached by that name.',
    'postgres-not-migrated':
      'With a PostgreSQL server, the tables are missing. The entrypoint has to run `migrate` at every start, whatever database it was given.',
    'postgres-not-used':
      'The container works, but nothing arrived in PostgreSQL. `{{variable}}` has to stay as it was given: does the Dockerfile or the entrypoint set it?',
    'compose-missing': 'There is no `{{file}}` here. It says which services there are.',
    'compose-unreadable': 'Docker Compose cannot use this Compose file. The check says where and why.',
    'compose-key':
      '`{{what}}` is nothing that the sandbox carries out. Leave it out: this lesson does without.',
    'compose-outside':
      '`{{what}}` is outside the project, and the sandbox has only the project’s files. Name a folder below the Compose file, or a volume.',
    'compose-too-many': 'This Compose file has more {{what}} than the sandbox takes.',
    'compose-image': '`{{image}}` is not among the images of this lesson. It has {{allowed}}.',
    'given-file-missing':
      '`{{name}}`, which a service is given, is not a file of the project. Declare it with its file under `secrets` or `configs`.',
    'env-file-missing': '`{{path}}` is not in the project, and `env_file` needs it.',
    'service-unhealthy':
      '`{{service}}` was still not healthy after {{seconds}} seconds. Look at the `test` of its healthcheck.',
    'service-never-done':
      '`{{service}}` was still not done after {{seconds}} seconds, and another service waits for its end.',
    'service-ended': '`{{service}}` ended by itself with exit code {{code}}.',
    'service-flooded': '`{{service}}` printed so much that it was stopped.',
    'service-not-reached':
      '`{{service}}` did not reach another service. Inside Compose each one is reached by its name, and `depends_on` with `condition: service_healthy` waits until it is ready.',
    'service-other-port':
      '`{{service}}` listens on port {{found}}, and its `ports` lead to port {{port}}. The container’s port comes second.',
    'port-not-published':
      'No service is published as port {{port}} of your machine. Add it to the `ports` of the one that answers.',
    'second-start': 'The first container worked, but a second, fresh one does not: {{said}}',
  },
});
