import type { ComposeService } from '../../compose/service.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

const networksOf = ({ networks }: ComposeService): readonly string[] =>
  networks.length === 0 ? ['default'] : networks.map(({ name }) => name);

/** Whether a variable that names a host contains the service's name as its host. */
function leadsTo(name: string, value: string, service: string): boolean {
  if (!/HOST|URL|URI|ADDR|SERVER|DSN|ENDPOINT/i.test(name)) return false;
  const [, host = value] = /^[\w+.-]{1,30}:\/\/(?:[^@/]{0,200}@)?([\w.-]{1,100})/.exec(value) ?? [];
  return (host.split(':', 1)[0] ?? '') === service;
}

export const composeApart = composeRule({
  id: 'ComposeApart',
  severity: 'warning',
  page: 'networks/',
  reads: '`networks` of services of which one has the other’s name in `environment`',
  texts: {
    title: 'Services that talk to each other share a network',
    why: 'A service that lists `networks` is in these alone, and no longer in the one that Compose makes for all. A name is only known to who is in a network with it.',
    found:
      '`{{name}}` leads to `{{other}}`, and `{{service}}` has no network with it. Give both the same network, or leave `networks` out of both.',
  },
  good: 'services:\n  db:\n    image: postgres:16-alpine\n    networks: [back]\n  web:\n    build: .\n    networks: [front, back]\n    environment:\n      DATABASE_HOST: db\nnetworks:\n  front:\n  back:\n',
  bad: 'services:\n  db:\n    image: postgres:16-alpine\n    networks: [back]\n  web:\n    build: .\n    environment:\n      DATABASE_HOST: db\nnetworks:\n  back:\n',
  find: ({ services }, report) =>
    services.flatMap((service) =>
      service.environment.flatMap(({ name, value, line }) => {
        const other = services.find(
          (each) => each !== service && value !== null && leadsTo(name, value, each.name),
        );
        if (other === undefined) return [];
        const own = networksOf(service);
        if (networksOf(other).some((each) => own.includes(each))) return [];
        const values = { name: quoted(name, 60), other: quoted(other.name, 60) };
        return [{ line, message: report('found', { ...values, service: quoted(service.name, 60) }) }];
      }),
    ),
});
