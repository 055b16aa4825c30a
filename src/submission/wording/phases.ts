import { words } from '../../wording/wording.ts';
import type { PhaseName } from '../verdict.ts';

/** What a phase is called in texts for people. */
export const sayPhase = words('phase', {
  en: {
    build: 'Build the image',
    inspect: 'Look at the image',
    run: 'Start a container',
    services: 'Start the services',
    ready: 'Wait for the port',
    finish: 'Wait for its end',
    probe: 'Ask the API',
    promises: 'Look for what the lesson asks',
    migrations: 'Check the migrations',
    stop: 'Stop the container',
    again: 'Start a fresh one',
    rebuild: 'Rebuild after a small change',
    postgres: 'Run it with PostgreSQL',
  } satisfies Record<PhaseName, string>,
});

/** What a phase found out, when it did not fail; a failed one has the sentence of its reason. */
export const sayDetail = words('phase-detail', {
  en: {
    built: '{{steps}} steps, {{cached}} from the cache',
    image: '{{megabytes}} MB in {{layers}} layers',
    'image-above': '{{above}} MB on top of a base image of {{base}} MB, in {{layers}} layers',
    'too-large': 'The image is {{megabytes}} MB; the lesson expects {{min}} to {{max}} MB.',
    'leaked-files': 'Files that do not belong in an image got in: {{files}}. `.dockerignore` keeps them out.',
    started: 'The container runs',
    listening: 'It listens on port {{port}}',
    answered: '{{path}} answered {{status}} with JSON',
    'answered-as': '{{path}} answered {{status}} with {{type}}',
    'nothing-asked': 'The lesson asks nothing more of the server',
    'answered-list': '{{path}} answered {{status}} with a list of {{count}}',
    migrated: 'The migrations ran at start',
    'migrated-quietly': 'The database is up to date',
    'migrated-before': 'The database is up to date, and it came with the image',
    'migrations-unknown': 'The log says nothing about migrations',
    stopped: 'It stopped {{seconds}} s after SIGTERM',
    'slow-stop':
      'It did not stop when asked to (SIGTERM) and had to be killed after {{seconds}} s. Use `exec` in front of the last command of the entrypoint, and the JSON form of ENTRYPOINT.',
    'did-not-stay':
      'It ended by itself (exit code {{code}}) before it was asked to stop. A server stays until then: start it as the last command of the entrypoint, with `exec`.',
    again: 'A second container starts clean and answers too',
    finished: 'It did its work and ended with exit code {{code}}',
    'promises-hold': 'All {{count}} things that the lesson asks for are so',
    'cache-kept': 'The dependencies came from the cache',
    'no-dependency-step': 'No step that installs dependencies could be told',
    'postgres-migrated': 'It migrated a PostgreSQL ({{count}} migrations) and answers from it',
    'services-built': '{{services}} services, {{built}} images built for them',
    'services-up': '{{count}} services run, and those with a healthcheck are healthy',
    'services-again': 'After `docker compose down` and `docker compose up` it answers again',
    skipped: 'Not reached',
  },
});
