import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  PermissionFlagsBits,
  REST,
  Routes,
} from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import { createClient, restOptions } from '../../discord/gateway/client.ts';
import { logIn } from '../../discord/gateway/login.ts';
import type { PermissionHolder } from '../../discord/rest/channel-permissions.ts';
import { statusOf } from '../../discord/rest/discord-errors.ts';
import { messageOf } from '../../errors/message-of.ts';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { examineChannels, examineRole } from './channels.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

const say = words('doctor-discord', {
  en: {
    noToken: 'DISCORD_TOKEN is not set',
    noTokenTodo: 'Take it from the Developer Portal: Bot, Reset Token.',
    accepted: 'Discord accepts DISCORD_TOKEN',
    refused: 'Discord does not accept DISCORD_TOKEN',
    refusedTodo: 'Take a new one from the Developer Portal: Bot, Reset Token.',
    away: '{{where}} does not answer: {{why}}',
    awayTodo: 'See that this machine reaches it.',
    public: 'Anybody may invite this bot into a server',
    publicTodo: 'Switch Public Bot off in the Developer Portal (Bot).',
    intents: 'The gateway lets the bot in with the intents that it needs',
    intentsTodo: 'Do what it says.',
    noServer: 'DISCORD_GUILD_ID is not set',
    noServerTodo: 'Set it, or name servers in DISCORD_SERVERS.',
    notIn: 'The bot is in no server {{id}}',
    notInTodo: 'Correct DISCORD_GUILD_ID, or invite it: {{link}}',
    server: 'The bot is in {{name}}',
  },
});

interface Application {
  readonly id: string;
  readonly bot_public?: boolean;
}

/**
 * Checks the token, servers, role, channels and the bot's permissions. If `thorough`, it also logs in, which shows whether the intents are
 * granted.
 */
export async function examineDiscord(
  settings: Settings,
  thorough: boolean,
): Promise<readonly DoctorFinding[]> {
  if (settings.DISCORD_TOKEN === undefined)
    return [problem('discord.token', say(operatorLocale, 'noToken'), say(operatorLocale, 'noTokenTodo'))];
  const rest = new REST({ ...restOptions(settings), retries: 1 }).setToken(settings.DISCORD_TOKEN);
  try {
    const application = (await rest.get('/applications/@me')) as Application;
    return [
      well('discord.token', say(operatorLocale, 'accepted')),
      ...publicBot(application, settings),
      ...(thorough ? [await examineLogin(settings)] : []),
      ...(await examineGuild(rest, application.id, settings)),
    ];
  } catch (error) {
    if (statusOf(error) === 401)
      return [problem('discord.token', say(operatorLocale, 'refused'), say(operatorLocale, 'refusedTodo'))];
    const where = settings.DISCORD_API_URL ?? 'Discord';
    const why = plainMessageOf(error);
    return [
      problem(
        'discord.reachable',
        say(operatorLocale, 'away', { where, why }),
        say(operatorLocale, 'awayTodo'),
      ),
    ];
  }
}

const publicBot = (
  { bot_public: isPublic }: Application,
  { DISCORD_SERVERS: servers }: Settings,
): readonly DoctorFinding[] =>
  isPublic === true && servers !== 'any'
    ? [warning('discord.public', say(operatorLocale, 'public'), say(operatorLocale, 'publicTodo'))]
    : [];

/** Logs in briefly, even while a bot is running. There are no event handlers, so the client answers nothing. */
async function examineLogin(settings: Settings): Promise<DoctorFinding> {
  const client = createClient(settings, {});
  try {
    await logIn(client, settings);
    return well('discord.intents', say(operatorLocale, 'intents'));
  } catch (error) {
    return problem('discord.intents', messageOf(error), say(operatorLocale, 'intentsTodo'));
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
    return [warning('discord.server', say(operatorLocale, 'noServer'), say(operatorLocale, 'noServerTodo'))];
  const guild = (await rest.get(Routes.guild(id)).catch(unlessAbsent)) as APIGuild | null;
  if (guild === null)
    return [
      problem(
        'discord.server',
        say(operatorLocale, 'notIn', { id }),
        say(operatorLocale, 'notInTodo', { link: inviteLink(application, id) }),
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
    well('discord.server', say(operatorLocale, 'server', { name: guild.name })),
    examineRole(guild, settings.TA_ROLE_ID),
    ...examineChannels(settings, channels, holder),
  ];
}

function unlessAbsent(error: unknown): null {
  const status = statusOf(error);
  if (status === 404 || status === 403) return null;
  throw error;
}

const wanted = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePrivateThreads',
  'AttachFiles',
  'EmbedLinks',
] as const;

/** The URL that invites the bot with exactly the permissions that it needs, into the given server or one that the user selects. */
export function inviteLink(application: string, guild?: string): string {
  const permissions = wanted.reduce((all, flag) => all | PermissionFlagsBits[flag], 0n);
  const link = `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${permissions}`;
  return guild === undefined ? link : `${link}&guild_id=${guild}`;
}
