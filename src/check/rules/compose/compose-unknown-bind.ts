import { projectPath } from '../../compose/project-path.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeUnknownBind = composeRule({
  id: 'ComposeUnknownBind',
  severity: 'warning',
  page: 'services/#volumes',
  reads: 'folders of the machine among the `volumes` of each service, and the project',
  texts: {
    title: 'A folder that is mounted is there',
    why: 'Docker makes a folder that is not there: the container then finds an empty one, where a file was meant.',
    found:
      'There is no `{{path}}` in the project. Docker makes an empty folder of that name, and the container sees that.',
  },
  good: 'services:\n  web:\n    build: .\n    volumes: ["./:/code"]\n',
  bad: 'services:\n  web:\n    build: .\n    volumes: ["./settings.ini:/code/settings.ini"]\n',
  find: ({ services }, report, { projectPaths, student }) =>
    services.flatMap(({ mounts }) =>
      mounts.flatMap(({ kind, source, line }) => {
        const path = projectPath(source);
        if (kind !== 'bind' || path === null || path === '' || !student.complete) return [];
        const isThere = [...projectPaths].some((each) => each === path || each.startsWith(`${path}/`));
        return isThere ? [] : [{ line, message: report('found', { path: quoted(source, 80) }) }];
      }),
    ),
});
