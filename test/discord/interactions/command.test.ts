import { expect, test } from '@jest/globals';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { ArgumentsOf, Upload, UserMessage } from '../../../src/discord/interactions/command.ts';

const slash = {
  type: ApplicationCommandType.ChatInput,
  name: 'try',
  description: 'Try it',
  options: [
    { type: ApplicationCommandOptionType.Integer, name: 'n', description: 'A number', required: true },
    { type: ApplicationCommandOptionType.String, name: 'words', description: 'Words' },
    { type: ApplicationCommandOptionType.Attachment, name: 'file', description: 'A file', required: false },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const onMessage = {
  type: ApplicationCommandType.Message,
  name: 'Look at it',
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** True when two types are identical, in both directions. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

// The compiler decides here: these lines fail `npm run types`, not the test run.
const inferred: readonly true[] = [
  true satisfies Same<ArgumentsOf<typeof slash>['n'], number>,
  true satisfies Same<ArgumentsOf<typeof slash>['words'], string | null>,
  true satisfies Same<ArgumentsOf<typeof slash>['file'], Upload | null>,
  true satisfies Same<keyof ArgumentsOf<typeof slash>, 'n' | 'words' | 'file'>,
  true satisfies Same<ArgumentsOf<typeof onMessage>, { readonly target: UserMessage }>,
];

test('infers a handler’s arguments from the command definition', () => {
  expect(inferred).toHaveLength(5);
});
