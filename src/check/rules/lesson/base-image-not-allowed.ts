import { nearest } from '../../../spelling/nearest.ts';
import { outsideImages } from '../../dockerfile/images/outside-images.ts';
import { isAllowed, readReference } from '../../dockerfile/images/reference.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, type RuleContext } from '../rule.ts';

/** Names of the stages before the one that contains a line. */
const namesAbove = ({ simulation }: RuleContext, line: number): readonly string[] =>
  simulation.stages
    .filter((stage) => stage.line < line)
    .slice(0, -1)
    .flatMap(({ name }) => name ?? []);

export const baseImageNotAllowed = defineRule({
  id: 'BaseImageNotAllowed',
  severity: 'error',
  reads: 'the base image of each stage, and COPY --from',
  texts: {
    title: 'The base image is one of the lesson’s',
    why: 'The check builds without the whole internet at hand: only the images that the lesson names are there.',
    found:
      '{{image}} is not among the images that the lesson allows, so the verification refuses it. Use {{allowed}}.',
    stage:
      'The build stops here: no stage above is called {{image}}, so Docker looks for an image of that name. Write `--from={{stage}}`.',
    unnamed:
      'The build stops here: no stage above is called {{image}}, so Docker looks for an image of that name. Give the FROM that you mean this name: AS {{image}}.',
    noStage:
      'The build stops here: there is no stage with the name {{image}}, so Docker looks for an image of that name. This file has only one stage: leave `--from={{image}}` out.',
    undecided:
      'Which image {{image}} is cannot be told from the Dockerfile alone, so the verification refuses it. Write a name out, such as {{allowed}}.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\n' },
  bad: { Dockerfile: 'FROM node:22\n' },
  find: (context, report) => {
    if (context.manifest === null) return [];
    const { baseImages } = context.manifest;
    const [allowed = 'python:3.11-slim'] = baseImages;
    return outsideImages(context.dockerfile, context.manifest.build.arguments).flatMap((each) => {
      const place = { file: context.names.dockerfile, line: each.line };
      if (each.kind === 'image') {
        // Another rule reports names that are not image names at all.
        if (readReference(each.image) === null || isAllowed(each.image, baseImages)) return [];
        const image = quoted(each.image);
        if (each.by === 'copy' && /^[\w-]+$/.test(each.image) && context.simulation.stages.length === 1)
          return [{ ...place, message: report('noStage', { image }) }];
        if (each.by === 'from' || !/^[\w-]+$/.test(each.image))
          return [{ ...place, message: report('found', { image, allowed }) }];
        const stages = namesAbove(context, each.line);
        const stage =
          nearest(each.image.toLowerCase(), stages) ?? (stages.length === 1 ? stages[0] : undefined);
        const message =
          stage === undefined
            ? report('unnamed', { image })
            : report('stage', { image, stage: quoted(stage) });
        return [{ ...place, message }];
      }
      // Another rule also reports a variable in --from.
      if (each.by === 'copy') return [];
      return [{ ...place, message: report('undecided', { image: quoted(each.written), allowed }) }];
    });
  },
});
