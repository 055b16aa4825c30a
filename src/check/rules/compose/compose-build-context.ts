import { isInline } from '../../compose/project-path.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeBuildContext = composeRule({
  id: 'ComposeBuildContext',
  severity: 'error',
  page: 'build/',
  reads: '`build` of each service, and the project',
  texts: {
    title: 'A build context has a Dockerfile',
    why: 'The path of `build:` counts from the folder of the Compose file, and the Dockerfile is looked for in there.',
    found:
      '`{{service}}` is built from `{{context}}`, and there is no {{dockerfile}} in it. The path counts from the folder of this file.',
    outside:
      '`{{service}}` is built from `{{context}}`, which is not in the project. Name a folder of the project, such as `.`.',
  },
  good: 'services:\n  web:\n    build: .\n',
  bad: 'services:\n  web:\n    build: ./web\n',
  find: ({ services }, report, { projectPaths, student }) =>
    services.flatMap(({ name, build }) => {
      if (build === null || isInline(build)) return [];
      const { context, dockerfile, place, line } = build;
      const values = { service: quoted(name, 60), context: quoted(context, 80) };
      if (place === null) return [{ line, message: report('outside', values) }];
      if (projectPaths.has(place.dockerfile) || !student.complete) return [];
      return [{ line, message: report('found', { ...values, dockerfile: quoted(dockerfile, 60) }) }];
    }),
});
