import { quoted } from '../../dockerfile/text.ts';
import { eventsOf, failuresOf, placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';

export const exactVersions = defineRule({
  id: 'ExactVersions',
  severity: 'error',
  aim: 'exact-versions',
  url: 'https://docs.astral.sh/uv/concepts/projects/sync/',
  reads: 'the options and variables (UV_FROZEN, UV_LOCKED) of the step that installs',
  texts: {
    title: 'Exactly the versions of the lock file are installed',
    why: 'uv.lock says which version of each package was tested. With `--frozen` or `--locked` uv keeps to it; without, it may pick others, and your image differs from your machine.',
    sync: '`{{command}}` may resolve other versions than uv.lock has, without a word. Add `--frozen`, so that exactly the tested versions are installed.',
    other:
      '`{{command}}` takes the newest versions that fit and does not look at uv.lock. Use uv sync with `--frozen`, so that exactly the tested versions are installed.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync\n',
  },
  find: (context, report) => {
    // A rejected command installs nothing, in whatever version.
    const kinds = ['requirements-refused', 'tool-refused', 'install-refused'] as const;
    const refused = new Set(failuresOf(context, kinds, 'build').map(({ at }) => at.line));
    return eventsOf(context, 'install', 'build')
      .filter(({ implicit, exact, at }) => !implicit && exact === false && !refused.has(at.line))
      .slice(0, 1)
      .map((install) => ({
        ...placeOf(install),
        message: report(install.command.startsWith('uv sync') ? 'sync' : 'other', {
          command: quoted(install.command, 50),
        }),
        status: 'wrong',
      }));
  },
});
