import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forStaffOnly } from '../src/discord/interactions/audience.ts';
import type { Upload } from '../src/discord/interactions/command.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStaff } from '../src/discord/interactions/for-staff.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import {
  rosterImported,
  rosterLinked,
  rosterShown,
  rosterUnlinked,
  rosterUnreadable,
} from '../src/discord/render/staff/roster.ts';
import { download } from '../src/discord/submissions/download.ts';
import { parseRoster, type RosterEntry } from '../src/grading/roster.ts';
import { decodeFile } from '../src/intake/decode.ts';
import type { GuildSettings } from '../src/records/records.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-roster', {
  en: {
    about: 'For teaching assistants: the class list',
    import: 'Make the class list this CSV: student number, name, section, Discord name or id',
    file: 'A CSV file with a heading',
    show: 'How many are on it, and who was not found in Discord',
    link: 'Say which student number an account has',
    unlink: 'Take an account away from a student number',
    name: 'Whose account',
    number: 'The student number',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'roster',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'import',
      description: say('en', 'import'),
      options: [
        {
          type: ApplicationCommandOptionType.Attachment,
          name: 'file',
          description: say('en', 'file'),
          required: true,
        },
      ],
    },
    { type: ApplicationCommandOptionType.Subcommand, name: 'show', description: say('en', 'show') },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'link',
      description: say('en', 'link'),
      options: [
        {
          type: ApplicationCommandOptionType.User,
          name: 'name',
          description: say('en', 'name'),
          required: true,
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'number',
          description: say('en', 'number'),
          required: true,
          max_length: 120,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'unlink',
      description: say('en', 'unlink'),
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'number',
          description: say('en', 'number'),
          required: true,
          max_length: 120,
        },
      ],
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Concurrent account lookups. */
const abreast = 4;

async function importList(
  call: CommandCall,
  guild: GuildSettings,
  upload: Upload,
  services: Services,
): Promise<CommandResponse> {
  const { records, staff } = services;
  const { files } = await download([upload]);
  const [file] = files;
  if (file === undefined) return reply(rosterUnreadable(call.locale, 'not-fetched'));
  const text = decodeFile(file.name, Buffer.from(file.base64, 'base64'));
  if (text.kind === 'unreadable') return reply(rosterUnreadable(call.locale, 'not-csv'));
  const read = parseRoster(text.text);
  if (!read.ok) return reply(rosterUnreadable(call.locale, read.why));
  const lines = await findAll(guild.id, read.entries, services);
  const result = await records.roster.replace(guild.id, lines, services.now());
  const saved = await records.roster.all(guild.id);
  await staff.auditLog.note({
    guild: guild.id,
    who: call.user,
    action: 'roster.import',
    whom: null,
    details: { ...result, unmatched: saved.filter(({ user }) => user === null).length },
    reason: null,
  });
  return reply(rosterImported(call.locale, result, saved, read.problems));
}

/** Looks up the accounts that a list names, and no others. */
async function findAll(
  guild: string,
  entries: readonly RosterEntry[],
  { staff }: Services,
): Promise<readonly (RosterEntry & { readonly user: string | null })[]> {
  const found: (string | null)[] = new Array<null>(entries.length).fill(null);
  const ahead = [...entries.entries()].values();
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (const [i, { discord }] of ahead)
        if (discord !== null) found[i] = await staff.members.find(guild, discord);
    }),
  );
  return entries.map((entry, i) => ({ ...entry, user: found[i] ?? null }));
}

export const roster = command(definition, {
  run: (call, given, services) =>
    forStaff(call, services, async (guild) => {
      const { records, staff } = services;
      switch (given.sub) {
        case 'import':
          return importList(call, guild, given.file, services);
        case 'show':
          return reply(rosterShown(call.locale, await records.roster.all(guild.id)));
        case 'link': {
          const number = given.number.trim();
          const how = await records.roster.link(guild.id, number, given.name, 'ta', services.now());
          if (how === 'linked')
            await staff.auditLog.note({
              guild: guild.id,
              who: call.user,
              action: 'roster.link',
              whom: given.name,
              details: { number },
              reason: null,
            });
          return reply(rosterLinked(call.locale, how, number, given.name));
        }
        case 'unlink': {
          const number = given.number.trim();
          const done = await records.roster.unlink(guild.id, number);
          if (done)
            await staff.auditLog.note({
              guild: guild.id,
              who: call.user,
              action: 'roster.unlink',
              whom: null,
              details: { number },
              reason: null,
            });
          return reply(rosterUnlinked(call.locale, number, done));
        }
      }
    }),
});
