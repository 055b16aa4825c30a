import { quoted } from '../../dockerfile/text.ts';
import { commandsIn, nameOfCommand, splitWords } from '../../shell/walk.ts';
import { defineRule, shellcheckPage } from '../rule.ts';
import { violationsIn } from './scripts.ts';

export const sc2046 = defineRule({
  id: 'SC2046',
  severity: 'advice',
  url: shellcheckPage('SC2046'),
  reads: 'the words of commands in RUN and in scripts',
  texts: {
    title: 'What a command gives is in double quotes',
    why: 'Without quotes the shell cuts the output of $(…) at its spaces, and one file name becomes two.',
    found: 'A space in the output of {{what}} would make several words of it. Put double quotes around $(…).',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir "$(date)"\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir $(date)\n' },
  find: (context, report) =>
    violationsIn(
      context,
      (what) => report('found', { what }),
      () =>
        ({ node }) => {
          // `echo $(x)` only normalizes the white space of x's output, which is harmless.
          if (nameOfCommand(node) === 'echo' && node.words.length === 2) return null;
          for (const part of splitWords(node).flat()) {
            if (part.kind !== 'commands' || part.quoted) continue;
            const [first] = commandsIn(part.script);
            return quoted((first === undefined ? null : nameOfCommand(first.node)) ?? 'a command', 40);
          }
          return null;
        },
    ),
});
