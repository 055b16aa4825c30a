import { quoted } from '../../dockerfile/text.ts';
import { ignoredBy } from '../../dockerignore.ts';
import { defineRule } from '../rule.ts';

export const dockerignoreAnchored = defineRule({
  id: 'DockerignoreAnchored',
  severity: 'advice',
  reads: 'which files .dockerignore really leaves out',
  texts: {
    title: 'Patterns reach the folders that they are meant for',
    why: 'Patterns of .dockerignore begin at the top of your folder, unlike those of .gitignore. `**/` makes them match at any depth.',
    found:
      '`{{pattern}}` matches only at the top of your folder, so {{path}} gets into the image. Write `**/{{pattern}}` to leave it out everywhere.',
  },
  good: { '.dockerignore': '**/*.sqlite3\n' },
  bad: { '.dockerignore': '*.sqlite3\n' },
  find: (view, tell) => {
    if (view.manifest === null || !view.sent.dockerignore || view.project.directory === '') return [];
    const { directory } = view.project;
    const probes = [`${directory}/db.sqlite3`, `${directory}/__pycache__/settings.pyc`];
    return probes
      .flatMap((path) => {
        if (ignoredBy(view.ignore, path) !== null) return [];
        const below = path.slice(directory.length + 1);
        const meant = view.ignore.patterns.find(
          (pattern) =>
            !pattern.exception &&
            !pattern.written.includes('/**') &&
            ignoredBy({ patterns: [pattern], error: null }, below) !== null,
        );
        if (meant === undefined) return [];
        const pattern = quoted(meant.written.replace(/^\//, ''));
        return [
          {
            file: view.names.dockerignore,
            line: meant.line,
            message: tell('found', { pattern, path: path.split('/settings')[0] ?? path }),
          },
        ];
      })
      .slice(0, 2);
  },
});
