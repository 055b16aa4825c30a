import { quoted } from '../../dockerfile/text.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { referenceParts } from '../../simulation/image/base-image.ts';
import { instructionAt } from '../queries.ts';
import { defineRule, hadolintPage } from '../rule.ts';

export const dl3022 = defineRule({
  id: 'DL3022',
  severity: 'advice',
  url: hadolintPage('DL3022'),
  reads: 'COPY --from and the names of the stages',
  texts: {
    title: 'COPY --from names a stage above, or an image with its version',
    why: 'A name that no FROM above has given is taken for an image, and without a version for its newest one.',
    found:
      'No stage above is called {{from}}, so Docker fetches an image of that name, whichever is the newest. If you mean a stage, give its FROM that name with AS. If you mean an image, write its version behind a colon.',
  },
  good: {
    Dockerfile: 'FROM python:3.11-slim AS build\nFROM python:3.11-slim\nCOPY --from=build /etc/hostname /x\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nCOPY --from=build /etc/hostname /x\n' },
  find: (context, report) =>
    // Mounts also name images, but this rule is only about COPY.
    context.simulation.images
      .filter(
        ({ image, line }) =>
          isKnown(image) &&
          instructionAt(context, line)?.keyword === 'copy' &&
          !context.simulation.stages.some(({ name }, at) => name === image || String(at) === image),
      )
      .filter(({ image }) => {
        const { tag, digest } = referenceParts(image);
        return tag === null && digest === null;
      })
      .map(({ image, line }) => ({
        file: context.names.dockerfile,
        line,
        message: report('found', { from: quoted(image) }),
      })),
});
