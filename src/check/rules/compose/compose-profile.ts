import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeProfile = composeRule({
  id: 'ComposeProfile',
  severity: 'error',
  page: 'profiles/',
  reads: '`profiles` of the services that publish the lesson’s port',
  texts: {
    title: 'The service that is asked has no profile',
    why: '`docker compose up` leaves a service with a profile out, unless it is told the profile.',
    found:
      '`{{service}}` has the profile `{{profile}}`, so `docker compose up` leaves it out, and nobody answers at port {{port}}. Leave `profiles` out.',
  },
  good: 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  bad: 'services:\n  web:\n    build: .\n    profiles: [dev]\n    ports: ["8000:8000"]\n',
  find: ({ services }, report, { manifest, projectPaths }) => {
    const port = manifest?.port ?? null;
    // A `.env` file may also select profiles.
    if (port === null || projectPaths.has('.env')) return [];
    const asked = services.filter(({ ports }) => ports.some(({ published }) => published === port));
    if (asked.some(({ profiles }) => profiles.length === 0)) return [];
    // A service that another one depends on is started with it.
    const isWaitedFor = (name: string): boolean =>
      services.some((each) => each.dependsOn.some(({ service }) => service === name));
    return asked
      .filter(({ name }) => !isWaitedFor(name))
      .map(({ name, profiles: [profile = ''], line }) => ({
        line,
        message: report('found', { service: quoted(name, 60), profile: quoted(profile, 60), port }),
      }));
  },
});
