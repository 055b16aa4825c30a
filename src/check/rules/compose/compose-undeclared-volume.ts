import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUndeclaredVolume = composeRule({
  id: 'ComposeUndeclaredVolume',
  severity: 'error',
  page: 'volumes/',
  reads: '`volumes` of the services and of the file',
  texts: {
    title: 'A volume with a name is declared',
    why: 'Names of volumes are listed at the end of the file, too, under `volumes:`. Compose refuses a name that is not there.',
    found:
      'The volume `{{name}}` is not declared. Add at the end of the file, without spaces in front: `volumes:`, and below it `  {{name}}:`.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    volumes:\n      - data:/var/lib/postgresql/data\n',
  find: ({ services, volumes }, report) =>
    services.flatMap(({ mounts }) =>
      mounts
        .filter(({ kind, source }) => kind === 'named' && !volumes.has(source))
        .map(({ source, line }) => ({ line, message: report('found', { name: quoted(source, 60) }) })),
    ),
});
