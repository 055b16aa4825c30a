import { isKnown } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { refusedOption } from '../django/options.ts';
import { hostOf, portOf, serve } from '../listening.ts';

/** `manage.py runserver [addr:]port`. */
export function djangoServer(machine: Machine, args: readonly string[], status: Status): Status {
  const valued = new Set(['--settings', '--pythonpath', '-v', '--verbosity']);
  const words: string[] = [];
  let ipv6 = false;
  for (let at = args.indexOf('runserver') + 1; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '-6' || arg === '--ipv6') ipv6 = true;
    if (valued.has(arg)) at += 1;
    else if (!arg.startsWith('-')) words.push(arg);
  }
  const [address] = words;
  const usage = (phrase: string): Status => fail(machine, { kind: 'server-refused', phrase });
  const refused = refusedOption('runserver', args.slice(args.indexOf('runserver') + 1));
  if (refused !== null && status === 'ok') return usage(refused);
  if (words.length > 1 && words.every(isKnown)) {
    return usage(`manage.py runserver: error: unrecognized arguments: ${words.slice(1).join(' ')}`);
  }
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
  const local = ipv6 ? '::1' : '127.0.0.1';
  return serve(machine, 'runserver', host === undefined ? local : hostOf(host), portOf(port), status);
}
