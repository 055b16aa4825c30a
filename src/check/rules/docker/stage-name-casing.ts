import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { froms } from './queries.ts';

export const stageNameCasing = defineRule({
  id: 'StageNameCasing',
  severity: 'advice',
  url: dockerPage('stage-name-casing'),
  reads: 'the name after AS',
  texts: {
    title: 'Stage names are in small letters',
    why: 'Docker takes the name in small letters anyway; written so, it is found again at a glance.',
    found: 'Write the stage name `{{name}}` in small letters.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS build\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim AS Build\n' },
  find: (context, report) => {
    return froms(context).flatMap(({ line, args, file }) => {
      const name = args.length === 3 ? (args[2] ?? '') : '';
      return name === name.toLowerCase()
        ? []
        : [{ file, line, message: report('found', { name: quoted(name) }) }];
    });
  },
});
