import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeGivenFile = composeRule({
  id: 'ComposeGivenFile',
  severity: 'error',
  page: 'secrets/',
  reads: '`secrets` and `configs` of the services and of the file, and the project',
  texts: {
    title: 'A secret or configuration comes from a file of the project',
    why: 'A service names a secret or a configuration, and the end of the file says which file it is. Compose stops where one of the two is not there.',
    secret:
      'The secret `{{name}}` is not declared with a file. Add at the end of the file, without spaces in front: `secrets:`, and below it `  {{name}}: { file: ./{{name}}.txt }`.',
    config:
      'The configuration `{{name}}` is not declared with a file. Add at the end of the file, without spaces in front: `configs:`, and below it `  {{name}}: { file: ./{{name}}.conf }`.',
    absent:
      '`{{name}}` is the file `{{path}}`, which is not in the project. The path counts from the folder of this file.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    secrets: [password]\nsecrets:\n  password:\n    file: ./Dockerfile\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    secrets: [password]\n',
  find: ({ services }, report, { projectPaths, student }) =>
    services.flatMap(({ givenFiles }) =>
      givenFiles.flatMap(({ kind, name, file, place, line }) => {
        const values = { name: quoted(name, 60) };
        if (file === null) return [{ line, message: report(kind, values) }];
        // A path outside the project (`place` is null) is rejected by another rule.
        if (place === null || projectPaths.has(place) || !student.complete) return [];
        return [{ line, message: report('absent', { ...values, path: quoted(file, 80) }) }];
      }),
    ),
});
