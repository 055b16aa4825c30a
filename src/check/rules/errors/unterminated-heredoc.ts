import { buildErrorRule } from './build-error.ts';

export const unterminatedHeredoc = buildErrorRule({
  code: 'UnterminatedHeredoc',
  anchor: 'here-documents',
  texts: {
    title: 'Every heredoc is closed',
    why: 'A heredoc (`<<EOF`) goes on until a line that has only its name. Without that line it swallows the rest of the file.',
    found:
      'The build stops here: {{phrase}}. Put a line with only `{{name}}` below the last line of the block, without spaces before it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN <<EOF\necho hello\nEOF\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN <<EOF\necho hello\n' },
});
