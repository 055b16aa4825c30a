import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

/** The files and their folders. */
function withFolders(paths: Iterable<string>): ReadonlySet<string> {
  const all = new Set(paths);
  for (const path of paths)
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1))
      all.add(path.slice(0, cut));
  return all;
}

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
  find: ({ services }, report, { projectPaths, student }) => {
    if (!student.complete) return [];
    const binds = services.flatMap(({ mounts }) => mounts.filter(({ kind }) => kind === 'bind'));
    const there = binds.length === 0 ? projectPaths : withFolders(projectPaths);
    return binds.flatMap(({ source, place, line }) =>
      place === null || place === '' || there.has(place)
        ? []
        : [{ line, message: report('found', { path: quoted(source, 80) }) }],
    );
  },
});
