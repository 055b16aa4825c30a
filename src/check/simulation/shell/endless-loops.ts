import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Script } from '../../shell/syntax.ts';
import { fields } from './expand.ts';
import { fail, type Machine, placeOfScriptLine } from './machine.ts';

/** Reports an endless loop, at the line of the loop. */
export function endless(machine: Machine, line: number, awaited: string | null): void {
  const { place } = machine;
  machine.place = placeOfScriptLine(machine, line);
  fail(machine, { kind: 'never-ends', awaited });
  machine.place = place;
}

/** Whether a server certainly runs in the background. */
export const hasBackgroundServer = ({ events, phase }: Machine): boolean =>
  events.some((each) => each.kind === 'server' && each.phase === phase && each.background && each.certain);

/** Whether a server may run in the background, even if it is not certain that it was started. */
export const mayServeBehind = ({ events, phase }: Machine): boolean =>
  events.some((each) => each.kind === 'server' && each.phase === phase && each.background);

/**
 * What a loop waits for: the host that its test contacts, or would contact if the program existed; otherwise the command itself. Null for a
 * test that is always true.
 */
export function waitsFor(machine: Machine, since: number, test: Script): string | null {
  for (const event of machine.events.slice(since)) {
    if (event.kind === 'unknown' && event.doubt.of === 'service') return event.doubt.host;
  }
  const [first] = test;
  const command = first?.kind === 'not' ? first.body : first;
  if (command?.kind !== 'command') return null;
  const [name = '', ...args] = fields({ ...machine, events: [], failures: [] }, command.words);
  if (name === 'true' || name === ':' || name === '') return null;
  if (!/^(?:nc|netcat|ncat|telnet|pg_isready|psql|ping|mysqladmin)$/.test(name))
    return machine.host.resolve(machine, name).kind === 'tool' ? [name, ...args].join(' ') : name;
  return args.find((arg) => arg !== '' && isKnown(arg) && !/^-|^\d+$/.test(arg)) ?? name;
}

export function hasBreak(script: Script): boolean {
  return script.some((node): boolean => {
    switch (node.kind) {
      case 'command': {
        const first = node.words[0]?.[0];
        return first?.kind === 'text' && /^(?:break|exit|return)$/.test(first.text);
      }
      case 'and':
      case 'or':
        return hasBreak([node.left, node.right]);
      case 'group':
      case 'subshell':
        return hasBreak(node.body);
      case 'if':
        return node.branches.some(({ body }) => hasBreak(body)) || hasBreak(node.otherwise);
      case 'case':
        return node.branches.some(({ body: branch }) => hasBreak(branch));
      default:
        return false;
    }
  });
}
