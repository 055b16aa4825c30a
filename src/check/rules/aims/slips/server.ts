import { quoted } from '../../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../../simulation/failures.ts';
import { type FailedLine, type Slip, wordsIn } from './failed-line.ts';
import { assignmentIn } from './missing-program.ts';
import { say } from './sentences.ts';
import { emptied } from './written-file.ts';

/** A server rejects its arguments. */

/** The variable in the address on the line; null if there is none. */
const variableIn = (text: string): string | null =>
  /\d\.\d{1,3}\.\d{1,3}:\$\{?(\w{1,60})/.exec(text)?.[1] ?? /:\$\{?(\w{1,60})/.exec(text)?.[1] ?? null;

/** The line of the same script that tries to set a variable but fails to; null if there is none. */
function brokenAssignment(
  { context, failure }: FailedLine,
  name: string,
): { readonly line: number; readonly value: string } | null {
  const lines = context.buildContext.files.get(failure.at.file)?.text?.split('\n') ?? [];
  for (const [index, text] of lines.slice(0, failure.at.line - 1).entries()) {
    const [, value] = /^\s{0,20}set\s{1,4}(\w{1,60}=\S{0,60})/.exec(text) ?? [];
    if (value?.startsWith(`${name}=`) === true)
      return { line: index + 1, value: value.slice(name.length + 1) };
    const found = assignmentIn(text.slice(0, 300));
    if (found?.name === name) return { line: index + 1, value: found.value };
  }
  return null;
}

/** The error message of a server; null if another program fails. */
const saidByServer = (failure: SimulatedFailure): string | null =>
  failure.kind === 'server-refused' || failure.kind === 'refused-with-advice' ? failure.phrase : null;

const emptyAddress: Slip = (line) => {
  const { failure, text, inScript } = line;
  if (!/:["'”]? is not a valid port/.test(saidByServer(failure) ?? '')) return null;
  if (!inScript) return emptied(line, /\$\{?\w{1,60}\}?/);
  const name = variableIn(text);
  if (name === null) return null;
  const assigned = brokenAssignment(line, name);
  return assigned === null
    ? say.later('emptyAddress', { variable: `$${quoted(name, 40)}` })
    : say.later('emptyByLine', {
        line: assigned.line,
        name: quoted(name, 40),
        value: quoted(assigned.value, 40) || '…',
      });
};

const windowsVariable: Slip = ({ failure, text }) => {
  if (saidByServer(failure) === null) return null;
  const word = /%\w{1,40}%/.exec(text)?.[0];
  return word === undefined ? null : say.later('percentVariable', { word });
};

const addressOption: Slip = ({ context, failure, text }) => {
  if (!/runserver: error: unrecognized arguments/.test(saidByServer(failure) ?? '')) return null;
  const option = wordsIn(text).find((each) => /^--?(?:host|bind|address|addr|port|b|p|h)(?:=|$)/.test(each));
  const port = context.manifest?.port ?? null;
  return option === undefined || port === null
    ? null
    : say.later('addressOption', { option: quoted(option, 40), address: `0.0.0.0:${port}` });
};

export const serverSlips: readonly Slip[] = [emptyAddress, windowsVariable, addressOption];
