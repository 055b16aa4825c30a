import { quoted } from '../../dockerfile/text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3021 = defineRule({
  id: 'DL3021',
  severity: 'warning',
  url: hadolintPage('DL3021'),
  reads: 'several sources and one destination',
  texts: {
    title: 'Several files go into a folder',
    why: 'When the destination neither ends with a slash nor is a folder, Docker writes each file over the one before.',
    found:
      'The destination {{destination}} becomes a file that holds only {{last}}: each source overwrites the one before. End it with a slash.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml README.md /docs/\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY pyproject.toml README.md /docs\n' },
  find: (context, report) => {
    return context.simulation.steps.flatMap(({ instruction, copied, sources, stage, workdir }) => {
      if (copied === null || (instruction.keyword !== 'copy' && instruction.keyword !== 'add')) return [];
      const written = (instruction.args.at(-1) ?? '').replace(/^(['"])(.*)\1$/, '$2');
      const last = copied.overwritten?.last ?? sources.at(-1) ?? '';
      const several = sources.length > 1 && !written.includes('$') && !/(?:^|\/)\.{0,2}$/.test(written);
      const isFolder = stage?.files.presence(resolvePath(workdir, written)) === 'folder';
      if (copied.overwritten === null && (!several || isFolder)) return [];
      if (context.project.dependencyFiles.includes(last)) return [];
      const destination = quoted(copied.overwritten?.destination ?? written);
      const message = report('found', { destination, last: quoted(last) });
      return [{ file: context.names.dockerfile, line: instruction.line, message }];
    });
  },
});
