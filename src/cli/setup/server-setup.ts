import { resolve } from 'node:path';
import type { REST } from 'discord.js';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { readSources } from '../../config/sources.js';
import type { Settings } from '../../config/table/table.ts';
import { sayOfSource } from '../../config/wording.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { examineDiscord, inviteLink } from '../doctor/discord.ts';
import { type DoctorFinding, problem, well } from '../doctor/finding.ts';
import type { SettingsInForce } from '../settings-in-force.ts';
import { announceCommands, greetStaff } from './announce.ts';
import { applicationOf, clockAheadMs, NotYet, noServer, noToken, restFor } from './application.ts';
import { askClassWays, saidLanguage } from './class-ways.ts';
import { type Choice, choicesIn, pick, type ServerChoices, serversOf } from './discord-server.ts';
import { type EnvChanges, writeEnv } from './env-file.ts';
import { examineHost, thisHost } from './host-checks.ts';
import type { Questions } from './questions.ts';
import type { SetupAnswers } from './setup-answers.ts';

const say = words('cli-setup-steps', {
  en: {
    token: 'The bot’s token (Developer Portal, your application, Bot, Reset Token; it is not shown):',
    tokenWrong: 'Discord does not accept this token. Copy it once more, or make a new one.',
    invite: 'The bot is in no server yet. Open this, choose your server, and come back:\n  {{link}}',
    invited: 'Enter when it is in',
    server: 'Which server is the class?',
    role: 'Which role do teaching assistants have?',
    staff: 'Which channel do only they see?',
    class: 'Which channel is the class’s?',
    roleUnsaid: 'Nobody said which role teaching assistants have',
    staffUnsaid: 'Nobody said which channel is the teaching assistants’',
    classUnsaid: 'Nobody said which channel is the class’s',
    settingsTodo: 'Correct it in .env or the environment: docs/settings.md.',
    orInvite: 'Or invite the bot: {{link}}',
    sayIt: 'Say it with {{option}}.',
    written: '{{file}} is written; only its owner reads it',
    unchanged: '{{file}} says all this already',
  },
});

type ChannelQuestion = 'role' | 'staff' | 'class';

/** Sets up a server step by step; each step reports what it found. Without questions, only options and existing settings are used. */
export class ServerSetup {
  readonly #inForce: SettingsInForce;
  readonly #file: string;
  readonly #answers: SetupAnswers;
  readonly #questions: Questions | null;

  /** @param file the `.env` to write */
  constructor(inForce: SettingsInForce, file: string, answers: SetupAnswers, questions: Questions | null) {
    this.#inForce = inForce;
    this.#file = file;
    this.#answers = answers;
    this.#questions = questions;
  }

  /** Returns what was found and done. If the settings or Discord show a problem, `.env` is left unchanged. */
  async make(): Promise<readonly DoctorFinding[]> {
    const { changes: given, settings: before, problems } = this.#given();
    const clock = await clockAheadMs(before);
    const host = examineHost(thisHost(before.DOCKHAND_STATE, clock));
    if (problems.length > 0) return [...host, ...problems];
    try {
      const token = await this.#token(before);
      const rest = restFor(before, token.value);
      const server = await this.#server(rest, before, token.application);
      const there = await choicesIn(rest, server.id);
      const places = await this.#places(there, server, before);
      const changes = { ...given, ...token.change, ...places, ...(await this.#ways(there, given, before)) };
      const settings = this.#with(changes);
      const found = await examineDiscord(settings, true);
      if (found.some(({ status }) => status === 'problem')) return [...host, ...found];
      const written = await this.#write(changes);
      const announced = await this.#announce(rest, token.application, settings);
      return [...host, ...found, ...written, ...announced];
    } catch (error) {
      if (error instanceof NotYet) return [...host, ...error.findings];
      throw error;
    }
  }

  /** The settings from options that do not concern Discord, and all problems of the current settings. */
  #given(): { changes: EnvChanges; settings: Settings; problems: readonly DoctorFinding[] } {
    const { language, lesson, timeZone, tokenFile } = this.#answers;
    // The clock of a container is in UTC, regardless of this machine's time zone.
    const zone =
      timeZone ??
      this.#inForce.sources.values.CLASS_TIME_ZONE ??
      Intl.DateTimeFormat().resolvedOptions().timeZone;
    // A token in `.env` would take precedence over the one in the file.
    const forget = tokenFile !== undefined && this.#inForce.sources.origins.DISCORD_TOKEN?.kind === '.env';
    const ofLanguage = saidLanguage(language);
    const changes = {
      ...(lesson === undefined ? {} : { DOCKHAND_LESSON: lesson }),
      ...ofLanguage.changes,
      CLASS_TIME_ZONE: zone,
      ...(tokenFile === undefined ? {} : { DISCORD_TOKEN_FILE: resolve(tokenFile) }),
      ...(forget ? { DISCORD_TOKEN: '' } : {}),
    };
    try {
      return { changes, settings: this.#with(changes), problems: ofLanguage.problems };
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      const problems = error.problems.map((text) =>
        problem('settings', text, say(operatorLocale, 'settingsTodo')),
      );
      return { changes, settings: readSettings({}), problems: [...ofLanguage.problems, ...problems] };
    }
  }

  /** The settings with these changes applied. */
  #with(changes: EnvChanges): Settings {
    const { sources } = this.#inForce;
    const changed = { ...sources.values, ...changes, DOCKHAND_ENV_FILE: 'none' };
    const { values, origins, troubles } = readSources(changed);
    const problems = [...sources.troubles, ...troubles].map(sayOfSource);
    return readSettings(values, [], { origins, problems });
  }

  async #token(before: Settings): Promise<{ value: string; application: string; change: EnvChanges }> {
    let value = this.#answers.token ?? before.DISCORD_TOKEN;
    for (;;) {
      if (value === undefined || value === '') {
        if (this.#questions === null) throw new NotYet([noToken, ...this.#unsaid(before)]);
        value = await this.#questions.secret(say(operatorLocale, 'token'));
        continue;
      }
      const application = await applicationOf(before, value);
      if (typeof application === 'string') {
        const change = value === before.DISCORD_TOKEN ? {} : { DISCORD_TOKEN: value };
        return { value, application, change };
      }
      if (this.#questions === null || application.check !== 'discord.token') throw new NotYet([application]);
      this.#questions.say(say(operatorLocale, 'tokenWrong'));
      value = undefined;
    }
  }

  /** The required choices that neither the options nor the settings make. */
  #unsaid(before: Settings): readonly DoctorFinding[] {
    const { taRole, staffChannel, classChannel } = this.#answers;
    const said = {
      role: taRole ?? before.TA_ROLE_ID,
      staff: staffChannel ?? before.TA_CHANNEL_ID,
      class: classChannel ?? before.CLASS_CHANNEL_ID,
    };
    const missing = (['role', 'staff', 'class'] as const).filter((name) => said[name] === undefined);
    return missing.map((name) => notSaid(name));
  }

  async #server(rest: REST, before: Settings, application: string): Promise<Choice> {
    const written = this.#answers.server ?? before.DISCORD_GUILD_ID;
    for (;;) {
      const all = await serversOf(rest);
      const [only, another] = all;
      if (
        this.#answers.server !== undefined ||
        (this.#questions === null && written !== undefined && all.length > 0)
      ) {
        const picked = pick(written ?? '', 'server', all);
        if ('choice' in picked) return picked.choice;
        throw new NotYet([
          problem(
            'setup.server',
            picked.problem,
            say(operatorLocale, 'orInvite', { link: inviteLink(application) }),
          ),
        ]);
      }
      if (only !== undefined && another === undefined) return only;
      if (only !== undefined && this.#questions !== null)
        return this.#questions.choose(say(operatorLocale, 'server'), all, before.DISCORD_GUILD_ID);
      if (this.#questions === null) throw new NotYet([noServer(application, all)]);
      this.#questions.say(say(operatorLocale, 'invite', { link: inviteLink(application) }));
      await this.#questions.text(say(operatorLocale, 'invited'));
    }
  }

  /** Resolves the role and channels. All that cannot be found are reported together. */
  async #places({ roles, channels }: ServerChoices, server: Choice, before: Settings): Promise<EnvChanges> {
    const same = before.DISCORD_GUILD_ID === server.id;
    const { taRole, staffChannel, classChannel } = this.#answers;
    const asked = [
      ['TA_ROLE_ID', 'role', 'role', roles, taRole],
      ['TA_CHANNEL_ID', 'staff', 'channel', channels, staffChannel],
      ['CLASS_CHANNEL_ID', 'class', 'channel', channels, classChannel],
    ] as const;
    const found: Record<string, string> = { DISCORD_GUILD_ID: server.id };
    const problems: DoctorFinding[] = [];
    for (const [name, question, what, choices, written] of asked) {
      const usual = same ? before[name] : undefined;
      const picked = await this.#pick(question, what, choices, written, usual);
      if ('choice' in picked) found[name] = picked.choice.id;
      else problems.push(problem(`setup.${question}`, picked.problem, optionFor(question)));
    }
    if (problems.length > 0) throw new NotYet(problems);
    return found;
  }

  /** Asks for language and time zone, if prompting is possible. */
  async #ways({ locale }: ServerChoices, given: EnvChanges, before: Settings): Promise<EnvChanges> {
    if (this.#questions === null) return {};
    const zone = given.CLASS_TIME_ZONE ?? '';
    return askClassWays(this.#questions, this.#answers, { settings: before, serverLocale: locale, zone });
  }

  async #pick(
    question: ChannelQuestion,
    what: 'role' | 'channel',
    choices: readonly Choice[],
    written: string | undefined,
    usual: string | undefined,
  ): Promise<ReturnType<typeof pick>> {
    if (written === undefined && this.#questions !== null && choices.length > 0)
      return { choice: await this.#questions.choose(say(operatorLocale, question), choices, usual) };
    const wanted = written ?? usual;
    if (wanted !== undefined) return pick(wanted, what, choices);
    return { problem: notSaid(question).message };
  }

  async #write(changes: EnvChanges): Promise<readonly DoctorFinding[]> {
    const file = this.#file;
    const changed = await writeEnv(file, changes);
    return [well('setup.file', say(operatorLocale, changed ? 'written' : 'unchanged', { file }))];
  }

  async #announce(rest: REST, application: string, settings: Settings): Promise<readonly DoctorFinding[]> {
    const commands = await announceCommands(rest, application);
    const { TA_CHANNEL_ID: channel } = settings;
    if (this.#answers.message === false || channel === undefined) return [commands];
    return [commands, await greetStaff(rest, channel)];
  }
}

const optionOf = { role: '--ta-role', staff: '--staff-channel', class: '--class-channel' } as const;

const optionFor = (question: ChannelQuestion): string =>
  say(operatorLocale, 'sayIt', { option: optionOf[question] });

const notSaid = (question: ChannelQuestion): DoctorFinding =>
  problem(`setup.${question}`, say(operatorLocale, `${question}Unsaid`), optionFor(question));
