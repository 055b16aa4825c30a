import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const filesOverwriteEachOther = defineRule({
  id: 'FilesOverwriteEachOther',
  severity: 'warning',
  reads: 'several sources and one destination',
  texts: {
    title: 'Several files go into a folder',
    why: 'When the destination neither ends with a slash nor is a folder, Docker writes each file over the one before.',
    found:
      'The destination {{destination}} becomes a file that holds only {{last}}: each source overwrites the one before. End it with a slash.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml README.md /docs/\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml README.md /docs\n' },
  find: (view, tell) => {
    return view.simulation.steps.flatMap(({ instruction, copied }) => {
      const over = copied?.overwritten ?? null;
      if (over === null || view.project.dependencyFiles.includes(over.last)) return [];
      const values = { destination: quoted(over.destination), last: quoted(over.last) };
      return [{ file: view.names.dockerfile, line: instruction.line, message: tell('found', values) }];
    });
  },
});
