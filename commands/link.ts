import { createHash } from 'node:crypto';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStaff } from '../src/discord/interactions/for-staff.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import {
  linkClaim,
  linkClaimAsked,
  linkClaimDone,
  ownLink,
  ownUnlinked,
} from '../src/discord/render/staff/roster.ts';
import { notInThisClass } from '../src/discord/render/staff/student.ts';
import { describeError } from '../src/discord/rest/discord-errors.ts';
import type { Student } from '../src/records/records.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-link', {
  en: {
    about: 'Tell the class list which student number is yours',
    number: 'Your student number, as the school writes it',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'link',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'number',
      description: say('en', 'number'),
      required: true,
      max_length: 120,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** A number may be too long for a custom ID, so its digest is used. */
const numberKey = (number: string): string => createHash('sha256').update(number).digest('hex').slice(0, 16);

/** Asks in the staff channel who a student number belongs to; false when it cannot be posted there. */
async function askStaffAboutLink(
  { guild, user }: Student,
  channel: string | null,
  number: string,
  { records, messenger, locales, log }: Services,
): Promise<boolean> {
  if (channel === null) return false;
  const line = (await records.roster.all(guild)).find((one) => one.number === number);
  try {
    const claim = { user, number, key: numberKey(number), owner: line?.user ?? null };
    await messenger.send(channel, linkClaim(locales.ofClass(guild), claim));
    return true;
  } catch (error) {
    log.warn(
      { event: 'roster.claim-not-asked', err: describeError(error) },
      'the staff channel was not asked whose a student number is',
    );
    return false;
  }
}

/** A number that is already linked is not given to somebody else. Teaching assistants see every link in the staff channel. */
export const link = command(definition, {
  fromWords: (words) => (words === '' ? null : { number: words.slice(0, 120) }),
  run: (call, given, services) =>
    forStudent(call, services, async ({ student, guild }) => {
      const number = given.number.trim();
      const how = await services.records.roster.link(
        student.guild,
        number,
        student.user,
        'student',
        services.now(),
      );
      if (how === 'linked')
        await services.staff.auditLog.note({
          guild: student.guild,
          who: student.user,
          action: 'roster.link',
          whom: student.user,
          details: { number },
          reason: null,
        });
      if (how === 'taken' && (await askStaffAboutLink(student, guild.taChannel, number, services)))
        return reply(linkClaimAsked(call.locale, number));
      return reply(ownLink(call.locale, how, number, student.guild));
    }),
  components: {
    'link-claim': (call, { act, user, key }, services) =>
      forStaff(call, services, async (guild) => {
        const line = (await services.records.roster.all(guild.id)).find(
          (one) => numberKey(one.number) === key,
        );
        if (line === undefined) return reply(notInThisClass(call.locale));
        const { number } = line;
        if (act === 'confirm') {
          await services.records.roster.link(guild.id, number, user, 'ta', services.now());
          await services.staff.auditLog.note({
            ...{ guild: guild.id, who: call.user, action: 'roster.link', whom: user },
            ...{ details: { number }, reason: null },
          });
        }
        return { show: 'update', message: linkClaimDone(call.locale, act, { user, number, by: call.user }) };
      }),
    unlink: (call, { guild }, services) =>
      forStudent(
        call,
        services,
        async ({ student }) => {
          const number = await services.records.roster.unlinkOwn(student.guild, student.user);
          if (number !== null)
            await services.staff.auditLog.note({
              guild: student.guild,
              who: student.user,
              action: 'roster.unlink',
              whom: student.user,
              details: { number },
              reason: null,
            });
          return reply(ownUnlinked(call.locale, number));
        },
        { guild },
      ),
  },
});
