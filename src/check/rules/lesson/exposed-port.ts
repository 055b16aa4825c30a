import { defineRule } from '../rule.ts';

export const exposedPort = defineRule({
  id: 'ExposedPort',
  severity: 'warning',
  reads: 'EXPOSE of the last stage',
  texts: {
    title: 'EXPOSE names the port of the lesson',
    why: 'EXPOSE tells readers which port the server uses. It publishes nothing by itself, but a wrong one misleads.',
    found: 'The lesson’s port is {{port}}, and this says another one. EXPOSE {{port}}.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 8000\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nEXPOSE 3000\n' },
  find: (context, report) => {
    const { final } = context.simulation;
    const port = context.manifest?.port ?? null;
    if (port === null || final === null || final.exposed.size === 0 || final.exposed.has(port)) return [];
    const [line = null] = final.exposed.values();
    return [{ file: context.names.dockerfile, line, message: report('found', { port }) }];
  },
});
