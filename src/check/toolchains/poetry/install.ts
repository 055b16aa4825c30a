import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { parseOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { install, noteInstall } from '../python/installation.ts';
import type { TomlTable } from '../python/pyproject.ts';
import { normalizedName } from '../python/requirement.ts';
import { environmentFor } from './environment.ts';
import { installTable, oldOptions } from './options.ts';
import { extrasOf, groupsOf, lockFits, lockTool, projectTable, rootInstalls } from './project.ts';

/** The values of an option that can be repeated or contain several names, separated by commas. */
const named = (options: ParsedOptions, ...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => options.get(name) ?? []).flatMap((each) => each.split(/[\s,]+/).filter(Boolean));

/** `poetry install`, `poetry sync`: installs the project's dependencies from its lock file. */
export function poetryInstall(machine: Machine, verb: string, args: readonly string[], root: string): Status {
  const { options, operands, foreign } = parseOptions(args, installTable);
  const command = ['poetry', verb, ...args].join(' ');
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'poetry', command, phrase });
  if (options.has('-h') || options.has('--help')) return 'ok';
  const other = foreign.find((each) => !oldOptions.has(each));
  if (other !== undefined) return refuse(`The option "${other}" does not exist`);
  const [operand] = operands;
  if (operand !== undefined) return refuse(`No arguments expected for "${verb}" command, got "${operand}"`);
  const project = projectTable(machine, root);
  if (typeof project === 'string') return refuse('Invalid TOML file pyproject.toml');
  const absent = project === null ? null : absentName(project, options);
  if (absent !== null) return refuse(absent);
  if (options.has('--dry-run')) return 'ok';
  const hasLock = machine.stage.files.presence(resolvePath(root, 'poetry.lock')) !== 'absent';
  const environment = environmentFor(machine, root);
  const status = doubtOf(machine, root, { project, options, hasLock, command, isOld: foreign.length > 0 });
  const shared = { command, implicit: false, exact: hasLock, root };
  if (environment === 'unknown') {
    noteInstall(machine, shared, 'unknown');
    return unknown(machine, command);
  }
  if (!hasLock) writeLock(machine, root);
  const only = named(options, '--only').map(normalizedName);
  const incomplete = options.has('--only-root') || (only.length > 0 && !only.includes('main'));
  const withoutDev = only.length > 0 || named(options, '--without').includes('dev');
  return install(machine, { ...shared, environment, withoutDev, incomplete }, status);
}

/** Poetry's error for a group or an extra that the project does not have; null when all exist (measured, poetry 2.5). */
function absentName(project: TomlTable, options: ParsedOptions): string | null {
  const groups = groupsOf(project);
  for (const option of ['--with', '--without', '--only']) {
    const missing = named(options, option).filter((each) => !groups.has(normalizedName(each)));
    if (missing.length > 0) return `Group(s) not found: ${missing.join(', ')} (via ${option})`;
  }
  const extras = extrasOf(project);
  const absent = named(options, '-E', '--extras').filter((each) => !extras.has(normalizedName(each)));
  return absent.length > 0 ? `Extra [${absent.join(', ')}] is not specified.` : null;
}

/** `ok` if the installation certainly succeeds; otherwise records that its outcome is unknown. */
function doubtOf(
  machine: Machine,
  root: string,
  about: {
    readonly project: TomlTable | null;
    readonly options: ParsedOptions;
    readonly hasLock: boolean;
    readonly command: string;
    /** Whether it has options that only releases before 2 know. */
    readonly isOld: boolean;
  },
): Status {
  const { project, options, hasLock, command, isOld } = about;
  const isSure =
    !isOld &&
    project !== null &&
    machine.phase === 'build' &&
    (!hasLock || lockFits(machine, root)) &&
    (options.has('--no-root') || rootInstalls(machine, root, project));
  return isSure ? 'ok' : unknown(machine, command);
}

/** Without a lock file, poetry resolves the versions and writes one. */
export function writeLock(machine: Machine, root: string): void {
  machine.stage.files.put(resolvePath(root, 'poetry.lock'), {
    ...plainFile,
    tool: lockTool,
    line: machine.place.line,
    certain: machine.certain,
  });
}
