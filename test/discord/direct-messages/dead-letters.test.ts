import { expect, test } from '@jest/globals';
import { recordDeadLetter } from '../../../src/discord/direct-messages/dead-letters.ts';
import type { CommandCall } from '../../../src/discord/interactions/command-call.ts';
import type { ResolvedClass } from '../../../src/discord/interactions/resolve-class.ts';
import type { Services } from '../../../src/discord/interactions/services.ts';

const said = { id: '1', channel: '2', author: '3', text: 'a', uploads: [] };
const guilds = [
  { id: '7', name: 'A' },
  { id: '8', name: 'B' },
];

test.each<readonly [string, ResolvedClass, readonly string[]]>([
  ['has chosen none of several classes: her first one', { kind: 'choose', guilds }, ['7/3']],
  ['is in no class: nobody', { kind: 'nobody' }, []],
])('the dead letter of somebody who %s', async (_, whose, expected) => {
  const buried: string[] = [];
  const services = {
    resolveClass: async () => whose,
    reading: {
      bury: async (_texts: readonly string[], { guild, user }: { guild: string; user: string }) =>
        void buried.push(`${guild}/${user}`),
    },
  } as unknown as Services;
  await recordDeadLetter({} as CommandCall, said, services);
  expect(buried).toEqual(expected);
});
