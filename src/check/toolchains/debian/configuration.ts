import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Programs } from '../../simulation/tools.ts';

/** The file below /etc that an installed package creates and that later steps edit. */
const filesOf: Readonly<Record<string, string>> = { locales: '/etc/locale.gen' };

/** Creates the files of packages where steps look for them; their contents are unknown. */
export function putFilesOf({ stage, place }: Machine, packages: readonly string[]): void {
  for (const name of packages) {
    const path = Object.hasOwn(filesOf, name) ? filesOf[name] : undefined;
    if (path !== undefined && stage.files.get(path) === null)
      stage.files.put(path, { ...plainFile, line: place.line });
  }
}

/** `localedef -i en_US -f UTF-8 …` reads files of the package locales (measured, Debian 12). */
const localedef: Program = (machine, args) => {
  const { packages, files } = machine.stage;
  if (!args.every(isKnown) || files.isVague) return unknown(machine, 'localedef');
  if (packages.has('locales') || packages.has('locales-all')) return 'ok';
  return args.some((arg) => arg.startsWith('-f') || arg.startsWith('--charmap'))
    ? fail(machine, { kind: 'command-failed', phrase: 'localedef: character map file not found' })
    : unknown(machine, 'localedef');
};

/** It prompts for the time zone and, without a terminal, leaves it as it is. Other packages may refuse the answers that they get. */
const reconfigure: Program = (machine, args) =>
  args.at(-1) === 'tzdata' ? 'ok' : unknown(machine, 'dpkg-reconfigure');

/** `service NAME start`: an image has no services until a package brings one. A service runs in the background. */
const service: Program = (machine, [name = '']) => {
  const { packages, files } = machine.stage;
  if (!isKnown(name) || files.isVague || packages.size > 0) return unknown(machine, 'service');
  return fail(machine, { kind: 'command-failed', phrase: `${name}: unrecognized service` });
};

/** The daemon forks into the background unless an option keeps it in the foreground. */
const cron: Program = (machine, args) => (args.length === 0 ? 'ok' : unknown(machine, 'cron'));

/** Programs that configure Debian packages. */
export const configuration: Programs = {
  cron,
  service,
  'debconf-set-selections': () => 'ok',
  'dpkg-reconfigure': reconfigure,
  localedef,
};
