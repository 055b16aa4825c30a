import { relative } from 'node:path';
import { limitLines, readLimits } from '../../../workers/sandbox/limits.ts';
import { defaultOf, isSecret, placesOf } from '../../config/settings.ts';
import type { Setting } from '../../config/table/setting.ts';
import { settingGroups } from '../../config/table/table.ts';
import { titleOfGroup } from '../../config/wording.ts';

/** Generates both files from the tables of settings and limits: `npm run docs`. */

const places = placesOf({});

/** A default as documented, with paths relative to the checkout; null if there is none. */
function usualText(row: Setting): string | null {
  const usual = defaultOf(row, places);
  return typeof row.default === 'function' && usual !== null ? relative(places.root, usual) : usual;
}

const rule = (title: string): string => `# --- ${title} ${'-'.repeat(Math.max(3, 104 - title.length))}`;

/** `.env.example`: every setting, without values. */
export function envExample(): string {
  const groups = settingGroups.map(({ name: group, settings }) => {
    const lines = Object.entries(settings).flatMap(([name, row]) => {
      const usual = usualText(row);
      const about = usual === null ? row.about : `${row.about} Default ${usual}`;
      return [...about.split('\n').map((line) => `# ${line}`), `${name}=`];
    });
    return [rule(titleOfGroup('en', group)), ...lines, ''].join('\n');
  });
  return [
    '# Dockhand’s settings. Copy this file to .env and fill in what you need; what is empty keeps its default.',
    '# Bot, worker, command line, set-up and Docker Compose all read .env; what the environment sets goes before it.',
    '# A value with $, #, \\ or blanks at its ends stands in single quotes. docs/settings.md has more.',
    '',
    ...groups,
    rule('Limits of a verification'),
    '# What each holds: `npx dockhand limits`. Those of a box hold once the boxes are made again (node setup/main.js up).',
    ...limitLines(readLimits({})).flatMap(({ environment, unit, default: usual, min, max }) => [
      `# ${unit === 'count' ? 'A number' : unit}, from ${min} to ${max}. Default ${usual}`,
      `${environment}=`,
    ]),
    '',
  ].join('\n');
}

const cell = (value: string): string =>
  value.replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** docs/settings.md. */
export function settingsPage(): string {
  const groups = settingGroups.flatMap(({ name: group, settings }) => [
    `## ${titleOfGroup('en', group)}`,
    '',
    '| name | default | read by | what |',
    '| --- | --- | --- | --- |',
    ...Object.entries(settings).map(([name, row]) => {
      const usual = usualText(row);
      const file = isSecret(name) ? ` Or \`${name}_FILE\`.` : '';
      return `| \`${name}\` | ${usual === null ? '' : `\`${usual}\``} | ${row.readBy.join(', ')} | ${cell(row.about)}${file} |`;
    }),
    '',
  ]);
  return [
    '# Settings',
    '',
    'Settings have one source, and every part of Dockhand reads it: bot, worker, command line, set-up, and Docker Compose.',
    '',
    '1. **The environment**, as usual.',
    '2. **`.env`** in the checkout, or the file that `DOCKHAND_ENV_FILE` names (`none`: no file). Relative paths in it are meant from its folder.',
    '   Docker Compose and shells read some characters differently, so Dockhand refuses what they could read otherwise. Put a value with `$`,',
    '   `#`, `\\`, `"` or a backtick into single quotes, one with `\'` into double quotes, and a comment on a line of its own.',
    '3. **Files that hold one secret each**: `WEB_TOKEN_FILE=/run/secrets/web-token`, for the settings where it says so. Where the',
    '   setting itself is set too, it goes before the file, and `dockhand config` says so.',
    '',
    'What is empty counts as not set. `npx dockhand config` prints what is in force and where it comes from, without secrets;',
    '`npx dockhand doctor` tries it out. Everything that cannot be used is said at once when a process starts.',
    '',
    'This page and `.env.example` are made from `src/config/table` and `workers/sandbox/limits.ts`: `npm run docs`.',
    '',
    ...groups,
    '## Limits of a verification',
    '',
    'Those of the worker hold when it starts, those of a box once the boxes are made again (`node setup/main.js up`).',
    '',
    '| name | default | from | to | unit | kept by | what it protects |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...limitLines(readLimits({})).map(
      ({ environment, default: usual, min, max, unit, keptBy, protects }) =>
        `| \`${environment}\` | ${usual} | ${min} | ${max} | ${unit} | ${keptBy} | ${cell(protects)} |`,
    ),
    '',
  ].join('\n');
}
