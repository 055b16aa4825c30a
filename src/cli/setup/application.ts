import { REST } from 'discord.js';
import type { Settings } from '../../config/table/table.ts';
import { restOptions } from '../../discord/gateway/client.ts';
import { statusOf } from '../../discord/rest/discord-errors.ts';
import { OperatorError } from '../../errors/operator-error.ts';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { inviteLink } from '../doctor/discord.ts';
import { type DoctorFinding, problem } from '../doctor/finding.ts';
import type { Choice } from './discord-server.ts';

const say = words('cli-setup-application', {
  en: {
    noToken: 'There is no token',
    noTokenTodo:
      'Take it from the Developer Portal (Bot, Reset Token), and put it into DISCORD_TOKEN or a file that --token-file names.',
    noServer: 'The bot is in no server',
    noServerTodo: 'Invite it: {{link}}',
    servers: 'The bot is in {{count}} servers: {{names}}',
    serversTodo: 'Say with --server which is the class.',
    refused: 'Discord does not accept the token',
    refusedTodo: 'Take a new one from the Developer Portal: Bot, Reset Token.',
    away: '{{where}} does not answer: {{why}}',
    awayTodo: 'See that this machine reaches it.',
  },
});

/** Something that must be done before the rest can be checked. */
export class NotYet extends OperatorError {
  readonly findings: readonly DoctorFinding[];
  constructor(findings: readonly DoctorFinding[]) {
    super('DOCKHAND_SETUP', findings.map(({ message }) => message).join('\n'));
    this.findings = findings;
  }
}

export const noToken = problem(
  'discord.token',
  say(operatorLocale, 'noToken'),
  say(operatorLocale, 'noTokenTodo'),
);

/** What to do if it is unclear which server the class uses. */
export const noServer = (application: string, all: readonly Choice[]): DoctorFinding =>
  all.length === 0
    ? problem(
        'setup.server',
        say(operatorLocale, 'noServer'),
        say(operatorLocale, 'noServerTodo', { link: inviteLink(application) }),
      )
    : problem(
        'setup.server',
        say(operatorLocale, 'servers', { count: all.length, names: all.map(({ name }) => name).join(', ') }),
        say(operatorLocale, 'serversTodo'),
      );

export const restFor = (settings: Settings, token: string): REST =>
  new REST({ ...restOptions(settings), retries: 1 }).setToken(token);

/** The application's id, or a finding if Discord does not return it. */
export async function applicationOf(settings: Settings, token: string): Promise<string | DoctorFinding> {
  try {
    const { id } = (await restFor(settings, token).get('/applications/@me')) as { readonly id: string };
    return id;
  } catch (error) {
    if (statusOf(error) === 401)
      return problem('discord.token', say(operatorLocale, 'refused'), say(operatorLocale, 'refusedTodo'));
    const why = plainMessageOf(error);
    return problem(
      'discord.reachable',
      say(operatorLocale, 'away', { where: settings.DISCORD_API_URL ?? 'Discord', why }),
      say(operatorLocale, 'awayTodo'),
    );
  }
}

/** How far this clock is ahead of Discord's, from the Date header of a response. Milliseconds; null if there is no such header. */
export async function clockAheadMs({
  DISCORD_API_URL: own = 'https://discord.com/api',
}: Settings): Promise<number | null> {
  const answer = await fetch(`${own}/v10/gateway`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  const date = Date.parse(answer?.headers.get('date') ?? '');
  return Number.isNaN(date) ? null : Date.now() - date;
}
