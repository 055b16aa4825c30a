import { quoted } from '../../dockerfile/text.ts';
import type { Part } from '../../shell/syntax.ts';
import { splitWords } from '../../shell/walk.ts';
import { defineRule, shellcheckPage } from '../rule.ts';
import { plainVariables, violationsIn } from './scripts.ts';

export const sc2086 = defineRule({
  id: 'SC2086',
  severity: 'advice',
  url: shellcheckPage('SC2086'),
  reads: 'the words of commands in RUN and in scripts',
  texts: {
    title: 'Variables are in double quotes',
    why: 'Without quotes the shell cuts a value at its spaces and takes a `*` in it for file names. An empty value is no word at all.',
    found: 'A space in {{what}} would make several words of it. Put double quotes around it.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir -p "$PWD/data"\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN mkdir -p $PWD/data\n' },
  find: (context, report) =>
    violationsIn(
      context,
      (what) => report('found', { what }),
      ({ script, stage, phase }) => {
        const plain = plainVariables(script);
        // During the build, the values of ENV and ARG can be read in the Dockerfile above.
        const isSet = (name: string): boolean =>
          phase === 'build' &&
          (stage.declared.has(name) ||
            (stage.env.has(name) && stage.env.get(name) !== stage.base.env?.[name]));
        return ({ node }) => {
          for (const part of splitWords(node).flat()) {
            if (isSplit(part) && !plain.has(part.name) && !isSet(part.name)) return quoted(`$${part.name}`);
          }
          return null;
        };
      },
    ),
});

/** Whether a part is split. `$#`, `$?`, `$$`, `$!` and `${#x}` are numbers, `${x:+y}` is the text y, and `$@` is special. */
const isSplit = (part: Part): part is Extract<Part, { kind: 'variable' }> =>
  part.kind === 'variable' &&
  !part.quoted &&
  !/^[#?$!@-]$/.test(part.name) &&
  !/^(?::?\+|length)$/.test(part.operator ?? '');
