import { quoted } from '../../dockerfile/text.ts';
import { oddSign } from '../aims/slips/odd-character.ts';
import { buildErrorRule } from './build-error.ts';

export const invalidReference = buildErrorRule({
  code: 'InvalidReference',
  anchor: 'from',
  texts: {
    title: 'The base image is a name that images can have',
    why: 'An image is called name:tag, in lower case, without spaces.',
    found: 'The build stops here: {{phrase}}. Write the image as name:tag, for example python:3.11-slim.',
    odd: 'The build stops here: {{phrase}}. A character on this line ({{sign}}) cannot be seen, or only looks like a plain one. Type the line again.',
    variable:
      'The build stops here: {{phrase}}. The variable in that name has no value: put its ARG above this FROM.',
    letters: 'The build stops here: {{phrase}}. Names of images have no capital letters: write {{image}}.',
  },
  choose: ({ text, args: [image = ''] }) => {
    const sign = oddSign(text);
    if (sign !== null) return { key: 'odd', values: { sign } };
    if (image.includes('$')) return { key: 'variable', values: {} };
    const small = image.toLowerCase();
    return small === image ? null : { key: 'letters', values: { image: quoted(small, 60) } };
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM Python:3.11-slim\n' },
});
