/** Distributions that certainly exist and that a class's project is likely to name. Others may be typos. */
const wellKnown: ReadonlySet<string> = new Set(
  `uv pip setuptools wheel pipx virtualenv poetry pipenv hatch pdm build twine tox nox pip-tools packaging
   django djangorestframework django-cors-headers django-filter django-environ django-extensions django-debug-toolbar
   django-allauth django-storages django-redis django-crispy-forms django-ninja drf-spectacular drf-yasg channels daphne
   djangorestframework-simplejwt django-celery-beat dj-database-url asgiref sqlparse psycopg psycopg-binary psycopg2
   psycopg2-binary mysqlclient pymysql gunicorn uvicorn hypercorn waitress uwsgi gevent eventlet granian whitenoise celery redis
   kombu flower requests httpx aiohttp urllib3 certifi idna charset-normalizer python-dotenv python-decouple environs
   pydantic pydantic-settings fastapi flask starlette jinja2 markupsafe werkzeug click typer rich pyyaml toml tomli
   sqlalchemy alembic pillow boto3 botocore numpy pandas scipy matplotlib scikit-learn pytest pytest-django pytest-cov
   coverage factory-boy faker black ruff isort flake8 mypy pylint bandit pre-commit ipython ipdb debugpy watchdog watchfiles
   cryptography pyjwt bcrypt passlib argon2-cffi python-dateutil pytz tzdata typing-extensions sentry-sdk
   stripe openpyxl lxml beautifulsoup4 markdown bleach supervisor wait-for-it`.split(/\s+/),
);

/** The dependencies that some of them have on every platform and Python version (from their metadata; stable for years). */
const requirements: Readonly<Record<string, readonly string[]>> = {
  django: ['asgiref', 'sqlparse'],
  djangorestframework: ['django'],
  'django-cors-headers': ['django', 'asgiref'],
  'django-filter': ['django'],
  gunicorn: ['packaging'],
  uvicorn: ['click', 'h11'],
};

/** Whether a distribution is in a list, or is a dependency of one in the list. */
export function isRequired(asked: readonly string[], name: string): boolean {
  return asked.some(
    (each) =>
      each === name || (Object.hasOwn(requirements, each) && isRequired(requirements[each] ?? [], name)),
  );
}

export const isWellKnown = (name: string): boolean => wellKnown.has(name);
