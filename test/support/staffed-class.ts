import { type APIMessage, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import {
  type BotAnswer,
  type Channel,
  type ClassroomGuild,
  type Person,
  textOf,
} from '../../classroom/server.ts';
import { botCommands } from '../../commands/index.ts';
import type { AuditEntry } from '../../src/records/records.ts';
import { type ClassServer, messageOf, openClassServer } from './class-server.ts';

/** A class server with a staff channel that the bot knows, where an admin has allowed the staff commands. */
export interface StaffedClass {
  readonly classServer: ClassServer;
  readonly staff: Channel;
  /** Waits for a message with this text in the staff channel. */
  readonly waitForStaffMessage: (words: string, ms?: number) => Promise<APIMessage>;
  /** The audit log, oldest entry first. */
  readonly auditLog: () => Promise<readonly AuditEntry[]>;
}

/** Commands that nobody may use until an admin allows them. */
const staffCommands = botCommands.commands.flatMap(({ definition }) =>
  definition.default_member_permissions === '0' ? [definition.name] : [],
);

export async function openStaffedClass(
  options: Parameters<typeof openClassServer>[0] = {},
): Promise<StaffedClass> {
  const classServer = await openClassServer(options);
  const { classroom, guild, taRole, tess, records } = classServer;
  const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
  const known = await records.guilds.get(guild.id);
  if (known === null) throw new Error('no guild');
  await records.guilds.save({ ...known, taChannel: staff.id });
  for (const name of staffCommands) classroom.allow(guild, name, taRole);
  return {
    classServer,
    staff,
    waitForStaffMessage: (words, ms = 20_000) =>
      tess.waitFor((one) => textOf(one).includes(words), { where: staff, ms }),
    auditLog: async () => [...(await records.audit.entries(guild.id, { limit: 100 }))].reverse(),
  };
}

/** Another class with the same bot, with a teaching assistant and a student. */
export async function openOtherClass({ classroom, records }: ClassServer): Promise<{
  readonly guild: ClassroomGuild;
  readonly tom: Person;
  readonly pia: Person;
}> {
  const guild = classroom.addGuild({ name: 'Another class' });
  const general = classroom.addChannel(guild, { name: 'general' });
  const role = classroom.addRole(guild, { name: 'Tutor' });
  const tom = classroom.join({ name: 'Tom', guild, roles: [role], home: general });
  const pia = classroom.join({ name: 'Pia', guild, home: general });
  await records.guilds.save({
    id: guild.id,
    lesson: 'backend-docker',
    taRole: role.id,
    taChannel: null,
    classChannel: null,
  });
  return { guild, tom, pia };
}

/** How a forged custom id is sent: as a button, as a menu with a choice, or as a form with a reason. */
export type Forgery =
  | { readonly id: string; readonly how: 'press' | 'form' }
  | { readonly id: string; readonly how: 'choose'; readonly chosen: string };

/**
 * Sends the bot a custom id that it never showed this person. Anybody who speaks Discord's protocol can do that: here, the id is put into
 * a message or a modal of their own.
 */
export async function forge({ classroom }: ClassServer, who: Person, forgery: Forgery): Promise<BotAnswer> {
  const { id: custom_id, how } = forgery;
  if (how === 'form') {
    const opened = await who.slash('/check');
    const input = { type: ComponentType.TextInput, id: 92, custom_id: 'reason', style: TextInputStyle.Short };
    const label = { type: ComponentType.Label, id: 91, label: 'Why?', component: input };
    opened.interaction.modal = { custom_id, title: 'forged', components: [label] } as unknown as NonNullable<
      typeof opened.interaction.modal
    >;
    return opened.modal.fill({ reason: 'Because I can' }).submit({ force: true });
  }
  const own = messageOf(await who.slash('/hint 1'));
  const messages = classroom.world.messagesOf(own.channel_id);
  const kept = messages.get(own.id);
  if (kept === undefined) throw new Error('no message');
  const part =
    forgery.how === 'choose'
      ? {
          type: ComponentType.StringSelect,
          id: 91,
          custom_id,
          placeholder: 'forged',
          options: [{ label: 'forged', value: forgery.chosen }],
        }
      : { type: ComponentType.Button, id: 91, style: 2, label: 'forged', custom_id };
  const components = [{ type: ComponentType.ActionRow, id: 90, components: [part] }];
  messages.set(own.id, { ...kept, payload: { ...kept.payload, components } as unknown as APIMessage });
  return forgery.how === 'choose'
    ? who.select(own, 'forged', [forgery.chosen], { force: true })
    : who.press(own, 'forged', { force: true });
}

/** The text of an answer and of its follow-ups. */
export const allTextOf = (answer: BotAnswer): string =>
  [answer.text, ...answer.followUps.map(textOf)].filter((text) => text !== '').join('\n');
