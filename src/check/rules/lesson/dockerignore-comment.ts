import { ignoredBy, parseIgnoreFile } from '../../dockerfile/dockerignore.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const dockerignoreComment = defineRule({
  id: 'DockerignoreComment',
  severity: 'warning',
  reads: 'the patterns of .dockerignore',
  texts: {
    title: 'Comments in .dockerignore have a line of their own',
    why: 'Only a line that begins with # is a comment. Behind a pattern it is part of the pattern, which then matches nothing.',
    found:
      '`{{pattern}}` is one pattern, with its #: it matches nothing. Put the comment on a line of its own.',
    needed:
      '`{{pattern}}` is one pattern, with its #: it matches nothing. Without the comment it would hide {{path}}, which the build needs: delete the line.',
  },
  good: { '.dockerignore': '# virtual environment\n.venv\n' },
  bad: { '.dockerignore': '.venv # virtual environment\n' },
  find: (context, report) => {
    const { project, names } = context;
    const code = project.directory === '' ? [] : [project.directory];
    const needed = [...project.dependencyFiles, names.entrypoint, ...code];
    return context.ignore.patterns
      .filter(({ written }) => /\s#/.test(written))
      .map(({ written, line }) => {
        const pattern = quoted(written, 50);
        const meant = parseIgnoreFile(written.split(/(?<!\s)\s+#/)[0] ?? '');
        const path = needed.find((each) => ignoredBy(meant, each) !== null);
        const message =
          path === undefined
            ? report('found', { pattern })
            : report('needed', { pattern, path: quoted(path) });
        return { file: context.names.dockerignore, line, message };
      });
  },
});
