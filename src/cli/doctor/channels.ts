import { type APIChannel, type APIGuild, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import { type PermissionHolder, permissionsIn } from '../../discord/rest/channel-permissions.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

const say = words('doctor-channels', {
  en: {
    noRole: 'TA_ROLE_ID is not set',
    noRoleTodo: 'Without it only administrators are teaching assistants.',
    roleGone: 'There is no role {{id}} in {{server}}',
    roleGoneTodo: 'Correct TA_ROLE_ID.',
    everybody: 'TA_ROLE_ID is everybody’s role',
    everybodyTodo: 'Name the role of teaching assistants.',
    role: 'Teaching assistants have the role {{name}}',
    noChannel: '{{setting}} is not set',
    noChannelTodo: 'Set it: what belongs there is shown nowhere.',
    channelGone: 'There is no channel {{id}} in this server, or the bot does not see it',
    channelGoneTodo: 'Correct {{setting}}, or let the bot see it.',
    noText: '{{channel}} is no text channel',
    noTextTodo: 'Correct {{setting}}.',
    channel: 'The bot may do all that it needs in {{channel}}',
    lacks: 'In {{channel}} the bot lacks {{list}}',
    lacksTodo: 'Allow it in the channel’s settings, Permissions.',
    open: 'Everybody sees {{channel}}, with students’ names and questions',
    openTodo: 'Take View Channel from @everyone there.',
    toSee: 'to see the channel',
    toPost: 'to post the queue, questions and alerts',
    toAttach: 'to post pictures and files',
    toLink: 'to show links',
    toMention: 'to mention a student who takes no direct messages',
    toOpenThread: 'to open a thread for a question',
    toWriteThread: 'to write in it',
  },
});

/** The permissions that Dockhand needs in each channel, and their purposes. */
const needed = {
  TA_CHANNEL_ID: {
    ViewChannel: 'toSee',
    SendMessages: 'toPost',
    AttachFiles: 'toAttach',
    EmbedLinks: 'toLink',
  },
  CLASS_CHANNEL_ID: {
    ViewChannel: 'toSee',
    SendMessages: 'toMention',
    CreatePrivateThreads: 'toOpenThread',
    SendMessagesInThreads: 'toWriteThread',
  },
} as const satisfies Record<
  string,
  Partial<Record<keyof typeof PermissionFlagsBits, Parameters<typeof say>[1]>>
>;
type ChannelSetting = keyof typeof needed;

/** Checks both channels and the bot's permissions in them. */
export const examineChannels = (
  settings: Settings,
  channels: readonly APIChannel[],
  holder: PermissionHolder,
): readonly DoctorFinding[] =>
  (Object.keys(needed) as ChannelSetting[]).flatMap((name) =>
    examineChannel(
      name,
      channels.find((channel) => channel.id === settings[name]),
      settings[name],
      holder,
    ),
  );

/** Checks the role of teaching assistants. */
export function examineRole(guild: APIGuild, id: string | undefined): DoctorFinding {
  const check = 'discord.role';
  if (id === undefined)
    return warning(check, say(operatorLocale, 'noRole'), say(operatorLocale, 'noRoleTodo'));
  const role = guild.roles.find((one) => one.id === id);
  if (role === undefined)
    return problem(
      check,
      say(operatorLocale, 'roleGone', { id, server: guild.name }),
      say(operatorLocale, 'roleGoneTodo'),
    );
  return id === guild.id
    ? problem(check, say(operatorLocale, 'everybody'), say(operatorLocale, 'everybodyTodo'))
    : well(check, say(operatorLocale, 'role', { name: role.name }));
}

function examineChannel(
  name: ChannelSetting,
  channel: APIChannel | undefined,
  id: string | undefined,
  holder: PermissionHolder,
): readonly DoctorFinding[] {
  const check = name === 'TA_CHANNEL_ID' ? 'discord.staff-channel' : 'discord.class-channel';
  if (id === undefined)
    return [
      warning(
        check,
        say(operatorLocale, 'noChannel', { setting: name }),
        say(operatorLocale, 'noChannelTodo'),
      ),
    ];
  if (channel === undefined)
    return [
      problem(
        check,
        say(operatorLocale, 'channelGone', { id }),
        say(operatorLocale, 'channelGoneTodo', { setting: name }),
      ),
    ];
  const called = `#${'name' in channel ? channel.name : id}`;
  if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    return [
      problem(
        check,
        say(operatorLocale, 'noText', { channel: called }),
        say(operatorLocale, 'noTextTodo', { setting: name }),
      ),
    ];
  const may = permissionsIn(holder, channel);
  const missing = Object.entries(needed[name]).filter(
    ([flag]) => (may & PermissionFlagsBits[flag as keyof typeof PermissionFlagsBits]) === 0n,
  );
  const open = name === 'TA_CHANNEL_ID' && everybodySees(holder, channel);
  return [
    missing.length === 0
      ? well(check, say(operatorLocale, 'channel', { channel: called }))
      : problem(
          check,
          say(operatorLocale, 'lacks', {
            channel: called,
            list: missing.map(([flag, why]) => `${flag} (${say(operatorLocale, why)})`).join(', '),
          }),
          say(operatorLocale, 'lacksTodo'),
        ),
    ...(open
      ? [warning(check, say(operatorLocale, 'open', { channel: called }), say(operatorLocale, 'openTodo'))]
      : []),
  ];
}

const everybodySees = (holder: PermissionHolder, channel: APIChannel): boolean =>
  (permissionsIn({ ...holder, user: '', member: { roles: [] } }, channel) &
    PermissionFlagsBits.ViewChannel) !==
  0n;
