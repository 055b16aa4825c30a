import { quoted } from '../../dockerfile/text.ts';
import { buildErrorRule } from './build-error.ts';

export const fromArguments = buildErrorRule({
  code: 'FromArguments',
  anchor: 'from',
  texts: {
    title: 'FROM names one image',
    why: 'FROM takes an image, and perhaps `AS` with a name. Anything else on the line, a comment too, is refused.',
    found:
      'The build stops here: {{phrase}}. Keep only the image on this line, and put comments on a line of their own.',
    space: 'The name of the image has a space in it: {{phrase}}. Write it in one piece: {{image}}.',
    unnamed: 'No name follows {{word}}: {{phrase}}. Write a name for the stage there, or leave {{word}} out.',
  },
  choose: ({ rest }) => {
    const [image = '', second = '', ...others] = rest.split(/\s+/);
    if (/^as$/i.test(second) && others.length === 0) return { key: 'unnamed', values: { word: second } };
    const isParted = /:$/.test(image) || /^:/.test(second);
    const isVersion = /^:?\d[\w.-]*$/.test(second);
    if (!isParted && !isVersion) return null;
    const whole = `${image.replace(/:$/, '')}:${second.replace(/^:/, '')}`;
    return { key: 'space', values: { image: quoted(whole, 60) } };
  },
  good: { Dockerfile: '# small\nFROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim # small\n' },
});
