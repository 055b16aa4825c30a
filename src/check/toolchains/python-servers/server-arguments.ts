import { isKnown } from '../../dockerfile/unknown-text.ts';
import { wordSet } from '../../simulation/image/word-list.ts';

/** The command-line options of a server. */
interface ServerOptions {
  /** Flags without a value. */
  readonly switches: ReadonlySet<string>;
  /** Options with a value. */
  readonly valued: ReadonlySet<string>;
  /** The options among them whose value is an integer. */
  readonly numbers: ReadonlySet<string>;
  /** Options with a fixed set of values. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Whether options may be abbreviated (argparse). */
  readonly abbreviates: boolean;
  /** The server's errors for an unknown option, and for a value that is not an integer. */
  refuses(option: string): string;
  refusesNumber(option: string, value: string): string;
  refusesChoice(option: string, value: string): string;
}

/** A parsed command line. */
export interface CommandLine {
  readonly switches: ReadonlySet<string>;
  /** The values of each option, in the order of the command line. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  /** The server's error when it refuses the command line; null when it accepts it. */
  readonly refused: string | null;
}

/** From `gunicorn --help`, version 25 and later; removed options are still accepted. */
export const gunicornTable: ServerOptions = {
  switches:
    wordSet(`-h --help -v --version --reload --spew --check-config --print-config --preload --no-sendfile
    --reuse-port -D --daemon --initgroups --disable-redirect-access-to-syslog --capture-output --log-syslog -R
    --enable-stdio-inheritance --enable-backlog-metric --suppress-ragged-eofs --do-handshake-on-connect
    --permit-obsolete-folding --strip-header-spaces --permit-unconventional-http-method
    --permit-unconventional-http-version --casefold-http-method --no-control-socket`),
  valued:
    wordSet(`-c --config -b --bind --backlog -w --workers -k --worker-class --threads --worker-connections
    --max-requests --max-requests-jitter -t --timeout --graceful-timeout --keep-alive --limit-request-line
    --limit-request-fields --limit-request-field_size --reload-engine --reload-extra-file --chdir -e --env -p --pid
    --worker-tmp-dir -u --user -g --group -m --umask --forwarded-allow-ips --access-logfile --access-logformat
    --error-logfile --log-file --log-level --logger-class --log-config --log-config-json --log-syslog-to
    --log-syslog-prefix --log-syslog-facility --statsd-host --dogstatsd-tags --statsd-prefix -n --name --pythonpath
    --paste --paster --proxy-protocol --proxy-allow-from --keyfile --certfile --ssl-version --cert-reqs --ca-certs
    --ciphers --paste-global --forwarder-headers --header-map`),
  numbers:
    wordSet(`--backlog -w --workers --threads --worker-connections --max-requests --max-requests-jitter -t
    --timeout --graceful-timeout --keep-alive --limit-request-line --limit-request-fields
    --limit-request-field_size`),
  choices: {},
  abbreviates: true,
  refuses: (option) => `gunicorn: error: unrecognized arguments: ${option}`,
  refusesNumber: (option, value) => `gunicorn: error: argument ${option}: invalid int value: '${value}'`,
  refusesChoice: (option, value) => `gunicorn: error: argument ${option}: invalid choice: '${value}'`,
};

/** From `uvicorn --help`, version 0.30 and later. */
export const uvicornTable: ServerOptions = {
  switches:
    wordSet(`--help --version --reload --factory --access-log --no-access-log --use-colors --no-use-colors
    --proxy-headers --no-proxy-headers --server-header --no-server-header --date-header --no-date-header`),
  valued:
    wordSet(`--host --port --uds --fd --reload-dir --reload-include --reload-exclude --reload-delay --workers
    --loop --http --ws --ws-max-size --ws-max-queue --ws-ping-interval --ws-ping-timeout --ws-per-message-deflate
    --lifespan --interface --env-file --log-config --log-level --forwarded-allow-ips --root-path
    --limit-concurrency --backlog --limit-max-requests --timeout-keep-alive --timeout-graceful-shutdown
    --timeout-worker-healthcheck --ssl-keyfile --ssl-certfile --ssl-keyfile-password --ssl-version --ssl-cert-reqs
    --ssl-ca-certs --ssl-ciphers --header --app-dir --h11-max-incomplete-event-size`),
  numbers: wordSet(
    '--port --workers --backlog --limit-concurrency --limit-max-requests --timeout-keep-alive --timeout-graceful-shutdown',
  ),
  choices: {
    '--log-level': ['critical', 'error', 'warning', 'info', 'debug', 'trace'],
    '--lifespan': ['auto', 'on', 'off'],
    '--interface': ['auto', 'asgi3', 'asgi2', 'wsgi'],
  },
  abbreviates: false,
  refuses: (option) => `Error: No such option: ${option}`,
  refusesNumber: (option, value) =>
    `Error: Invalid value for '${option}': '${value}' is not a valid integer.`,
  refusesChoice: (option, value) =>
    `Error: Invalid value for '${option}': '${value}' is not one of its choices.`,
};

/** Parses a server's arguments by its table. */
export function readServerArguments(table: ServerOptions, args: readonly string[]): CommandLine {
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  let refused: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!/^-./.test(arg) || !isKnown(arg.split('=')[0] ?? '')) {
      operands.push(arg);
      continue;
    }
    const { name, joined } = optionOf(table, arg);
    if (table.switches.has(name)) switches.add(name);
    else if (!table.valued.has(name)) refused ??= table.refuses(arg);
    else {
      if (joined === null) at += 1;
      const value = joined ?? args[at];
      if (value === undefined) refused ??= `${table.refuses(name)}: expected one argument`;
      else {
        values.set(name, [...(values.get(name) ?? []), value]);
        refused ??= refusedValue(table, name, value);
      }
    }
  }
  return { switches, values, operands, refused };
}

/** The server's error for a value; null when the value is valid or unknown. */
function refusedValue(table: ServerOptions, name: string, value: string): string | null {
  if (!isKnown(value)) return null;
  if (table.numbers.has(name) && !/^\s*[+-]?\d+\s*$/.test(value)) return table.refusesNumber(name, value);
  const choices = Object.hasOwn(table.choices, name) ? table.choices[name] : undefined;
  return choices?.includes(value) === false ? table.refusesChoice(name, value) : null;
}

/** Parses `--option=value`, `-ovalue`, and abbreviated options. */
function optionOf(
  table: ServerOptions,
  arg: string,
): { readonly name: string; readonly joined: string | null } {
  if (!arg.startsWith('--') && arg.length > 2 && table.valued.has(arg.slice(0, 2)))
    return { name: arg.slice(0, 2), joined: arg.slice(2).replace(/^=/, '') };
  const equals = arg.indexOf('=');
  const name = equals < 0 ? arg : arg.slice(0, equals);
  const joined = equals < 0 ? null : arg.slice(equals + 1);
  const all = [...table.switches, ...table.valued];
  if (!table.abbreviates || !name.startsWith('--') || all.includes(name)) return { name, joined };
  const meant = all.filter((each) => each.startsWith(name));
  return { name: meant.length === 1 ? (meant[0] ?? name) : name, joined };
}

/** The last value of an option, under any of its names; null when it is not given. */
export const lastValue = (line: CommandLine, ...names: readonly string[]): string | null =>
  names.flatMap((name) => line.values.get(name) ?? []).at(-1) ?? null;
