import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { redisAddress } from '../config/redis-address.ts';
import { plainMessageOf } from '../errors/system-trouble.ts';
import { openLibrary } from '../library/library.ts';
import { inspectLeases } from '../records/leases/inspect-leases.ts';
import { inspectRecords } from '../records/storage/inspect-records.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { notesOf } from './config.ts';
import { examineBoxes } from './doctor/boxes.ts';
import { examineDiscord } from './doctor/discord.ts';
import { examineEgress } from './doctor/egress.ts';
import { type DoctorFinding, problem, warning, well } from './doctor/finding.ts';
import {
  examineBackup,
  examineDisk,
  examineEngine,
  examineEnvFile,
  examineLessons,
  examineRestore,
  examineSchedule,
} from './doctor/machine.ts';
import { reportFindings } from './doctor/report.ts';
import { botsFindings, examineRedis, recordsFinding } from './doctor/storage.ts';
import { examineWorkers } from './doctor/workers.ts';
import { printJson, printText } from './output.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('cli-doctor', {
  en: {
    about: 'Try out everything that Dockhand stands on, and say of each whether it is well or what to do',
    json: 'Print JSON',
    exit: 'Exit code: 0 all well (warnings included), 1 something keeps Dockhand from working.',
    correct: 'Correct them in .env or the environment: docs/settings.md.',
    look: '`dockhand config` shows what is in force.',
    settings: 'All settings can be used',
    failed: 'This could not be tried: {{why}}',
  },
});

/** Adds `dockhand doctor`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('doctor')
    .description(say(operatorLocale, 'about'))
    .option('--json', say(operatorLocale, 'json'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (options: { readonly json?: boolean }) => {
      const findings = await examine(inForce);
      const ok = findings.every(({ status }) => status !== 'problem');
      if (options.json === true) printJson({ ok, findings });
      else printText(reportFindings(findings));
      process.exitCode = ok ? 0 : 1;
    });
}

/** Runs all checks. If one part fails, the others are still checked. */
export async function examine(inForce: SettingsInForce): Promise<readonly DoctorFinding[]> {
  const problems = inForce.problems();
  const ofSettings = [
    ...problems.map((text) => problem('settings', text, say(operatorLocale, 'correct'))),
    ...notesOf(inForce).map((text) => warning('settings', text, say(operatorLocale, 'look'))),
    ...(problems.length === 0 ? [well('settings', say(operatorLocale, 'settings'))] : []),
    ...(await examineEnvFile(inForce.sources.file)),
  ];
  // With invalid settings nothing else can be checked.
  if (problems.length > 0) return ofSettings;
  const { settings, limits } = inForce.read();
  const records = inspectRecords(settings.DATABASE_URL);
  const haveRecords = records.then(({ state }) => state !== 'absent');
  const library = existsSync(settings.LESSONS_DIR)
    ? openLibrary(settings.LESSONS_DIR)
    : Promise.resolve(null);
  const parts = await Promise.all([
    tried('discord', examineDiscord(settings, true)),
    tried('redis', examineRedis(redisAddress(settings))),
    tried('engine', examineEngine()),
    tried('boxes', examineBoxes(settings.SANDBOX_BOXES, limits)),
    tried('egress', examineEgress(settings)),
    tried('disk', examineDisk(settings.DOCKHAND_STATE)),
    tried('records', records.then(recordsFinding)),
    tried(
      'bots',
      records.then(async ({ state }) =>
        state === 'current' ? botsFindings(await inspectLeases(settings.DATABASE_URL)) : [],
      ),
    ),
    tried(
      'backup',
      haveRecords.then((have) => examineBackup(settings, have)),
    ),
    examineSchedule(settings),
    tried('backup.restore', examineRestore(settings)),
    tried(
      'lessons',
      library.then((lessons) => examineLessons(settings, lessons)),
    ),
    tried(
      'workers',
      library.catch(() => null).then((lessons) => examineWorkers(settings, lessons)),
    ),
  ]);
  return [...ofSettings, ...parts.flat()];
}

/** Turns a failing check into a finding, so that the others are still reported. */
async function tried(
  check: string,
  part: Promise<DoctorFinding | readonly DoctorFinding[]>,
): Promise<readonly DoctorFinding[]> {
  try {
    return [await part].flat();
  } catch (error) {
    const why = plainMessageOf(error);
    return [problem(check, say(operatorLocale, 'failed', { why }), say(operatorLocale, 'look'))];
  }
}
