import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { type NginxDirective, readNginxConfig } from './config.ts';
import { contextWithin, type NginxContext, refusalOf, standsOnce } from './directives.ts';
import type { SiteDirective } from './site.ts';
import { hostOfPass, passes } from './upstreams.ts';

/** What nginx does with a configuration; `unknown` when a part of it cannot be parsed. */
export type NginxPlan =
  | {
      readonly kind: 'serves';
      /** The directives of the main context, with included files expanded in place. */
      readonly directives: readonly SiteDirective[];
    }
  | { readonly kind: 'refuses'; readonly phrase: string; readonly file: string; readonly line: number }
  | { readonly kind: 'unknown' };

/** Limit on the files that one configuration may include. */
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

/** Reads the configuration that nginx starts with, and everything that it includes. */
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

/** What one block contains so far. */
interface ConfigBlock {
  readonly context: NginxContext;
  /** Directives and locations that may occur only once, and that the block already has. */
  readonly had: Set<string>;
}

const newBlock = (context: NginxContext): ConfigBlock => ({ context, had: new Set() });

class ConfigReader {
  readonly #machine: Machine;
  /** Names of the configuration's `upstream` blocks. */
  readonly #upstreams = new Set<string>();
  readonly #passes: SiteDirective[] = [];
  #files = 0;
  #unknown = false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  read(path: string): NginxPlan {
    const directives = this.#file(path, newBlock('main'));
    if (this.#unknown) return { kind: 'unknown' };
    for (const pass of this.#passes) this.#resolve(pass);
    if (!directives.some(({ name }) => name === 'events'))
      throw new ConfigRefused('no "events" section in configuration', path, 1);
    return this.#unknown ? { kind: 'unknown' } : { kind: 'serves', directives };
  }

  #file(path: string, around: ConfigBlock): readonly SiteDirective[] {
    this.#files += 1;
    const entry = this.#machine.stage.files.get(path);
    const text = entry?.kind === 'file' && entry.certain ? entry.text : null;
    if (text === null || this.#files > mostFiles || !this.#mayRead(text.length)) {
      if (this.#machine.stage.files.presence(path) === 'absent' && this.#files === 1)
        throw new ConfigRefused(`open() "${path}" failed (2: No such file or directory)`, path, 1);
      this.#unknown = true;
      return [];
    }
    const config = readNginxConfig(text);
    if (config.kind === 'refused')
      throw new ConfigRefused(`${config.phrase} in ${path}:${config.line}`, path, config.line);
    return this.#directives(config.directives, around, path);
  }

  /** A file may include itself, and a pattern can match every file, so included text counts against the check's budget. */
  #mayRead(characters: number): boolean {
    this.#machine.budget.text -= characters;
    return this.#machine.budget.text >= 0;
  }

  #directives(all: readonly NginxDirective[], around: ConfigBlock, file: string): readonly SiteDirective[] {
    if (around.context === 'data') return [];
    return all.flatMap((directive) => {
      const { name, args, line, end } = directive;
      const refusal = refusalOf(directive, around.context) ?? refusedTwice(directive, around);
      if (refusal !== null) throw new ConfigRefused(`${refusal} in ${file}:${end}`, file, line);
      const within = newBlock(contextWithin(name, around.context));
      const block = directive.block === null ? null : this.#directives(directive.block, within, file);
      const read: SiteDirective = { name, args, file, line, end, block };
      if (name === 'include') return this.#include(read, around);
      this.#note(read, around.context);
      return [read];
    });
  }

  #note(read: SiteDirective, context: NginxContext): void {
    const { name, args, block } = read;
    if (name === 'upstream') this.#upstreams.add(args[0] ?? '');
    if (Object.hasOwn(passes, name) || (name === 'server' && context === 'upstream')) this.#passes.push(read);
    // What these blocks do in a file of their own is not simulated.
    if (block !== null && (name === 'stream' || name === 'mail')) this.#unknown = true;
    if (name === 'ssl_certificate' || name === 'ssl_certificate_key') this.#certificate(read);
  }

  #certificate({ args: [written = ''], file, line }: SiteDirective): void {
    if (/\$|^data:|^engine:|^store:/.test(written)) return;
    const path = resolvePath('/etc/nginx', written);
    const presence = this.#machine.stage.files.presence(path);
    if (presence === 'absent')
      throw new ConfigRefused(`cannot load certificate "${path}": No such file or directory`, file, line);
    this.#unknown = true;
  }

  /** nginx resolves every host before it starts. */
  #resolve({ name, args: [written = ''], file, line, end }: SiteDirective): void {
    const host = hostOfPass(name, written);
    if (host.kind === 'refused') throw new ConfigRefused(`${host.phrase} in ${file}:${end}`, file, line);
    if (host.kind === 'none' || (name !== 'server' && this.#upstreams.has(host.host))) return;
    if (this.#machine.project.services.has(host.host)) return;
    // A name with a dot may be a public host.
    if (host.host.includes('.')) this.#unknown = true;
    else throw new ConfigRefused(`host not found in upstream "${host.shown}" in ${file}:${end}`, file, line);
  }

  #include(read: SiteDirective, around: ConfigBlock): readonly SiteDirective[] {
    const { files } = this.#machine.stage;
    const path = resolvePath('/etc/nginx', read.args[0] ?? '');
    if (/\/(?:fastcgi_params|proxy_params|uwsgi_params|scgi_params|fastcgi\.conf)$/.test(path)) return [];
    // The include stands for nginx's own list of media types.
    if (path.endsWith('/mime.types')) return [{ ...read, name: 'types' }];
    if (!path.includes('*')) return this.#file(path, around);
    // A pattern without matches is no error.
    const ending = nameOf(path).replace(/^\*/, '');
    const folder = parentOf(path);
    if (ending.includes('*') || files.isVague || !this.#mayRead(files.size)) this.#unknown = true;
    else if (files.presence(folder) === 'unknown') this.#unknown = true;
    if (this.#unknown) return [];
    return files
      .find(({ kind }, found) => kind === 'file' && parentOf(found) === folder && found.endsWith(ending))
      .map(([found]) => found)
      .sort()
      .flatMap((found) => this.#file(found, around));
  }
}

/** nginx's error for a second use of a directive in a block; null when it is allowed. */
function refusedTwice({ name, args }: NginxDirective, { had }: ConfigBlock): string | null {
  const isLocation = name === 'location' && !/^~/.test(args[0] ?? '');
  if (!isLocation && !standsOnce(name)) return null;
  const key = isLocation ? `location ${args.join(' ')}` : name;
  if (had.has(key))
    return isLocation ? `duplicate location "${args.at(-1)}"` : `"${name}" directive is duplicate`;
  had.add(key);
  return null;
}
