import { isAllowed, readReference } from '../../dockerfile/images/reference.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeImageName = composeRule({
  id: 'ComposeImageName',
  severity: 'error',
  page: 'services/#image',
  reads: '`image` of each service',
  texts: {
    title: 'Images have names that Docker can read, and that the lesson uses',
    why: 'An image is written as `name:tag`, in lower case and without spaces. A lesson says which ones are here.',
    invalid: '`{{image}}` is not the name of an image. Write `name:tag`, in lower case and without spaces.',
    allowed: '`{{image}}` is not among the images of this lesson. It has {{allowed}}.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n',
  bad: 'services:\n  db:\n    image: Postgres 16\n',
  find: ({ services }, report, { manifest }) => {
    const allowed = [...(manifest?.compose.images ?? []), ...(manifest?.baseImages ?? [])];
    return services.flatMap(({ image, build }) => {
      if (image === null || build !== null) return [];
      const name = quoted(image.name, 80);
      if (readReference(image.name) === null)
        return [{ line: image.line, message: report('invalid', { image: name }) }];
      if (manifest === null || isAllowed(image.name, allowed)) return [];
      const some = allowed.slice(0, 3).map((each) => `\`${each}\``);
      return [{ line: image.line, message: report('allowed', { image: name, allowed: some.join(', ') }) }];
    });
  },
});
