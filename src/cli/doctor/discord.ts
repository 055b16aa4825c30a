import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  ChannelType,
  PermissionFlagsBits,
  REST,
  Routes,
} from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import { createClient, restOptions } from '../../discord/gateway/client.ts';
import { logIn } from '../../discord/gateway/login.ts';
import { type PermissionHolder, permissionsIn } from '../../discord/rest/channel-permissions.ts';
import { statusOf } from '../../discord/rest/discord-errors.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

/** What Dockhand needs in each of its channels, and what for. */
const needed = {
  TA_CHANNEL_ID: {
    ViewChannel: 'to see the channel',
    SendMessages: 'to post the queue, questions and alerts',
    AttachFiles: 'to post pictures and files',
    EmbedLinks: 'to show links',
  },
  CLASS_CHANNEL_ID: {
    ViewChannel: 'to see the channel',
    SendMessages: 'to mention a student who takes no direct messages',
    CreatePrivateThreads: 'to open a thread for a question',
    SendMessagesInThreads: 'to write in it',
  },
} as const satisfies Record<string, Partial<Record<keyof typeof PermissionFlagsBits, string>>>;
type ChannelSetting = keyof typeof needed;

interface Application {
  readonly id: string;
  readonly bot_public?: boolean;
}

/** Token, servers, role, channels and the bot's permissions; with `thorough` also a login, which shows whether the intents are granted. */
export async function examineDiscord(
  settings: Settings,
  thorough: boolean,
): Promise<readonly DoctorFinding[]> {
  if (settings.DISCORD_TOKEN === undefined)
    return [
      problem(
        'discord.token',
        'DISCORD_TOKEN is not set',
        'Take it from the Developer Portal: Bot, Reset Token.',
      ),
    ];
  const rest = new REST({ ...restOptions(settings), retries: 1 }).setToken(settings.DISCORD_TOKEN);
  try {
    const application = (await rest.get('/applications/@me')) as Application;
    return [
      well('discord.token', 'Discord accepts DISCORD_TOKEN'),
      ...publicBot(application, settings),
      ...(thorough ? [await examineLogin(settings)] : []),
      ...(await examineGuild(rest, application.id, settings)),
    ];
  } catch (error) {
    if (statusOf(error) === 401)
      return [
        problem(
          'discord.token',
          'Discord does not accept DISCORD_TOKEN',
          'Take a new one from the Developer Portal: Bot, Reset Token.',
        ),
      ];
    const where = settings.DISCORD_API_URL ?? 'Discord';
    const why = error instanceof Error ? error.message : String(error);
    return [
      problem('discord.reachable', `${where} does not answer: ${why}`, 'See that this machine reaches it.'),
    ];
  }
}

const publicBot = (
  { bot_public: isPublic }: Application,
  { DISCORD_SERVERS: servers }: Settings,
): readonly DoctorFinding[] =>
  isPublic === true && servers !== 'any'
    ? [
        warning(
          'discord.public',
          'Anybody may invite this bot into a server',
          'Switch Public Bot off in the Developer Portal (Bot).',
        ),
      ]
    : [];

/** Logs in for a moment, beside a bot that may be running; nothing listens, so nothing is answered. */
async function examineLogin(settings: Settings): Promise<DoctorFinding> {
  const client = createClient(settings, {});
  try {
    await logIn(client, settings);
    return well('discord.intents', 'The gateway lets the bot in with the intents that it needs');
  } catch (error) {
    return problem(
      'discord.intents',
      error instanceof Error ? error.message : String(error),
      'Do what it says.',
    );
  } finally {
    await client.destroy();
  }
}

async function examineGuild(
  rest: REST,
  application: string,
  settings: Settings,
): Promise<readonly DoctorFinding[]> {
  const id = settings.DISCORD_GUILD_ID;
  if (id === undefined)
    return [
      warning('discord.server', 'DISCORD_GUILD_ID is not set', 'Set it, or name servers in DISCORD_SERVERS.'),
    ];
  const guild = (await rest.get(Routes.guild(id)).catch(unlessAbsent)) as APIGuild | null;
  if (guild === null)
    return [
      problem(
        'discord.server',
        `The bot is in no server ${id}`,
        `Correct DISCORD_GUILD_ID, or invite it: ${inviteLink(application, id)}`,
      ),
    ];
  const member = (await rest
    .get(Routes.guildMember(id, application))
    .catch(unlessAbsent)) as APIGuildMember | null;
  const channels = (await rest.get(Routes.guildChannels(id))) as readonly APIChannel[];
  const holder: PermissionHolder = {
    guild: id,
    owner: guild.owner_id,
    user: application,
    roles: guild.roles,
    member: member ?? { roles: [] },
  };
  return [
    well('discord.server', `The bot is in ${guild.name}`),
    examineRole(guild, settings.TA_ROLE_ID),
    ...(Object.keys(needed) as ChannelSetting[]).flatMap((name) =>
      examineChannel(
        name,
        channels.find((channel) => channel.id === settings[name]),
        settings[name],
        holder,
      ),
    ),
  ];
}

function unlessAbsent(error: unknown): null {
  const status = statusOf(error);
  if (status === 404 || status === 403) return null;
  throw error;
}

function examineRole(guild: APIGuild, id: string | undefined): DoctorFinding {
  const check = 'discord.role';
  if (id === undefined)
    return warning(check, 'TA_ROLE_ID is not set', 'Without it only administrators are teaching assistants.');
  const role = guild.roles.find((one) => one.id === id);
  if (role === undefined)
    return problem(check, `There is no role ${id} in ${guild.name}`, 'Correct TA_ROLE_ID.');
  return id === guild.id
    ? problem(check, 'TA_ROLE_ID is everybody’s role', 'Name the role of teaching assistants.')
    : well(check, `Teaching assistants have the role ${role.name}`);
}

function examineChannel(
  name: ChannelSetting,
  channel: APIChannel | undefined,
  id: string | undefined,
  holder: PermissionHolder,
): readonly DoctorFinding[] {
  const check = name === 'TA_CHANNEL_ID' ? 'discord.staff-channel' : 'discord.class-channel';
  if (id === undefined)
    return [warning(check, `${name} is not set`, 'Set it: what belongs there is shown nowhere.')];
  if (channel === undefined)
    return [
      problem(
        check,
        `There is no channel ${id} in this server, or the bot does not see it`,
        `Correct ${name}, or let the bot see it.`,
      ),
    ];
  const called = `#${'name' in channel ? channel.name : id}`;
  if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    return [problem(check, `${called} is no text channel`, `Correct ${name}.`)];
  const may = permissionsIn(holder, channel);
  const missing = Object.entries(needed[name]).filter(
    ([flag]) => (may & PermissionFlagsBits[flag as keyof typeof PermissionFlagsBits]) === 0n,
  );
  const open = name === 'TA_CHANNEL_ID' && everybodySees(holder, channel);
  return [
    missing.length === 0
      ? well(check, `The bot may do all that it needs in ${called}`)
      : problem(
          check,
          `In ${called} the bot lacks ${missing.map(([flag, why]) => `${flag} (${why})`).join(', ')}`,
          'Allow it in the channel’s settings, Permissions.',
        ),
    ...(open
      ? [
          warning(
            check,
            `Everybody sees ${called}, with students’ names and questions`,
            'Take View Channel from @everyone there.',
          ),
        ]
      : []),
  ];
}

const everybodySees = (holder: PermissionHolder, channel: APIChannel): boolean =>
  (permissionsIn({ ...holder, user: '', member: { roles: [] } }, channel) &
    PermissionFlagsBits.ViewChannel) !==
  0n;

const wanted = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePrivateThreads',
  'AttachFiles',
  'EmbedLinks',
] as const;

/** The address that invites the bot with exactly what it needs, into one server or the one that is chosen there. */
export function inviteLink(application: string, guild?: string): string {
  const permissions = wanted.reduce((all, flag) => all | PermissionFlagsBits[flag], 0n);
  const link = `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${permissions}`;
  return guild === undefined ? link : `${link}&guild_id=${guild}`;
}
