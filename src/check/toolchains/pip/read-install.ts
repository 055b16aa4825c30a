import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { systemEnvironment } from '../../simulation/image/stage.ts';
import { type OptionTable, type ParsedOptions, parseOptions } from '../../simulation/programs/options.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { completeOptions, longNames, refusedValue } from './options.ts';
import { findsNothing } from './unavailable.ts';
import { readVariables } from './variables.ts';

/** The command line of an installation, combined with pip's environment variables. */
interface InstallLine {
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  /** pip's error for a command line or variable that it cannot parse; null when it can. */
  readonly refused: string | null;
  /** Whether all options are known. */
  readonly isKnown: boolean;
}

export function readInstall(machine: Machine, table: OptionTable, args: readonly string[]): InstallLine {
  const { options: given, operands, foreign } = parseOptions(completeOptions(args, table), table);
  const options = new Map([...given].map(([each, values]) => [longNames[each] ?? each, values] as const));
  const variables = readVariables(machine, table);
  for (const [each, values] of variables.options) if (!options.has(each)) options.set(each, values);
  const last = args.at(-1) ?? '';
  const lacksValue = table.valued.has(last) && !table.valued.has(args.at(-2) ?? '');
  const [odd] = foreign;
  const refused =
    variables.refused ??
    (lacksValue ? `${last} option requires 1 argument` : null) ??
    (odd === undefined ? null : `no such option: ${odd}`) ??
    refusedValue(options);
  return { options, operands, refused, isKnown: odd === undefined || isKnown(odd) };
}

export const nothingGiven =
  'ERROR: You must give at least one requirement to install (see "pip help install")';

/** pip's error for an installation that it refuses to begin; null when it begins. */
export function refusedInstall(
  machine: Machine,
  options: ParsedOptions,
  operands: readonly string[],
  environment: string,
): string | null {
  const sources = ['--requirement', '--editable', '--group', '--requirements-from-script'];
  if (operands.length === 0 && !sources.some((each) => options.has(each))) return nothingGiven;
  if (options.has('--user') && (options.has('--target') || options.has('--prefix')))
    return "ERROR: Can not combine '--user' and '--target'";
  if (options.has('--require-virtualenv') && environment === systemEnvironment)
    return 'ERROR: Could not find an activated virtualenv (required).';
  const missing = (options.get('--constraint') ?? []).find(
    (each) =>
      isKnown(each) &&
      !/^\w+:/.test(each) &&
      machine.stage.files.presence(resolvePath(machine.cwd, each)) === 'absent',
  );
  return missing === undefined
    ? findsNothing(machine, options, operands)
    : `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${missing}'`;
}
