import type { Files } from '../../simulation/image/files.ts';
import { httpOf, type NginxServer, named, type SiteDirective, said, serversOf } from './site.ts';
import { passes } from './upstreams.ts';

/** The parts of a request that decide which block answers it. */
interface SiteRequest {
  readonly path: string;
  readonly host: string;
  readonly port: number;
}

/** nginx's answer to a request, as far as its configuration and the files determine it. */
export type SiteAnswer =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** The file or folder that nginx looked for; empty when it looked for none. */
      readonly looked: string;
      /** The directive that made nginx look there. */
      readonly by: SiteDirective;
      /** Set when the file is not sent with the media type of its extension, or when that is unknown. */
      readonly isPlain?: true;
    }
  | { readonly kind: 'unknown' };

const unknown: SiteAnswer = { kind: 'unknown' };

/** nginx's limit on internal redirects of one request. */
const mostRedirects = 10;

/** Directives that make the answer depend on more than files. */
const decides: ReadonlySet<string> = new Set(
  `rewrite if auth_basic auth_request deny allow limit_except internal random_index dav_methods limit_req limit_conn
   secure_link mirror stub_status empty_gif mp4 flv ssi sub_filter perl js_content ssl ssl_reject_handshake
   gzip_static disable_symlinks`.split(/\s+/),
);

const doubtful = (block: readonly SiteDirective[]): boolean =>
  block.some(({ name, args }) => decides.has(name) && args[0] !== 'off');

/** A site's answer to a request; unknown if it depends on more than the files. */
export function answerTo(main: readonly SiteDirective[], files: Files, request: SiteRequest): SiteAnswer {
  const server = serverFor(serversOf(main), request);
  if (server === null) return unknown;
  const http = httpOf(main);
  const block = server.directive.block ?? [];
  if (doubtful(http) || doubtful(block)) return unknown;
  const [first] = named(block, 'return');
  if (first !== undefined) return returned(first);
  const answer = new Site([http, block], files, server.directive).answer(request.path, mostRedirects);
  const isError = answer.kind === 'status' && answer.status >= 400;
  return isError && replacesErrors(http) ? unknown : answer;
}

/** Whether an `error_page` gives an error another status, as in `error_page 404 =200 /index.html`. */
const replacesErrors = (block: readonly SiteDirective[]): boolean =>
  block.some(
    ({ name, args, block: inner }) =>
      (name === 'error_page' && args.some((each) => each.startsWith('='))) || replacesErrors(inner ?? []),
  );

/** The server that answers: the one with a matching name, else the default server of the port. */
function serverFor(servers: readonly NginxServer[], { host, port }: SiteRequest): NginxServer | null {
  const there = servers.filter(({ addresses }) => addresses.some((each) => each.port === port));
  if (there.length <= 1) return there[0] ?? null;
  if (there.some(({ names }) => names.some((name) => /[*~$]|^\./.test(name)))) return null;
  const isDefault = ({ addresses }: NginxServer): boolean =>
    addresses.some((each) => each.port === port && each.isDefault);
  return there.find(({ names }) => names.includes(host)) ?? there.find(isDefault) ?? there[0] ?? null;
}

function returned(by: SiteDirective): SiteAnswer {
  const status = Number(by.args.at(0));
  return { kind: 'status', status: Number.isInteger(status) ? status : 302, looked: '', by };
}

/** Blocks from the outermost to the innermost. */
type BlockLevels = readonly (readonly SiteDirective[])[];

/** The pages of one server. `levels` are the blocks around a location, from the outermost. */
class Site {
  readonly #levels: BlockLevels;
  readonly #files: Files;
  readonly #server: SiteDirective;

  constructor(levels: BlockLevels, files: Files, server: SiteDirective) {
    this.#levels = levels;
    this.#files = files;
    this.#server = server;
  }

  answer(path: string, redirects: number): SiteAnswer {
    if (redirects === 0) return { kind: 'status', status: 500, looked: '', by: this.#server };
    const chain = locationsFor(this.#levels.at(-1) ?? [], path);
    if (chain === null) return unknown;
    const levels = [...this.#levels, ...chain.map(({ block }) => block ?? [])];
    const own = levels.at(-1) ?? [];
    if (chain.some(({ block }) => doubtful(block ?? []))) return unknown;
    if (own.some(({ name }) => Object.hasOwn(passes, name))) return unknown;
    const [first] = named(own, 'return');
    if (first !== undefined) return returned(first);
    const tried = said(own, 'try_files');
    const folder = this.#folder(levels, chain.at(-1) ?? null);
    if (folder === null) return unknown;
    return tried === null
      ? this.#file(folder, path, levels, redirects)
      : this.#tried(tried, folder, path, levels, redirects);
  }

  /** The folder for a path: `root`, or `alias`, which replaces the location's prefix. */
  #folder(levels: BlockLevels, location: SiteDirective | null): PageFolder | null {
    const alias = said(location?.block ?? [], 'alias');
    const prefix = location?.args.at(-1) ?? '';
    if (alias !== null) {
      const isPrefix = location !== null && !/^~/.test(location.args[0] ?? '');
      return isPrefix ? pageFolder(alias, prefix) : null;
    }
    const root = inherited(levels, 'root');
    return root === null ? null : pageFolder(root, '');
  }

  #file(
    { folder, replaces, by }: PageFolder,
    path: string,
    levels: BlockLevels,
    redirects: number,
  ): SiteAnswer {
    const looked = folder + path.slice(replaces.length);
    if (!path.endsWith('/')) {
      const presence = this.#files.presence(looked);
      if (presence === 'unknown') return unknown;
      const status = { file: 200, folder: 301, absent: 404 }[presence];
      const isPlain = presence === 'file' && !knowsTypes(levels);
      return { kind: 'status', status, looked, by, ...(isPlain && { isPlain }) };
    }
    for (const index of indexesOf(levels)) {
      if (index.startsWith('/') || index.includes('$')) return unknown;
      const presence = this.#files.presence(looked + index);
      if (presence === 'unknown') return unknown;
      // nginx restarts the search with the new path, and another location may answer.
      if (presence === 'file') return this.answer(path + index, redirects - 1);
    }
    const presence = this.#files.presence(looked.replace(/(?<=.)\/$/, ''));
    if (presence === 'unknown') return unknown;
    const lists = inherited(levels, 'autoindex');
    if (presence === 'folder' && lists?.args[0] === 'on') return { kind: 'status', status: 200, looked, by };
    return {
      kind: 'status',
      status: presence === 'folder' ? 403 : 404,
      looked: looked + firstIndex(levels),
      by,
    };
  }

  #tried(
    { args }: SiteDirective,
    folder: PageFolder,
    path: string,
    levels: BlockLevels,
    redirects: number,
  ): SiteAnswer {
    const last = args.at(-1) ?? '';
    for (const written of args.slice(0, -1)) {
      const uri = written.replace('$uri', () => path).replace(/\/{2,}(?!$)/g, '/');
      if (uri.includes('$') || !uri.startsWith('/')) return unknown;
      const looked = folder.folder + uri.slice(folder.replaces.length);
      const presence = this.#files.presence(looked.replace(/(?<=[^/])\/+$/, ''));
      if (presence === 'unknown') return unknown;
      if (presence === (written.endsWith('/') ? 'folder' : 'file'))
        // A folder that matches `$uri/` is looked up without the added slash, as the request named it.
        return this.#file(folder, written.endsWith('/') ? uri.slice(0, -1) : uri, levels, redirects);
    }
    if (/^=\d+$/.test(last))
      return { kind: 'status', status: Number(last.slice(1)), looked: folder.folder + path, by: folder.by };
    const next = last.replace('$uri', () => path).split('?', 1)[0] ?? '';
    return /^\/[^$]*$/.test(next) ? this.answer(next, redirects - 1) : unknown;
  }
}

/** The directive of the innermost block that has it; null when none has it. */
const inherited = (levels: BlockLevels, name: string): SiteDirective | null =>
  levels.map((level) => said(level, name)).findLast((each) => each !== null) ?? null;

/**
 * Whether files are sent with the media types of their extensions: the innermost block with a `types` directive has to include nginx's own
 * list.
 */
const knowsTypes = (levels: BlockLevels): boolean =>
  levels
    .map((level) => named(level, 'types'))
    .findLast((types) => types.length > 0)
    ?.some(({ args }) => args.length > 0) ?? false;

/** A folder in which nginx looks for files, and the prefix of the request's path that the folder replaces. */
interface PageFolder {
  readonly folder: string;
  readonly replaces: string;
  readonly by: SiteDirective;
}

/** Null for an unknown folder: a relative path starts at the prefix that nginx was compiled with. */
function pageFolder(by: SiteDirective, replaces: string): PageFolder | null {
  const [folder = ''] = by.args;
  if (!folder.startsWith('/') || folder.includes('$')) return null;
  return { folder: replaces === '' ? folder.replace(/(?<!\/)\/+$/, '') : folder, replaces, by };
}

function indexesOf(levels: BlockLevels): readonly string[] {
  const own = levels.findLast((level) => named(level, 'index').length > 0);
  return own === undefined ? ['index.html'] : named(own, 'index').flatMap(({ args }) => args);
}
const firstIndex = (levels: BlockLevels): string => indexesOf(levels)[0] ?? '';

/** The location that answers a path, with the locations around it; empty when there is none, null when it is unknown. */
function locationsFor(block: readonly SiteDirective[], path: string): readonly SiteDirective[] | null {
  const locations = named(block, 'location').map((location) => ({ location, ...matcherOf(location) }));
  const exact = locations.find(({ how, text }) => how === '=' && text === path);
  if (exact !== undefined) return [exact.location];
  const prefixes = locations.filter(({ how, text }) => (how === '' || how === '^~') && path.startsWith(text));
  const [longest] = prefixes.sort((one, other) => other.text.length - one.text.length);
  if (longest?.how !== '^~')
    for (const { location, how, text } of locations.filter((each) => each.how.startsWith('~'))) {
      const matches = matchesPattern(text, path, how === '~*');
      if (matches === null) return null;
      if (matches) return deeper(location, path);
    }
  return longest === undefined ? [] : deeper(longest.location, path);
}

function deeper(location: SiteDirective, path: string): readonly SiteDirective[] | null {
  const below = locationsFor(location.block ?? [], path);
  return below === null ? null : [location, ...below];
}

/** Parses `location = /a`, `location ^~ /a`, `location ~* \.css$`, `location /a`. */
function matcherOf({ args }: SiteDirective): { readonly how: string; readonly text: string } {
  const [first = '', second] = args;
  return second === undefined ? { how: '', text: first } : { how: first, text: second };
}

/** Whether a path matches a regular expression of the two usual forms, file extensions or a prefix; null for any other form. */
function matchesPattern(pattern: string, path: string, ignoresCase: boolean): boolean | null {
  const [text, against] = ignoresCase ? [pattern.toLowerCase(), path.toLowerCase()] : [pattern, path];
  const endings = /^(?:\.\+|\.\*)?\\\.\(?(?:\?:)?([\w|]{1,500})\)?\$$/.exec(text)?.[1];
  if (endings !== undefined) return endings.split('|').some((each) => against.endsWith(`.${each}`));
  const beginning = /^\^(\/[\w/-]{0,200})$/.exec(text)?.[1];
  return beginning === undefined ? null : against.startsWith(beginning);
}
