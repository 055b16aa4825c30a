import { expect, test } from '@jest/globals';
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { conform, specified } from '../../../classroom/rest/schema.ts';
import { botCommands } from '../../../commands/index.ts';
import { differences } from '../../../src/discord/rest/register-commands.ts';

const wanted = botCommands.commands.map((command) => command.definition);

/** What Discord gives back for a command: more fields, and its own defaults. */
const asKept = (): APIApplicationCommand[] =>
  structuredClone(wanted).map(
    (command, i) =>
      ({
        description: '',
        default_member_permissions: null,
        name_localizations: null,
        nsfw: false,
        ...command,
        id: `${i}`,
        application_id: '1',
        version: '1',
      }) as unknown as APIApplicationCommand,
  );

test('Discord would take every definition', () => {
  for (const { default_member_permissions: permissions, ...command } of wanted) {
    conform(specified('ApplicationCommandUpdateRequest'), command);
    // The description of the API says a number here; on the wire it is a string of digits.
    expect(permissions ?? '0').toMatch(/^\d+$/);
  }
});

test('what is for teaching assistants is for the server and hidden from others; the rest is for DMs too', () => {
  const forStaff = wanted.filter((command) => 'default_member_permissions' in command);
  expect(forStaff.map(({ name }) => name).toSorted()).toEqual(
    'announce-lesson class deadline export grades queue roster student'.split(' '),
  );
  for (const command of wanted) {
    const staff = forStaff.includes(command);
    expect([command.name, command.contexts]).toEqual([command.name, staff ? [0] : [0, 1]]);
  }
});

test('what Discord has kept is not written again', () => {
  expect(differences(asKept(), wanted)).toEqual([]);
});

test('what changed, is new or is gone is named', () => {
  const kept = asKept();
  const [first, second, ...others] = kept;
  if (first === undefined || second === undefined) throw new Error('too few commands');
  first.description = 'something else';
  expect(differences([first, ...others, { ...second, name: 'old' }], wanted).toSorted()).toEqual(
    [first.name, second.name, 'old'].toSorted(),
  );
});

test('an option that is no longer required is a change', () => {
  const kept = asKept();
  const verify = kept.find((command) => command.name === 'verify');
  const option = verify?.options?.[0] as { required?: boolean } | undefined;
  if (option !== undefined) option.required = true;
  expect(differences(kept, wanted)).toEqual(['verify']);
});
