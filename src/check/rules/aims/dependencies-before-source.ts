import { installations, placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';

export const dependenciesBeforeSource = defineRule({
  id: 'DependenciesBeforeSource',
  severity: 'error',
  aim: 'dependencies-copied-first',
  url: 'https://docs.docker.com/build/cache/',
  reads: 'which files of the context the layer that installs the dependencies depends on',
  texts: {
    title: 'Dependencies are installed before the source is copied',
    why: 'Docker reuses a layer as long as nothing above it has changed. If your code is copied first, every change of it installs all packages again.',
    after:
      'Line {{copy}} copies your whole code before line {{line}} installs the dependencies. So each change of your code installs everything again: the cache is lost. Copy only the dependency files first, install, then copy the rest.',
    mount:
      'This step mounts your whole code while it installs the dependencies, so each change of your code runs it again. Mount only the dependency files.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\n',
  },
  bad: {
    Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync --frozen\n',
  },
  find: (context, report) => {
    const all = installations(context);
    const [first] = all;
    if (first === undefined || all.some(({ sourceSince }) => sourceSince === null)) return [];
    const line = first.at.line;
    const copy = first.sourceSince ?? line;
    return [
      {
        ...placeOf(first),
        line: copy,
        message: copy === line ? report('mount') : report('after', { copy, line }),
        status: 'wrong',
      },
    ];
  },
});
