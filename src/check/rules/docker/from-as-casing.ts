import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';
import { froms } from './queries.ts';

export const fromAsCasing = defineRule({
  id: 'FromAsCasing',
  severity: 'advice',
  url: dockerPage('from-as-casing'),
  reads: 'the case of FROM and AS',
  texts: {
    title: 'FROM and AS are both in capitals, or both in small letters',
    why: 'Written alike, the instructions stand out from their arguments.',
    found: 'Write `{{as}}` and `{{from}}` alike: both in capitals, or both in small letters.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim AS build\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim as build\n' },
  find: (context, report) => {
    return froms(context).flatMap(({ line, args, written, file }) => {
      const as = args[1] ?? '';
      const lower = written === written.toLowerCase();
      const upper = written === written.toUpperCase();
      if (args.length < 3 || (!lower && !upper) || as === (lower ? as.toLowerCase() : as.toUpperCase()))
        return [];
      return [{ file, line, message: report('found', { as: quoted(as), from: written }) }];
    });
  },
});
