import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What an operator types in the first week, verbatim: the script runs exactly these commands, and a test compares the pages with them, so
 * that neither can change without the other.
 */
export const typed = {
  /** README.md, "On a real server". */
  setUp:
    'npx dockhand setup --unattended --token-file ~/dockhand-token --server "Docker class" --ta-role TA --staff-channel staff --class-channel backend-docker',
  start: 'node setup/main.js app',
  look: 'node setup/main.js compose logs bot',
  unit: 'node setup/main.js unit | sudo tee /etc/systemd/system/dockhand.service && sudo systemctl enable dockhand',
  examine: 'npx dockhand doctor',
  /** docs/records.md. */
  copyFirst: 'npx dockhand backup before-upgrade',
  takeNew: 'git pull',
  backUp: 'npx dockhand backup backups/monday',
  stopBot: 'node setup/main.js compose --profile app stop bot',
  putBack: 'npx dockhand restore --force backups/monday',
  startBot: 'node setup/main.js compose --profile app start bot',
  /** deploy/README.md. */
  threeWorkers: 'node setup/main.js compose --profile app up -d --no-recreate --scale worker=3 worker',
} as const;

export type Typed = (typeof typed)[keyof typeof typed];

/** A section of a page, and all commands that it has an operator type, in order. */
export const sections = [
  {
    page: 'README.md',
    heading: 'On a real server',
    types: [typed.setUp, typed.start, typed.look, typed.unit, typed.examine],
  },
  {
    page: 'docs/records.md',
    heading: 'Back up, and put back',
    types: [typed.backUp, typed.stopBot, typed.putBack, typed.startBot],
  },
  {
    page: 'docs/records.md',
    heading: 'Upgrade',
    types: [typed.copyFirst, typed.takeNew, typed.start, typed.examine],
  },
  { page: 'deploy/README.md', heading: 'How many boxes, and whose', types: [typed.threeWorkers] },
] as const;

const root = join(import.meta.dirname, '../../..');

/** The commands in the fenced blocks of a section, one per line, without trailing comments. */
export function commandsOf(page: string, heading: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  const [section = ''] = after.split(/\n## /);
  const blocks = [...section.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].map(([, inside = '']) => inside);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '');
}
