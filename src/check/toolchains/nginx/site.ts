import type { NginxDirective } from './config.ts';

/** A directive with the file that it is in, and with the includes of its block expanded. */
export interface SiteDirective extends Omit<NginxDirective, 'block'> {
  readonly file: string;
  /** Null for one without a block. */
  readonly block: readonly SiteDirective[] | null;
}

/** An address that a server listens on. */
interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly isDefault: boolean;
}

/** A `server` block of the configuration. */
export interface NginxServer {
  readonly directive: SiteDirective;
  readonly addresses: readonly ListenAddress[];
  readonly names: readonly string[];
}

export const named = (block: readonly SiteDirective[], name: string): readonly SiteDirective[] =>
  block.filter((each) => each.name === name);

/** The effective directive of that name in a block, which is the last one; null when there is none. */
export const said = (block: readonly SiteDirective[], name: string): SiteDirective | null =>
  block.findLast((each) => each.name === name) ?? null;

/** The directives of `http`, which its servers inherit. */
export const httpOf = (main: readonly SiteDirective[]): readonly SiteDirective[] =>
  named(main, 'http').flatMap(({ block }) => block ?? []);

export const serversOf = (main: readonly SiteDirective[]): readonly NginxServer[] =>
  named(httpOf(main), 'server').map((directive) => {
    const block = directive.block ?? [];
    const listens = named(block, 'listen');
    return {
      directive,
      addresses: listens.length === 0 ? [usual] : listens.flatMap(({ args }) => listenAddress(args)),
      names: named(block, 'server_name').flatMap(({ args }) => args),
    };
  });

const usual: ListenAddress = { host: '0.0.0.0', port: 80, isDefault: false };

function listenAddress([written = '', ...parameters]: readonly string[]): readonly ListenAddress[] {
  if (written.startsWith('unix:')) return [];
  const isDefault = parameters.some((each) => each === 'default_server' || each === 'default');
  const [, host = '', port = '80'] = /^(?:(.*):)?(\d{1,5})$/.exec(written) ?? ['', written];
  const plain = host.replace(/^\[|\]$/g, '');
  return [{ host: plain === '' || plain === '*' ? '0.0.0.0' : plain, port: Number(port), isDefault }];
}
