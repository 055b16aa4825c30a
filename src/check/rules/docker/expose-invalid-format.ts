import { defineRule, dockerPage } from '../rule.ts';
import { ports } from './queries.ts';

export const exposeInvalidFormat = defineRule({
  id: 'ExposeInvalidFormat',
  severity: 'warning',
  url: dockerPage('expose-invalid-format'),
  reads: 'the ports of EXPOSE',
  texts: {
    title: 'EXPOSE has only the container’s port',
    why: 'EXPOSE notes which port the program in the container uses. Which port of your machine leads there is said by docker run -p.',
    found:
      'EXPOSE takes only the port of the container, not a pair: write it without what comes before the colon. The pair belongs to docker run -p.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000:8000\n' },
  find: (context, report) => {
    return ports(context).flatMap(({ port, line, file }) => {
      const parts = port.split(':');
      return parts.length > 1 && parts.slice(0, -1).some((part) => part !== '')
        ? [{ file, line, message: report('found') }]
        : [];
    });
  },
});
