import { recordOf } from '../../../yaml/plain.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

/** Whether a service extends another one, which may provide the rest. */
const isExtended = (file: unknown, service: string): boolean =>
  recordOf(recordOf(recordOf(file).services)[service]).extends !== undefined;

export const composeImageOrBuild = composeRule({
  id: 'ComposeImageOrBuild',
  severity: 'error',
  page: 'services/#image',
  reads: '`image` and `build` of each service',
  texts: {
    title: 'A service has an image, or is built',
    why: 'A container is started from an image: Compose has to know which one, or how to make it.',
    found: '`{{service}}` says neither which image it runs (`image:`) nor how to build one (`build:`).',
  },
  good: 'services:\n  web:\n    build: .\n',
  bad: 'services:\n  web:\n    ports: ["8000:8000"]\n',
  find: ({ services, value }, report) =>
    services
      .filter(({ name, image, build }) => image === null && build === null && !isExtended(value, name))
      .map(({ name, line }) => ({ line, message: report('found', { service: quoted(name, 60) }) })),
});
