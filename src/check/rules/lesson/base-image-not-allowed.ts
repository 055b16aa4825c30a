import { quoted } from '../../dockerfile/text.ts';
import { foreignImages } from '../asking.ts';
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
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM node:22\n' },
  find: (view, tell) => {
    if (view.manifest === null) return [];
    const [allowed = 'python:3.11-slim'] = view.manifest.baseImages;
    return foreignImages(view).map(({ image, line }) => ({
      file: view.names.dockerfile,
      line,
      message: tell('found', { image: quoted(image), allowed }),
    }));
  },
});
