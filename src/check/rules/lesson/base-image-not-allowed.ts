import { outsideImages } from '../../dockerfile/images/outside-images.ts';
import { isAllowed, readReference } from '../../dockerfile/images/reference.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule } from '../rule.ts';

export const baseImageNotAllowed = defineRule({
  id: 'BaseImageNotAllowed',
  severity: 'error',
  reads: 'the base image of each stage, and COPY --from',
  texts: {
    title: 'The base image is one of the lesson’s',
    why: 'The check builds without the whole internet at hand: only the images that the lesson names are there.',
    found:
      '{{image}} is not among the images that the lesson allows, so the verification refuses it. Use {{allowed}}.',
    undecided:
      'Which image {{image}} is cannot be told from the Dockerfile alone, so the verification refuses it. Write a name out, such as {{allowed}}.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM node:22\n' },
  find: (context, report) => {
    if (context.manifest === null) return [];
    const { baseImages } = context.manifest;
    const [allowed = 'python:3.11-slim'] = baseImages;
    return outsideImages(context.dockerfile).flatMap((each) => {
      const place = { file: context.names.dockerfile, line: each.line };
      if (each.kind === 'image') {
        // Another rule reports what is not an image name at all.
        if (readReference(each.image) === null || isAllowed(each.image, baseImages)) return [];
        return [{ ...place, message: report('found', { image: quoted(each.image), allowed }) }];
      }
      // So is a variable in --from.
      if (each.by === 'copy') return [];
      return [{ ...place, message: report('undecided', { image: quoted(each.written), allowed }) }];
    });
  },
});
