import { type IgnoreFile, type IgnorePattern, ignoredBy } from '../../dockerfile/dockerignore.ts';
import { quoted } from '../../dockerfile/text.ts';
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
    letIn:
      '`{{pattern}}` lets all of a folder in, and {{path}} with it. Write `{{instead}}` on a line below to leave that out.',
  },
  good: { '.dockerignore': '**/*.sqlite3\n' },
  bad: { '.dockerignore': '*.sqlite3\n' },
  find: (context, report) => {
    if (context.manifest === null || !context.sent.dockerignore || context.project.directory === '')
      return [];
    const { directory } = context.project;
    const probes = [
      { path: `${directory}/db.sqlite3`, shown: `${directory}/db.sqlite3`, instead: '**/*.sqlite3' },
      {
        path: `${directory}/__pycache__/settings.pyc`,
        shown: `${directory}/__pycache__`,
        instead: '**/__pycache__/',
      },
    ];
    const file = context.names.dockerignore;
    return probes
      .flatMap(({ path, shown, instead }) => {
        if (ignoredBy(context.ignore, path) !== null) return [];
        const letIn = exceptionFor(context.ignore, path);
        if (letIn !== undefined) {
          const values = { pattern: quoted(letIn.written), path: shown, instead };
          return [{ file, line: letIn.line, message: report('letIn', values) }];
        }
        const below = path.slice(directory.length + 1);
        const meant = context.ignore.patterns.find(
          (pattern) =>
            !pattern.exception &&
            !pattern.written.includes('/**') &&
            ignoredBy({ patterns: [pattern], error: null }, below) !== null,
        );
        if (meant === undefined) return [];
        const pattern = quoted(meant.written.replace(/^\//, ''));
        return [{ file, line: meant.line, message: report('found', { pattern, path: shown }) }];
      })
      .slice(0, 2);
  },
});

/** The exception that re-includes a path excluded by the lines above it; undefined if there is none. */
const exceptionFor = ({ patterns }: IgnoreFile, path: string): IgnorePattern | undefined => {
  const hiddenAfter = (count: number): boolean =>
    ignoredBy({ patterns: patterns.slice(0, count), error: null }, path) !== null;
  return patterns.findLast((pattern, at) => pattern.exception && hiddenAfter(at) && !hiddenAfter(at + 1));
};
