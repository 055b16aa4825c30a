// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, type Mutation } from './mutation.ts';
import { VariantList } from './variant-list.ts';

/**
 * What students write differently from the lesson in a script or a .dockerignore, right and wrong, each in the complete answer. Only the lesson's base image is needed, so that each can be built for real.
 */
const variants = new VariantList();

variants.changeScript('relative shebang', false, 5, ['#!/bin/sh', '#!bin/sh']);
variants.changeScript('blank in shebang', true, null, ['#!/bin/sh', '#! /bin/sh']);
variants.changeScript('no bang', false, 5, ['#!/bin/sh', '#/bin/sh']);
variants.changeScript('reversed bang', false, 5, ['#!/bin/sh', '!#/bin/sh']);
variants.changeScript('shebang with e', true, null, ['#!/bin/sh\nset -e', '#!/bin/sh -e']);
variants.changeScript(
  'env bash',
  true,
  null,
  ['#!/bin/sh', '#!/usr/bin/env bash'],
  ['set -e', 'set -euo pipefail'],
);
variants.changeScript('pipefail sh', false, 5, ['set -e', 'set -euo pipefail']);
variants.changeScript('source activate sh', false, 5, [
  'set -e\n',
  'set -e\nsource /app/.venv/bin/activate\n',
]);
variants.changeScript(
  'dot activate',
  true,
  null,
  ['set -e\n', 'set -e\n. /app/.venv/bin/activate\n'],
  ['uv run python', 'python'],
  ['uv run python', 'python'],
);
variants.changeScript('cd dirname', false, 5, ['set -e\n', 'set -e\ncd "$(dirname "$0")"\n']);
variants.changeScript('pyhton', false, 5, ['python manage.py migrate', 'pyhton manage.py migrate']);
variants.changeScript('migarte', false, 5, ['migrate', 'migarte']);
variants.changeScript('runsever', false, 5, ['runserver', 'runsever']);
variants.changeScript('manage without py', false, 5, ['manage.py migrate', 'manage migrate']);
variants.changeScript('Manage.py', false, 5, ['manage.py migrate', 'Manage.py migrate']);
variants.changeScript('core/manage.py', false, 5, ['manage.py migrate', 'core/manage.py migrate']);
variants.changeScript('uv run python3', true, null, [
  'uv run python manage.py migrate',
  'uv run python3 manage.py migrate --no-input',
]);
variants.changeScript('uv run --', true, null, ['exec uv run python', 'exec uv run -- python']);
variants.changeScript('uv run --frozen', true, null, [
  'uv run python manage.py migrate',
  'uv run --frozen python manage.py migrate',
]);
variants.changeScript('uv run --no-sync', true, null, ['exec uv run python', 'exec uv run --no-sync python']);
variants.changeScript('uv run --with', false, 5, [
  'exec uv run python',
  'exec uv run --with gunicorn python',
]);
variants.changeScript('noreload', true, null, ['0.0.0.0:8000', '0.0.0.0:8000 --noreload']);
variants.changeScript('address behind option', true, null, [
  'runserver 0.0.0.0:8000',
  'runserver --noreload 0.0.0.0:8000',
]);
variants.changeScript('http address', false, 5, ['0.0.0.0:8000', 'http://0.0.0.0:8000']);
variants.changeScript('three zeros', true, null, ['0.0.0.0:8000', '0.0.0:8000']);
variants.changeScript('dots', false, 5, ['0.0.0.0:8000', '0.0.0.0.8000']);
variants.changeScript('star', false, 5, ['0.0.0.0:8000', '*:8000']);
variants.changeScript('ipv6', true, null, ['0.0.0.0:8000', '[::]:8000']);
variants.changeScript('port unset', false, 5, ['0.0.0.0:8000', '0.0.0.0:$PORT']);
variants.changeScript('--port', false, 5, ['0.0.0.0:8000', '--host 0.0.0.0 --port 8000']);
variants.changeScript('until migrate', true, null, [
  'uv run python manage.py migrate\n',
  'until uv run python manage.py migrate; do\n  sleep 1\ndone\n',
]);
variants.changeScript('migrate or true', true, null, ['migrate\n', 'migrate || true\n']);
variants.changeScript('migrate twice', true, null, [
  'migrate\n',
  'makemigrations\nuv run python manage.py migrate\n',
]);
variants.changeScript('collectstatic', false, 5, [
  'exec',
  'uv run python manage.py collectstatic --noinput\nexec',
]);
variants.changeScript(
  'collectstatic without set -e',
  true,
  null,
  ['set -e\n', ''],
  ['exec', 'uv run python manage.py collectstatic --noinput\nexec'],
);
variants.changeScript('createsuperuser noinput', false, 5, [
  'exec',
  'uv run python manage.py createsuperuser --noinput\nexec',
]);
variants.changeScript('createsuperuser or true', true, null, [
  'exec',
  'uv run python manage.py createsuperuser --noinput || true\nexec',
]);
variants.changeScript('loaddata nothing', false, 5, [
  'exec',
  'uv run python manage.py loaddata products.json\nexec',
]);
variants.changeScript('seed command', false, 5, ['exec', 'uv run python manage.py seed\nexec']);
variants.changeScript('echo first', true, null, ['set -e\n', 'set -e\n\necho "Running migrations..."\n']);
variants.changeScript('sleep first', true, null, ['set -e\n', 'set -e\nsleep 1\n']);
variants.changeScript('migrate in background', true, null, ['migrate\n', 'migrate &\n']);
variants.changeScript('joined by semicolon', true, null, ['migrate\nexec', 'migrate; exec']);
variants.changeScript('exec first', false, 5, [
  'uv run python manage.py migrate',
  'exec uv run python manage.py migrate',
]);
variants.changeScript('wait-for loop nc', false, 5, [
  'set -e\n',
  'set -e\nwhile ! nc -z $DB_HOST $DB_PORT; do sleep 1; done\n',
]);
variants.changeScript('if host wait', true, null, [
  'set -e\n',
  'set -e\nif [ "$DB_HOST" ]; then while ! nc -z $DB_HOST 5432; do sleep 1; done; fi\n',
]);
variants.changeScript('case', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'case "$1" in\n  test) exec uv run python manage.py test ;;\n  *) exec uv run python manage.py runserver 0.0.0.0:8000 ;;\nesac',
]);
variants.changeScript('uv run gunicorn', false, 5, [
  'python manage.py runserver 0.0.0.0:8000',
  'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
]);
variants.changeScript('comment lines and blank', true, null, ['set -e\n', 'set -e\n\n# migrate\n\n']);
variants.changeScript('nohup', false, 5, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'nohup uv run python manage.py runserver 0.0.0.0:8000 &',
]);
variants.changeScript('background and wait', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'uv run python manage.py runserver 0.0.0.0:8000 &\nwait',
]);
variants.changeScript('tail -f', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'uv run python manage.py runserver 0.0.0.0:8000 &\ntail -f /dev/null',
]);
variants.changeScript('DJANGO env inline', true, null, ['exec uv', 'DJANGO_DEBUG=0 exec uv']);
variants.changeScript('uv off PATH path', true, null, ['exec uv run', 'exec /usr/local/bin/uv run']);
variants.changeScript('directory option', true, null, [
  'exec uv run python',
  'exec uv run --directory /app/core python',
]);
variants.changeScript('project option', true, null, [
  'exec uv run python',
  'exec uv run --project /app python',
]);
variants.changeScript('backslash continuation', true, null, [
  'runserver 0.0.0.0:8000',
  'runserver \\\n  0.0.0.0:8000',
]);
variants.changeScript('unclosed quote', false, 5, ['set -e\n', 'set -e\necho "starting\n']);
variants.changeScript('unclosed if', false, 5, ['set -e\n', 'set -e\nif true; then\n']);
variants.changeScript('function undefined', false, 5, ['set -e\n', 'set -e\nwait_for_db\n']);
variants.changeScript('python -m django', true, null, [
  'uv run python manage.py migrate',
  'uv run python -m django migrate --settings=config.settings',
]);
variants.changeScript('django-admin', true, null, [
  'exec uv run python manage.py',
  'export DJANGO_SETTINGS_MODULE=config.settings PYTHONPATH=.\nexec uv run django-admin',
]);

variants.writeIgnore('all py at root', true, null, `${answer.ignore}*.py\n`);
variants.writeIgnore('all py', false, 4, `${answer.ignore}**/*.py\n`);
variants.writeIgnore('migrations', false, 4, `${answer.ignore}**/migrations/\n`);
variants.writeIgnore('tests', true, null, `${answer.ignore}**/tests/\ncore/products/tests/\n`);
variants.writeIgnore('lock anywhere', false, 2, `${answer.ignore}**/*.lock\n`);
variants.writeIgnore('dot slash core', false, 4, `${answer.ignore}./core\n`);
variants.writeIgnore('slash core', false, 4, `${answer.ignore}/core\n`);
variants.writeIgnore('core star', false, 4, `${answer.ignore}core/*\n`);
variants.writeIgnore('Dockerfile', true, null, `${answer.ignore}Dockerfile\n.dockerignore\nREADME.md\n`);
variants.writeIgnore('entrypoint by name', false, 5, `${answer.ignore}entrypoint.sh\n`);
variants.writeIgnore('docker files', false, 5, `${answer.ignore}entrypoint*\n`);
variants.writeIgnore('env files', true, null, `${answer.ignore}.env\n*.env\n.env.*\n!.env.example\n`);
variants.writeIgnore('config hidden', false, 4, `${answer.ignore}**/config\n`);
variants.writeIgnore('settings hidden', false, 4, `${answer.ignore}**/settings.py\n`);
variants.writeIgnore('lib', true, null, `${answer.ignore}lib/\nlib64/\nbuild/\ndist/\n*.egg\n`);
variants.writeIgnore('core but back', true, null, `${answer.ignore}core\n!core\n`);
variants.writeIgnore('core but part back', false, 4, `${answer.ignore}core\n!core/manage.py\n`);
variants.writeIgnore('brackets', true, null, `${answer.ignore}*.py[cod]\n**/*.py[cod]\n`);
variants.writeIgnore('bad brackets', false, null, `${answer.ignore}*.py[cod\n`);
variants.writeIgnore('question', true, null, `${answer.ignore}.??*\n`);
variants.writeIgnore('dot star', true, null, `${answer.ignore}.*\n`);
variants.writeIgnore('products', false, 4, `${answer.ignore}**/products\n`);

/** Whether the server is asked before the tables are there is not known to the check. */
const notForetold: ReadonlySet<string> = new Set(['script: migrate in background']);

export const studentScriptVariants: readonly Mutation[] = variants.variants.map((each) =>
  notForetold.has(each.name) ? { ...each, foretold: false } : each,
);
