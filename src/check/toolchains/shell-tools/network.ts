import { plainFile, resolvePath } from '../../simulation/image/files.ts';
import type { Machine, Program, Status } from '../../simulation/shell/machine.ts';
import { unknown } from '../../simulation/shell/machine.ts';

/** curl and wget: what they write is not known. The network is taken to work while an image is built. */
function download(machine: Machine, args: readonly string[], outputs: readonly string[]): Status {
  const url = args.find((arg) => /^https?:\/\//.test(arg)) ?? '';
  if (machine.phase === 'start') return unknown(machine, { of: 'service', host: hostOf(args) });
  for (const [index, arg] of args.entries()) {
    const name = outputs.includes(args[index - 1] ?? '') ? arg : null;
    const remote = arg === '-O' && outputs.includes('-o') ? (url.split('/').at(-1) ?? '') : null;
    const written = name ?? remote;
    if (written === null || written === '-' || written === '') continue;
    const tool = machine.host.downloadedProgram(url);
    machine.stage.files.put(resolvePath(machine.cwd, written), {
      ...plainFile,
      tool,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  return 'ok';
}

const hostOf = (args: readonly string[]): string =>
  args.map((arg) => /^https?:\/\/([^/:]+)/.exec(arg)?.[1] ?? '').find((host) => host !== '') ?? 'the network';

/** Programs that ask whether another machine answers. */
const probeService: Program = (machine, args, _input, name) => {
  const host = args.find((arg) => !arg.startsWith('-') && !/^\d+$/.test(arg)) ?? '';
  const option = args[args.findIndex((arg) => arg === '-h' || arg === '--host') + 1];
  const shown = name === 'pg_isready' || name === 'psql' ? (option ?? host) : host;
  return unknown(machine, { of: 'service', host: shown });
};

export const fetchTools: Readonly<Record<string, Program>> = {
  curl: (machine, args) => download(machine, args, ['-o', '--output']),
  wget: (machine, args) => download(machine, args, ['-O', '--output-document']),
  tar: (machine) => {
    machine.stage.files.blur();
    return 'ok';
  },
  unzip: (machine) => {
    machine.stage.files.blur();
    return 'ok';
  },
  nc: probeService,
  netcat: probeService,
  ncat: probeService,
  telnet: probeService,
  pg_isready: probeService,
  psql: probeService,
  mysqladmin: probeService,
  ping: probeService,
};
