import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import {
  type OptionTable,
  optionTable,
  type ParsedOptions,
  parseOptions,
} from '../../simulation/programs/options.ts';
import { hostOf, isNowhere } from '../../simulation/remote.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

const curlTable = optionTable(
  `-o --output --output-dir -d --data --data-binary --data-raw -H --header -X --request -u --user -A --user-agent -m
  --max-time --retry --retry-delay --retry-max-time --connect-timeout -w --write-out -x --proxy --cacert -b --cookie -e
  --referer -F --form -T --upload-file --url --limit-rate -c --cookie-jar -C --continue-at --resolve --max-redirs --noproxy`,
  `-O --remote-name -J --remote-header-name -f --fail --fail-with-body -s --silent -S --show-error -L --location -k --insecure
  -v --verbose -i --include -I --head -g -# --progress-bar -n --netrc -4 --ipv4 -6 --ipv6 --create-dirs --compressed
  --retry-connrefused --retry-all-errors --tlsv1.2 --tlsv1.3 --http1.1 --no-progress-meter -V --version -h --help`,
);
const wgetTable = optionTable(
  `-O --output-document -P --directory-prefix -t --tries -T --timeout -o --output-file -a --append-output -U --user-agent
  --header --user --password --post-data --waitretry --ca-certificate -e`,
  `-q --quiet -nv --no-verbose -v --verbose -c --continue -N --timestamping --no-check-certificate --show-progress
  --progress=dot:giga --https-only --no-cache -S --server-response --spider -nc --no-clobber -4 -6 -V --version -h --help`,
);

/** How a download program treats its URLs. */
interface Downloader {
  readonly table: OptionTable;
  /** Its error when no URL is given. */
  readonly withoutAddress: string;
  /** The path of the output file; null when it does not write to a file. */
  readonly writes: (options: ParsedOptions, address: string) => string | null;
  /** Its error when the host name cannot be resolved; null when a proxy may answer instead, which is not a failure. */
  readonly unresolved: (options: ParsedOptions, address: string) => string | null;
}

const named = (path: string | undefined): string | null => (path === undefined || path === '-' ? null : path);

const curl: Downloader = {
  table: curlTable,
  withoutAddress: 'curl: (2) no URL specified',
  writes: (options, address) =>
    options.has('-O') || options.has('--remote-name')
      ? nameOf(address)
      : named((options.get('-o') ?? options.get('--output'))?.[0]),
  unresolved: (options, address) =>
    address.startsWith('https:') || options.has('-f') || options.has('--fail')
      ? `curl: (6) Could not resolve host: ${hostOf(address)}`
      : null,
};

const wget: Downloader = {
  table: wgetTable,
  withoutAddress: 'wget: missing URL',
  writes: (options, address) => {
    const path = (options.get('-O') ?? options.get('--output-document'))?.[0];
    const folder = (options.get('-P') ?? options.get('--directory-prefix'))?.[0] ?? '.';
    return path === undefined ? `${folder}/${nameOf(address)}` : named(path);
  },
  unresolved: (_, address) => `wget: unable to resolve host address ‘${hostOf(address)}’`,
};

/** Downloads during a build: the contents are unknown, and for most URLs also whether the download succeeds. */
const download =
  (downloader: Downloader): Program =>
  (machine, args, _input, name) => {
    const { options, operands, foreign } = parseOptions(args, downloader.table);
    const addresses = [...operands, ...(options.get('--url') ?? [])];
    if (machine.phase === 'start')
      return askService(machine, addresses.map(hostOf).find((each) => each !== '') ?? 'the network', name);
    if (['-V', '--version', '-h', '--help'].some((each) => options.has(each))) return 'ok';
    if (foreign.length > 0 || !addresses.every(isKnown)) {
      machine.stage.files.blur();
      return unknown(machine, name);
    }
    if (addresses.length === 0)
      return fail(machine, { kind: 'command-failed', phrase: downloader.withoutAddress });
    let status: Status = 'ok';
    for (const address of addresses) {
      const next = downloadOne(machine, downloader, options, address);
      if (status === 'ok' || next === 'failed') status = next;
    }
    return status;
  };

function downloadOne(
  machine: Machine,
  downloader: Downloader,
  options: ParsedOptions,
  address: string,
): Status {
  const tool = machine.host.downloadedProgram(address);
  const path = downloader.writes(options, address);
  const unresolved = isNowhere(address) ? downloader.unresolved(options, address) : null;
  if (unresolved !== null) return fail(machine, { kind: 'command-failed', phrase: unresolved });
  const status = tool === null ? unknown(machine, { of: 'service', host: hostOf(address) }) : 'ok';
  if (path !== null && path !== '')
    machine.stage.files.put(resolvePath(machine.cwd, path), {
      ...plainFile,
      tool,
      line: machine.place.line,
      certain: machine.certain && status === 'ok',
    });
  return status;
}

/** The answer of another service is unknown; the lesson declares whether there is one. */
const askService = (machine: Machine, host: string, program: string): Status =>
  unknown(
    machine,
    machine.phase === 'start' && machine.project.services.has(host) ? program : { of: 'service', host },
  );

/** Programs that check whether another service answers. */
const probeService: Program = (machine, args, _input, name) => {
  const host = args.find((arg) => !arg.startsWith('-') && !/^\d+$/.test(arg)) ?? '';
  const option = args[args.findIndex((arg) => arg === '-h' || arg === '--host') + 1];
  const shown = name === 'pg_isready' || name === 'psql' ? (option ?? host) : host;
  return askService(machine, shown, name);
};

/** Git commands that need no network and do not change relevant files. */
const localGit = new Set(['--version', 'version', 'config', 'help', '--help']);

const git: Program = (machine, args) => {
  if (localGit.has(args[0] ?? '')) return 'ok';
  const address = args.find(isNowhere);
  if (address !== undefined)
    return fail(machine, {
      kind: 'command-failed',
      phrase: `fatal: unable to access '${address}': Could not resolve host: ${hostOf(address)}`,
    });
  machine.stage.files.blur();
  return unknown(machine, 'git');
};

export const fetchTools: Readonly<Record<string, Program>> = {
  curl: download(curl),
  wget: download(wget),
  unzip: (machine) => {
    machine.stage.files.blur();
    return 'ok';
  },
  git,
  nc: probeService,
  netcat: probeService,
  ncat: probeService,
  telnet: probeService,
  pg_isready: probeService,
  psql: probeService,
  mysqladmin: probeService,
  ping: probeService,
};
