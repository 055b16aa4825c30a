import { type Locale, operatorLocale, type WordingValues, words } from '../wording/wording.ts';
import { type SourceTrouble, sourceTexts } from './source-texts.js';

/** Texts about invalid settings: after the setting's name, and around it. */
const sayRefusal = words('settings-refused', {
  en: {
    range: 'has to be {{what}} from {{min}} to {{max}}',
    portNumber: 'a port number',
    wholeNumber: 'a whole number',
    boxes: 'a number of boxes',
    hours: 'a whole number of hours',
    days: 'a whole number of days',
    discordId: 'has to be a Discord id: 15 to 21 digits (Developer Mode, right click, Copy ID)',
    httpUrl: 'has to be an http:// or https:// address',
    proxy: 'has to be an http:// or https:// address, or none',
    memory: 'has to be a size such as 512m or 2g',
    oneOf: 'has to be one of {{choices}}',
    either: 'has to be {{first}} or {{second}}',
    only: 'has to be {{choice}}',
    servers: 'has to be ids of servers with commas between them, any or none',
    shards: 'has to be auto or a whole number from 1 to 9999',
    language: 'has to be a language such as fr or en-GB',
    timeZone: 'has to be a time zone such as Europe/Paris',
    githubToken: 'has to be a token of GitHub: at least 20 letters, digits, _, - and .',
    redisUrl:
      'has to be redis://host:port, redis+sentinel://host:port,host:port/primary or redis+cluster://host:port,host:port; rediss… for TLS. In a password @ is written as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25',
    queuePrefix: 'has to be 1 to 40 lower-case letters, digits or dashes',
    databaseUrl:
      'has to be postgres://user:password@host/database or the path of an SQLite file. In a password @ is written as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25',
    listenHost:
      'has to be an address such as 127.0.0.1, 0.0.0.0 or ::1, or a name, without http:// and brackets',
    ownAddress: 'has to be an address of this machine, such as 10.0.0.5, without a port',
    networks:
      'has to be addresses or networks with commas between them, such as 10.0.0.0/8, or loopback, linklocal or uniquelocal',
    domains: 'has to be names of hosts with commas between them, without https:// and paths',
    domainsOrNetworks:
      'has to be addresses, networks such as 10.0.0.0/8 or names of hosts, with commas between them',
    oneToken:
      'has to be the token alone, of letters, digits, dots, dashes and underscores: no quotes, no spaces and no “Bot” before it',
    plainSecret: 'has to have at least 16 characters, all of them ASCII',
    redisPassword: 'has to have at least 16 characters, of A-Z, a-z, 0-9, _ and -',
    unusable: 'cannot be used',
    found: '; found: {{found}} ({{from}})',
    hidden: '{{length}} characters, which are not shown',
    environment: 'environment',
    line: '{{file}}, line {{line}}',
    named: '{{file}}, named by {{name}}',
    absent: '{{name}} is not set: {{about}}',
    absentToken:
      'The bot’s token: Developer Portal, your application, Bot, Reset Token. The bot does not start without it.',
    title: 'Dockhand cannot start with these settings:',
    more: 'docs/settings.md says what each one means, `dockhand config` where its value comes from.',
  },
});
/** The requirement on a setting, by the key of its text. */
export type RefusalName = Parameters<typeof sayRefusal>[1];
export const sayOfSettings = (key: RefusalName, values?: WordingValues): string =>
  sayRefusal(operatorLocale, key, values);

const sayGroup = words('settings-groups', {
  en: {
    discord: 'Discord',
    storage: 'Where things are kept',
    lessons: 'Lessons',
    sandbox: 'The sandbox',
    github: 'Pull requests (docs/github.md)',
    web: 'Staff pages, health and metrics (docs/dashboard.md)',
    machine: 'This machine: set-up and services',
    logs: 'Logs',
  },
});
export type GroupName = Parameters<typeof sayGroup>[1];
/** The heading of a group of settings. */
export const titleOfGroup = (locale: Locale, name: GroupName): string => sayGroup(locale, name);

const saySource = words('settings-sources', { en: sourceTexts });

/** A problem or oddity of the sources of settings. Its values may be such texts themselves. */
export const sayOfSource = ({ key, values }: SourceTrouble): string =>
  saySource(
    operatorLocale,
    key,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'object' ? sayOfSource(value) : value,
      ]),
    ),
  );
