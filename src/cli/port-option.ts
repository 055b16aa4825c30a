import { InvalidArgumentError } from 'commander';
import { operatorLocale, words } from '../wording/wording.ts';

const say = words('cli-port', { en: { range: 'It has to be a whole number from 0 to 65535.' } });

/** Parses `--port`; 0 selects any free port. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError(say(operatorLocale, 'range'));
  return port;
}
