import { discordSettings } from './discord.ts';
import { githubSettings } from './github.ts';
import { machineSettings, sandboxSettings } from './machine.ts';
import type { Setting, SettingGroup } from './setting.ts';
import { lessonSettings, storageSettings } from './storage.ts';
import { logSettings, webSettings } from './web.ts';

/**
 * All of Dockhand's settings, in the order of `.env.example`, which is generated from this table, as is docs/settings.md. The
 * limits of a verification have a table of their own (workers/sandbox/limits.ts).
 */
export const settingGroups: readonly SettingGroup[] = [
  discordSettings,
  storageSettings,
  lessonSettings,
  sandboxSettings,
  githubSettings,
  webSettings,
  machineSettings,
  logSettings,
];

const settingTable = {
  ...discordSettings.settings,
  ...storageSettings.settings,
  ...lessonSettings.settings,
  ...sandboxSettings.settings,
  ...githubSettings.settings,
  ...webSettings.settings,
  ...machineSettings.settings,
  ...logSettings.settings,
} as const;

type SettingTable = typeof settingTable;
type SettingValue<Row> = Row extends Setting<infer Value> ? Value : never;

/** The resolved settings; those without a default may be absent. */
export type Settings = {
  readonly [Name in keyof SettingTable as SettingTable[Name]['default'] extends null
    ? never
    : Name]: SettingValue<SettingTable[Name]>;
} & {
  readonly [Name in keyof SettingTable as SettingTable[Name]['default'] extends null ? Name : never]?:
    | SettingValue<SettingTable[Name]>
    | undefined;
};
export type SettingName = keyof SettingTable;

/** Every setting by its name, as the environment has it. */
export const settingsByName: Readonly<Record<SettingName, Setting>> = settingTable;
