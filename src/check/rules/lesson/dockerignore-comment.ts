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
  },
  good: { '.dockerignore': '# virtual environment\n.venv\n' },
  bad: { '.dockerignore': '.venv # virtual environment\n' },
  find: (view, tell) => {
    return view.ignore.patterns
      .filter(({ written }) => /\s#/.test(written))
      .map(({ written, line }) => ({
        file: view.names.dockerignore,
        line,
        message: tell('found', { pattern: quoted(written, 50) }),
      }));
  },
});
