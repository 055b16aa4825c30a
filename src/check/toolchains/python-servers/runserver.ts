import { isKnown } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { readCommandLine } from '../django/command-lines.ts';
import { hostOf, portOf, serve } from '../listening.ts';

/** `manage.py runserver [addr:]port`. */
export function djangoServer(machine: Machine, args: readonly string[], status: Status): Status {
  const behind = args.slice(args.indexOf('runserver') + 1);
  const line = readCommandLine('runserver', behind);
  const words = line.kind === 'read' ? line.args : behind;
  const ipv6 = words.includes('--ipv6') || words.includes('-6');
  const address = line.kind === 'read' ? line.labels[0] : words.find((word) => !word.startsWith('-'));
  const usage = (phrase: string): Status => fail(machine, { kind: 'server-refused', phrase });
  if (line.kind === 'refused' && status === 'ok') return usage(line.phrase);
  if (address === undefined) return serve(machine, 'runserver', ipv6 ? '::1' : '127.0.0.1', 8000, status);
  if (!isKnown(address)) {
    const colon = address.lastIndexOf(':');
    const host = colon < 0 ? '' : address.slice(0, colon);
    const port = address.slice(colon + 1);
    return serve(
      machine,
      'runserver',
      isKnown(host) && host !== '' ? hostOf(host) : null,
      portOf(port),
      status,
    );
  }
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[a-fA-F0-9:]+\]|[a-zA-Z0-9.-]+):)?(\d+)$/.exec(address);
  if (match === null)
    return usage(`CommandError: "${address}" is not a valid port number or address:port pair.`);
  const [, host, port = ''] = match;
  if (ipv6 && /^[\d.]+$/.test(host ?? ''))
    return usage(`CommandError: "${host}" is not a valid IPv6 address.`);
  const local = ipv6 ? '::1' : '127.0.0.1';
  return serve(machine, 'runserver', host === undefined ? local : hostOf(host), portOf(port), status);
}
