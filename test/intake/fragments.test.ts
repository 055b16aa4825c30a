import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';
import { lessonFiles } from './wrappings.ts';

const { Dockerfile: dockerfile } = lessonFiles;

describe('fragments', () => {
  test.each([
    '```dockerfile\nRUN uv sync --frozen\n```',
    '```\nCOPY . .\n\nWORKDIR /app/core\n```',
    'RUN uv sync --frozen',
    'COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen',
    '> RUN uv sync --frozen',
    '`RUN uv sync --frozen`',
    'Dockerfile:\n```\nCOPY . .\n```',
    'is this ok?\n```\nWORKDIR /app/core\n```',
    '```diff\n-Run\n+RUN uv sync --frozen\n```',
    '```diff\n@@ -8,4 +8,4 @@\n COPY pyproject.toml uv.lock ./\n-Run\n+RUN uv sync --frozen\n \n```',
  ])('takes the lines for a fragment, not for a file: %s', (text) => {
    expect(readMessage({ text, files: [] })).toMatchObject({
      kind: 'fragment',
      files: {},
      fragment: { path: 'Dockerfile' },
    });
  });

  test('ignores a fragment next to a whole file', () => {
    const text = `\`\`\`\n${dockerfile}\`\`\`\nis this line right?\n\`\`\`\nRUN uv sync\n\`\`\``;
    expect(readMessage({ text, files: [] })).toEqual({
      kind: 'files',
      files: { Dockerfile: dockerfile },
      problems: [],
    });
  });
});
