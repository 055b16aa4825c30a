import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { type NginxDirective, readNginxConfig } from './config.ts';
import { type NginxContext, refusalOf } from './directives.ts';

/** An address that a server listens on. */
interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What a configuration makes nginx do; `unknown` where a part of it cannot be read. */
export type NginxPlan =
  | {
      readonly kind: 'serves';
      readonly addresses: readonly ListenAddress[];
      /** It stays in the foreground by its configuration. */
      readonly daemonOff: boolean;
    }
  | { readonly kind: 'refuses'; readonly phrase: string; readonly file: string; readonly line: number }
  | { readonly kind: 'unknown' };

/** Files that one configuration may bring in. */
const mostFiles = 50;

class ConfigRefused extends Error {
  readonly phrase: string;
  readonly file: string;
  readonly line: number;
  constructor(phrase: string, file: string, line: number) {
    super(phrase);
    this.phrase = phrase;
    this.file = file;
    this.line = line;
  }
}

/** Reads the configuration that nginx starts with, and all that it includes. */
export function planOf(machine: Machine, path: string): NginxPlan {
  const reader = new ConfigReader(machine);
  try {
    return reader.read(path);
  } catch (error) {
    if (error instanceof ConfigRefused)
      return { kind: 'refuses', phrase: error.phrase, file: error.file, line: error.line };
    throw error;
  }
}

class ConfigReader {
  readonly #machine: Machine;
  readonly #addresses: ListenAddress[] = [];
  #files = 0;
  #unknown = false;
  #daemonOff = false;
  #hasEvents = false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  read(path: string): NginxPlan {
    this.#file(path, 'main');
    if (this.#unknown) return { kind: 'unknown' };
    if (!this.#hasEvents) throw new ConfigRefused('no "events" section in configuration', path, 1);
    return { kind: 'serves', addresses: this.#addresses, daemonOff: this.#daemonOff };
  }

  #file(path: string, inside: NginxContext): void {
    this.#files += 1;
    const entry = this.#machine.stage.files.get(path);
    const text = entry?.kind === 'file' && entry.certain ? entry.text : null;
    if (text === null || this.#files > mostFiles || !this.#mayRead(text.length)) {
      if (this.#machine.stage.files.presence(path) === 'absent' && this.#files === 1)
        throw new ConfigRefused(`open() "${path}" failed (2: No such file or directory)`, path, 1);
      this.#unknown = true;
      return;
    }
    const config = readNginxConfig(text);
    if (config.kind === 'refused')
      throw new ConfigRefused(`${config.phrase} in ${path}:${config.line}`, path, config.line);
    this.#directives(config.directives, inside, path);
  }

  /** A file may include itself, and a pattern asks every file: what is read counts as text of the check. */
  #mayRead(characters: number): boolean {
    this.#machine.budget.text -= characters;
    return this.#machine.budget.text >= 0;
  }

  #directives(all: readonly NginxDirective[], inside: NginxContext, path: string): void {
    for (const directive of all) {
      const refusal = refusalOf(directive, inside);
      if (refusal !== null)
        throw new ConfigRefused(`${refusal} in ${path}:${directive.end}`, path, directive.line);
      if (directive.name === 'include') this.#include(directive.args[0] ?? '', inside);
      else if (directive.name === 'events') this.#hasEvents = true;
      else if (directive.name === 'daemon') this.#daemonOff = directive.args[0] === 'off';
      else if (directive.name === 'http') this.#directives(directive.block ?? [], 'http', path);
      else if (directive.name === 'server' && directive.block !== null) this.#server(directive.block, path);
    }
  }

  #server(block: readonly NginxDirective[], path: string): void {
    const before = this.#addresses.length;
    this.#directives(block, 'server', path);
    for (const { name, args } of block) if (name === 'listen') this.#listen(args[0] ?? '');
    if (
      this.#addresses.length === before &&
      block.every(({ name }) => name !== 'listen' && name !== 'include')
    )
      this.#addresses.push({ host: '0.0.0.0', port: 80 });
  }

  #listen(written: string): void {
    if (written.startsWith('unix:')) return;
    const [, host = '', port = '80'] = /^(?:(.*):)?(\d{1,5})$/.exec(written) ?? ['', written];
    if (written.includes('$') || /:[^\]:]*$/.test(host)) {
      this.#unknown = true;
      return;
    }
    const plain = host.replace(/^\[|\]$/g, '');
    this.#addresses.push({ host: plain === '' || plain === '*' ? '0.0.0.0' : plain, port: Number(port) });
  }

  #include(written: string, inside: NginxContext): void {
    const { files } = this.#machine.stage;
    const path = resolvePath('/etc/nginx', written);
    if (/\/(?:mime\.types|fastcgi_params|proxy_params|uwsgi_params|scgi_params)$/.test(path)) return;
    if (!path.includes('*')) {
      this.#file(path, inside);
      return;
    }
    // A pattern that nothing fits is no error.
    const ending = nameOf(path).replace(/^\*/, '');
    if (ending.includes('*') || files.isVague || !this.#mayRead(files.size)) {
      this.#unknown = true;
      return;
    }
    const folder = parentOf(path);
    if (files.presence(folder) === 'unknown') this.#unknown = true;
    for (const [each, { kind }] of files.find(
      (_, found) => parentOf(found) === folder && found.endsWith(ending),
    ))
      if (kind === 'file') this.#file(each, inside);
  }
}
