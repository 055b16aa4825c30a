import type { ProjectFact } from '../../simulation/project.ts';
import { djangoSource } from '../django/source.ts';
import { type ProjectMetadata, readMetadata, unknownMetadata } from './pyproject.ts';

/** The project's metadata, from the pyproject.toml of the build context. */
export const projectMetadata: ProjectFact<ProjectMetadata> = {
  read: ({ files }) => readMetadata(files.get('pyproject.toml')?.text ?? null),
  unknown: unknownMetadata,
};

/** Packages without which the application cannot start: dependencies in the lesson's pyproject.toml that its code imports. */
export const neededPackages: ProjectFact<ReadonlySet<string>> = {
  read: ({ ownText, fact }) => {
    const { dependencies } = readMetadata(ownText('pyproject.toml'));
    const modules = fact(djangoSource)?.modules ?? new Set<string>();
    return new Set([...(dependencies ?? [])].filter((name) => modules.has(moduleOf(name))));
  },
  unknown: new Set(),
};

/** The module that a distribution provides, where the names differ. */
const modulesOf: Readonly<Record<string, string>> = {
  djangorestframework: 'rest_framework',
  'django-cors-headers': 'corsheaders',
  'django-filter': 'django_filters',
  'django-environ': 'environ',
  'python-dotenv': 'dotenv',
  'python-decouple': 'decouple',
  'psycopg2-binary': 'psycopg2',
  pillow: 'PIL',
  pyyaml: 'yaml',
};

export const moduleOf = (name: string): string => modulesOf[name] ?? name.replaceAll('-', '_');
