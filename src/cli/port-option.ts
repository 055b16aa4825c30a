import { InvalidArgumentError } from 'commander';
import { operatorLocale, words } from '../wording/wording.ts';

const say = words('cli-port', { en: { range: 'It has to be a whole number from 0 to 65535.' } });

/** Reads `--port`; 0 takes any free port. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError(say(operatorLocale, 'range'));
  return port;
}
