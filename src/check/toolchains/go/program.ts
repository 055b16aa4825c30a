import { isKnown } from '../../dockerfile/unknown-text.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import { hostOf, portOf, serve } from '../listening.ts';
import { serverOf } from './source.ts';

/** The file that a program was started from. */
function fileOf(machine: Machine, name: string) {
  const found = machine.host.resolve(machine, name);
  const path = found.kind === 'tool' || found.kind === 'file' ? found.path : null;
  return machine.stage.files.get(path ?? resolvePath(machine.cwd, name));
}

/** Variables that the Go runtime reads in every program. */
const ofRuntime = ['GODEBUG', 'GOMEMLIMIT', 'GOGC', 'GOMAXPROCS', 'GOTRACEBACK'];

/** A program that was built in this image. Its behaviour is known if it is the project's own program and a server. */
export const program: Program = (machine, _args, _input, name) => {
  const source = fileOf(machine, name)?.madeFrom ?? null;
  const server = source === null ? null : serverOf(source);
  if (server === null || ofRuntime.some((each) => machine.env.has(each))) return unknown(machine, name);
  const said = server.variable === null ? '' : (machine.env.get(server.variable) ?? '');
  const port = said === '' ? server.port : said;
  if (!isKnown(port)) return unknown(machine, name);
  const number = portOf(port);
  // Go also accepts the name of a service as a port.
  if (number === null) return unknown(machine, name);
  if (number > 65_535)
    return fail(machine, { kind: 'server-refused', phrase: `listen tcp: address ${number}: invalid port` });
  return serve(machine, nameOf(name), server.host === '' ? '0.0.0.0' : hostOf(server.host), number, 'ok');
};

/** Folders in which a dynamically linked program looks for its loader and the C library. */
const libraries = ['/lib', '/lib64', '/usr/lib', '/usr/lib64'];

/**
 * A program that needs the system's C library, which an empty image lacks. Docker then reports that the program itself is missing
 * (measured).
 */
export const linkedProgram: Program = (machine, args, input, name) => {
  const { base, files } = machine.stage;
  if (base.files === 'empty' && libraries.every((each) => files.presence(each) === 'absent'))
    return fail(machine, { kind: 'command-failed', phrase: `exec ${name}: no such file or directory` });
  // In another image it needs the same C library or a newer one.
  return base.programs?.has('go') === true ? program(machine, args, input, name) : unknown(machine, name);
};

/** A program that may or may not be able to start. */
export const unknownProgram: Program = (machine, _args, _input, name) => unknown(machine, name);

/** A program that was built for another platform than that of the containers. */
export const foreignProgram: Program = (machine, _args, _input, name) =>
  fail(machine, { kind: 'command-failed', phrase: `exec ${name}: exec format error` });
