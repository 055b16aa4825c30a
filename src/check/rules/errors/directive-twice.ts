import { buildErrorRule } from './build-error.ts';

export const directiveTwice = buildErrorRule({
  code: 'DirectiveTwice',
  anchor: 'parser-directives',
  texts: {
    title: 'Each parser directive appears once',
    why: 'The comment lines at the very top that set `syntax`, `escape` or `check` may each appear only once.',
    found: 'The build stops here: {{phrase}}. Keep one of the two lines.',
  },
  good: { Dockerfile: '# escape=\\\nFROM python:3.11-slim\n' },
  bad: { Dockerfile: '# escape=\\\n# escape=`\nFROM python:3.11-slim\n' },
});
