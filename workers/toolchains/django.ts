import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { usualCommand } from '../../src/lesson/toolchains/usual-project.ts';
import { installsDependencies, listsDependencies } from './python-packages.ts';
import type { ProjectToolchain } from './toolchain.ts';

type DjangoProject = NonNullable<Manifest['project']>;

export const djangoToolchain = (
  { files: { dockerfile, dockerignore, entrypoint } }: Pick<Manifest, 'files'>,
  { directory, manage, dependencyFiles }: DjangoProject,
): ProjectToolchain => ({
  installsDependencies,
  sourceToChange: (context) => {
    const special = new Set([dockerfile, dockerignore, entrypoint, ...dependencyFiles]);
    const inProject = context.filter(
      ({ path }) =>
        path.endsWith('.py') &&
        !special.has(path) &&
        path.startsWith(directory === '' ? '' : `${directory}/`),
    );
    const chosen =
      inProject.find(({ path }) => path.endsWith('settings.py')) ??
      inProject.find(({ path }) => path.endsWith(manage)) ??
      inProject[0];
    return chosen?.path ?? null;
  },
  isSource: (path) => !listsDependencies(path),
});

/** A command whose exit code says whether a migration is missing: 0 none, 1 some, 99 when there is no Django to ask. */
export const checkMigrations = (project: DjangoProject | null): string =>
  `for python in "$(command -v uv >/dev/null && echo 'uv run --offline --no-sync python')" python python3; do
    [ -n "$python" ] && $python -c 'import django' 2>/dev/null && exec $python ${project?.manage ?? usualCommand} migrate --check; done; exit 99`;

/** The table that records which migrations ran. */
export const migrationsTable = 'django_migrations';
