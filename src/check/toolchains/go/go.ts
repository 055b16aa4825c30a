import { parentOf } from '../../simulation/image/files.ts';
import { type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { build } from './build.ts';
import { moduleOf, modules, noModule } from './module.ts';
import { environment } from './settings.ts';
import { goFilesIn, isPlainModule, ownSource } from './source.ts';

/** `go …`: its build commands are simulated. */
export const go: Program = (machine, args) => {
  const [verb, ...rest] = args;
  switch (verb) {
    case undefined:
    case 'version':
    case 'help':
    case 'list':
    case 'doc':
    case 'fmt':
    case 'vet':
    case 'clean':
      return 'ok';
    case 'env':
      return environment(machine, rest);
    case 'build':
    case 'install':
      return build(machine, verb, rest);
    case 'mod':
      return modules(machine, rest);
    case 'get':
    case 'test':
      return ofOwnModule(machine, verb, rest);
    default:
      machine.stage.files.doubt(machine.cwd, args.join(' '));
      return unknown(machine, `go ${verb}`);
  }
};

/** `go get` and `go test` in a module without external dependencies and tests: they change nothing. */
function ofOwnModule(machine: Machine, verb: 'get' | 'test', args: readonly string[]): Status {
  const module = moduleOf(machine, machine.cwd);
  if (module === null) return noModule(machine);
  const isWhole = args.every((arg) => /^(?:-[dvtu]|\.|\.\/\.\.\.)$/.test(arg));
  const isPlain = module === machine.cwd && isPlainModule(machine, module);
  const hasTests = goFilesIn(machine, machine.cwd).some(([path]) => path.endsWith('_test.go'));
  const isOwn = ownSource(machine, machine.cwd) !== null && !hasTests && !hasFurtherFolders(machine);
  return isWhole && isPlain && isOwn ? 'ok' : unknown(machine, `go ${verb}`);
}

const hasFurtherFolders = ({ stage, cwd }: Machine): boolean =>
  stage.files.under(cwd).some(([path]) => path.endsWith('.go') && parentOf(path) !== cwd);
