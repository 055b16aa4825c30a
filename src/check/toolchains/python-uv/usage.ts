import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { OptionExtent, ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, placeOfVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { isBoolish } from './boolean-values.ts';
import type { OptionGrammar, UvOption } from './options.ts';
import { isAvailable, versionOf } from './version.ts';

/** A command line as uv parses it. */
export interface Usage {
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  /** uv's error for an invalid command line; null when it is valid. */
  readonly refused: string | null;
  /** The first part whose effect is unknown; null when there is none. */
  readonly open: string | null;
}

/** Options that exclude each other. */
const conflicts: readonly (readonly [string, string])[] = [
  ['--frozen', '--locked'],
  ['--frozen', '--upgrade'],
  ['--frozen', '--upgrade-package'],
  ['--frozen', '--no-sources'],
  ['--locked', '--upgrade'],
  ['--locked', '--upgrade-package'],
  ['--check', '--frozen'],
  ['--offline', '--refresh'],
  ['--only-group', '--extra'],
  ['--only-group', '--group'],
  ['--only-group', '--all-groups'],
  ['--only-group', '--all-extras'],
  ['--only-dev', '--extra'],
  ['--only-dev', '--group'],
  ['--only-dev', '--all-groups'],
  ['--all-extras', '--extra'],
  ['--only-dev', '--all-extras'],
  ['--only-dev', '--no-dev'],
  ['--package', '--all-packages'],
];

/** Parses a command's arguments as clap does. */
export function readUsage(
  machine: Machine,
  args: readonly string[],
  grammar: OptionGrammar,
  extent: OptionExtent = 'anywhere',
): Usage {
  const version = versionOf(machine);
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  let refused: string | null = null;
  let open: string | null = null;
  const refuse = (phrase: string): void => {
    refused ??= phrase;
  };
  const take = (option: UvOption, written: string, value: string | null): void => {
    const isKnownOption = isAvailable(version, option.since);
    if (isKnownOption === false) {
      refuse(`error: unexpected argument '${written}' found`);
      return;
    }
    if (isKnownOption === 'unknown' || option.effect === 'open') open ??= written;
    const before = options.get(option.name);
    if (before !== undefined && !option.repeats)
      refuse(`error: the argument '${option.name}' cannot be used multiple times`);
    if (Array.isArray(option.value) && value !== null && isKnown(value) && !option.value.includes(value))
      refuse(`error: invalid value '${value}' for '${written}'`);
    options.set(option.name, [...(before ?? []), value ?? '']);
  };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--' || ((!arg.startsWith('-') || arg === '-') && extent === 'before-operands')) {
      operands.push(...args.slice(arg === '--' ? at + 1 : at));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    if (!isKnown(arg) && !grammar.has(arg.split('=')[0] ?? '')) {
      open ??= 'an option';
      continue;
    }
    const long = arg.startsWith('--');
    const equals = long ? arg.indexOf('=') : -1;
    const name = optionName(arg);
    const option = grammar.get(name);
    if (option === undefined) refuse(`error: unexpected argument '${name}' found`);
    else if (option.value === null && equals >= 0)
      refuse(`error: unexpected value '${arg.slice(equals + 1)}' for '${name}' found; no more were expected`);
    else if (option.value !== null) {
      const attached = attachedValue(arg, name);
      if (attached === null) at += 1;
      const value = attached ?? args[at];
      if (value === undefined || (attached === null && /^-[^0-9-]|^--./.test(value)))
        refuse(`error: a value is required for '${name}' but none was supplied`);
      else take(option, name, value);
    } else {
      take(option, name, null);
      // Combined short flags, as in -qn.
      if (!long && arg.length > 2)
        args = [...args.slice(0, at + 1), `-${arg.slice(2)}`, ...args.slice(at + 1)];
    }
  }
  if (options.size > 1) {
    for (const [one, other] of conflicts) {
      if (options.has(one) && options.has(other))
        refuse(`error: the argument '${one}' cannot be used with '${other}'`);
    }
  }
  return { options, operands, refused, open };
}

function optionName(arg: string): string {
  if (!arg.startsWith('--')) return arg.slice(0, 2);
  const equals = arg.indexOf('=');
  return equals < 0 ? arg : arg.slice(0, equals);
}

/** The value attached to an option: `--name=value`, `-nvalue`, `-n=value`; null when there is none. */
function attachedValue(arg: string, name: string): string | null {
  if (name.length === arg.length) return null;
  return arg.slice(name.length + (arg.startsWith('--') ? 1 : 0)).replace(/^=/, '');
}

/** Fails if uv refuses the command line, and records a part whose effect is unknown. */
export function judgeUsage(machine: Machine, usage: Usage, command: string): Status {
  if (usage.refused !== null)
    return fail(machine, { kind: 'tool-refused', tool: 'uv', command, phrase: usage.refused });
  return usage.open === null ? 'ok' : unknown(machine, `${command} ${usage.open}`);
}

/** Variables that uv reads as booleans; it refuses any other value (measured, uv 0.13). */
const switches =
  `UV_FROZEN UV_LOCKED UV_NO_SYNC UV_NO_DEV UV_DEV UV_OFFLINE UV_NO_PROGRESS UV_NATIVE_TLS UV_NO_CACHE
  UV_COMPILE_BYTECODE UV_ISOLATED UV_MALWARE_CHECK UV_MANAGED_PYTHON UV_NO_MANAGED_PYTHON UV_NO_EDITABLE UV_NO_ENV_FILE
  UV_NO_INSTALL_PROJECT UV_PREVIEW UV_SKIP_WHEEL_FILENAME_CHECK UV_SYSTEM_CERTS UV_NO_BUILD_ISOLATION UV_NO_CONFIG
  UV_NO_DEFAULT_GROUPS UV_NO_SOURCES`.split(/\s+/);

/** Variables that accept one of several values. */
const choices: Readonly<Record<string, readonly string[]>> = {
  UV_LINK_MODE: ['clone', 'copy', 'hardlink', 'symlink'],
  UV_PYTHON_DOWNLOADS: ['auto', 'automatic', 'true', '1', 'manual', 'never', 'false', '0'],
  UV_PYTHON_PREFERENCE: ['only-managed', 'managed', 'system', 'only-system'],
  UV_RESOLUTION: ['highest', 'lowest', 'lowest-direct'],
  UV_INDEX_STRATEGY: ['first-index', 'unsafe-first-match', 'unsafe-best-match'],
  UV_KEYRING_PROVIDER: ['disabled', 'subprocess'],
  UV_PRERELEASE: ['disallow', 'allow', 'if-necessary', 'explicit', 'if-necessary-or-explicit'],
  UV_FORK_STRATEGY: ['fewest', 'requires-python'],
};

const numbers = ['UV_HTTP_TIMEOUT', 'UV_REQUEST_TIMEOUT', 'UV_HTTP_CONNECT_TIMEOUT', 'UV_HTTP_RETRIES'];

/** Limits on how much uv does in parallel, which must not be 0. */
const counts = ['UV_CONCURRENT_DOWNLOADS', 'UV_CONCURRENT_BUILDS', 'UV_CONCURRENT_INSTALLS'];

/** Variables whose effect on a command is unknown. */
const openVariables = new Set(
  `UV_CONSTRAINT UV_OVERRIDE UV_EXCLUDE_NEWER UV_BUILD_CONSTRAINT UV_NO_BUILD UV_NO_BINARY UV_NO_BUILD_PACKAGE
  UV_NO_BINARY_PACKAGE UV_PYTHON_INSTALL_MIRROR UV_GROUP UV_NO_GROUP UV_WORKING_DIRECTORY UV_WORKING_DIR
  UV_EXTRA UV_DEFAULT_INDEX UV_INDEX_URL UV_INDEX UV_FIND_LINKS UV_NO_SOURCES UV_NO_BUILD_ISOLATION UV_NO_INSTALL_PROJECT
  UV_NO_DEFAULT_GROUPS UV_ISOLATED HTTPS_PROXY https_proxy ALL_PROXY all_proxy`.split(/\s+/),
);

function isAccepted(value: string, choices: readonly string[] | undefined, isSwitch: boolean): boolean {
  if (choices !== undefined) return choices.includes(value);
  return isSwitch ? isBoolish(value) : /^\d+$/.test(value);
}

const isZero = (value: string): boolean => /^0+$/.test(value);

/** Validates uv's environment variables, which every command reads first. */
export function judgeVariables(machine: Machine): Status {
  const refuse = (name: string, value: string): Status => {
    const phrase = `error: Failed to parse environment variable \`${name}\` with invalid value \`${value}\``;
    const place = machine.phase === 'start' ? placeOfVariable(machine, name) : machine.place;
    return fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv', phrase }, place);
  };
  let open: string | null = null;
  for (const [name, value] of machine.env) {
    if (!/^UV_|_proxy$/i.test(name)) continue;
    if (value !== '' && openVariables.has(name)) open ??= name;
    const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
    const isSwitch = switches.includes(name);
    const isCount = counts.includes(name);
    if (choice === undefined && !isSwitch && !isCount && !numbers.includes(name)) continue;
    if (!isKnown(value)) return unknown(machine, `uv ${name}`);
    // For some of them, an empty value is the same as an unset variable.
    if (value === '') return unknown(machine, `uv ${name}`);
    if (!isAccepted(value, choice, isSwitch) || (isCount && isZero(value))) return refuse(name, value);
  }
  return open === null ? 'ok' : unknown(machine, `uv ${open}`);
}

/** Fails for a subcommand that uv does not have. */
export function unrecognized(machine: Machine, command: string): Status {
  const phrase = `error: unrecognized subcommand '${command}'`;
  return fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv', phrase });
}
