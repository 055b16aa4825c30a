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

test('every command definition is one that Discord accepts', () => {
  for (const { default_member_permissions: permissions, ...command } of wanted) {
    conform(specified('ApplicationCommandUpdateRequest'), command);
    // The description of the API says a number here; on the wire it is a string of digits.
    expect(permissions ?? '0').toMatch(/^\d+$/);
  }
});

test('offers commands of teaching assistants in servers only, hidden by default, and all others in DMs too', () => {
  const forStaff = wanted.filter((command) => 'default_member_permissions' in command);
  expect(forStaff.map(({ name }) => name).toSorted()).toEqual(
    'announce-lesson class deadline export grades queue roster student'.split(' '),
  );
  for (const command of wanted) {
    const staff = forStaff.includes(command);
    expect([command.name, command.contexts]).toEqual([command.name, staff ? [0] : [0, 1]]);
  }
});

test('does not register commands that Discord already has', () => {
  expect(differences(asKept(), wanted)).toEqual([]);
});

test('names the commands that changed, are new or are gone', () => {
  const kept = asKept();
  const [first, second, ...others] = kept;
  if (first === undefined || second === undefined) throw new Error('too few commands');
  first.description = 'something else';
  expect(differences([first, ...others, { ...second, name: 'old' }], wanted).toSorted()).toEqual(
    [first.name, second.name, 'old'].toSorted(),
  );
});

test('registers a command again when an option stops being required', () => {
  const kept = asKept();
  const verify = kept.find((command) => command.name === 'verify');
  const option = verify?.options?.[0] as { required?: boolean } | undefined;
  if (option !== undefined) option.required = true;
  expect(differences(kept, wanted)).toEqual(['verify']);
});
