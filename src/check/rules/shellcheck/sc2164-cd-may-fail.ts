import { quoted } from '../../dockerfile/text.ts';
import { isText, nameOfCommand } from '../../shell/walk.ts';
import { defineRule, shellcheckPage } from '../rule.ts';
import { stopsOnError, violationsIn } from './scripts.ts';

export const sc2164 = defineRule({
  id: 'SC2164',
  severity: 'advice',
  url: shellcheckPage('SC2164'),
  reads: 'cd in RUN and in scripts',
  texts: {
    title: 'Something is done when cd fails',
    why: 'When the folder is not there, a shell goes on where it is, and the next commands work in the wrong folder.',
    found:
      'If {{what}} fails, the shell goes on in the old folder. Write && behind it, or set -e at the beginning of a script.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN cd /tmp && ls\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN cd /tmp; ls\n' },
  find: (context, report) =>
    violationsIn(
      context,
      (what) => report('found', { what }),
      (read) => {
        const stops = stopsOnError(read);
        return ({ node, isTested }) => {
          if (stops || isTested || nameOfCommand(node) !== 'cd') return null;
          const target = node.words[1] ?? [];
          // Another rule reports unquoted variables.
          if (!target.every((part) => isText(part) || ('quoted' in part && part.quoted))) return null;
          const written = target.map((part) => (isText(part) ? part.text : '…')).join('');
          // These folders always exist.
          return /^[./]+$/.test(written) ? null : `cd ${quoted(written)}`.trim();
        };
      },
    ),
});
