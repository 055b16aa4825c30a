import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeEnvFile = composeRule({
  id: 'ComposeEnvFile',
  severity: 'error',
  page: 'services/#env_file',
  reads: '`env_file` of each service, and the project',
  texts: {
    title: 'A file of variables is in the project',
    why: 'Compose stops before it starts anything where a file that `env_file` names is not there.',
    absent:
      '`{{path}}` is not in the project, so Compose starts nothing. Write its variables under `environment`, or name a file that is there. The path counts from the folder of this file.',
  },
  good: 'services:\n  web:\n    build: .\n    env_file:\n      - path: web.env\n        required: false\n',
  bad: 'services:\n  web:\n    build: .\n    env_file: web.env\n',
  find: ({ services }, report, { projectPaths, student }) =>
    services.flatMap(({ envFiles }) =>
      envFiles
        // A path outside the project (`place` is null) is rejected by another rule.
        .filter(({ place, required }) => required && place !== null && !projectPaths.has(place))
        .filter(() => student.complete)
        .map(({ path, line }) => ({ line, message: report('absent', { path: quoted(path, 80) }) })),
    ),
});
