import { isReference } from '../../dockerfile/images/reference-grammar.ts';
import { quoted } from '../../dockerfile/text.ts';
import { referenceParts } from '../../simulation/image/base-image.ts';
import { defineRule } from '../rule.ts';

export const largeBaseImage = defineRule({
  id: 'LargeBaseImage',
  severity: 'advice',
  reads: 'the tag of the base image',
  texts: {
    title: 'The base image is a slim one',
    why: 'The full image brings compilers and more and is about 1 GB; the slim one has all that this lesson needs.',
    found: '{{image}} is about 1 GB. The lesson expects {{min}} to {{max}} MB: use the slim variant.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM python:3.11\n' },
  find: (context, report) => {
    const { final } = context.simulation;
    const sizes = context.manifest?.imageSize ?? null;
    if (sizes === null || final === null) return [];
    const { path, tag } = referenceParts(final.base.reference);
    if (path !== 'python' || !isReference(final.base.reference) || /slim|alpine/.test(tag ?? 'latest'))
      return [];
    const { min, max } = sizes;
    return [
      {
        file: context.names.dockerfile,
        line: final.line,
        message: report('found', { image: quoted(final.base.reference), min, max }),
      },
    ];
  },
});
