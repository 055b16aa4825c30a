import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { optionTable, parseOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

const buildTable = optionTable(
  '-o -C -p -tags -ldflags -gcflags -asmflags -mod -modfile -buildmode -pkgdir -overlay -installsuffix -pgo -toolexec -compiler -gccgoflags -covermode -coverpkg -debug-actiongraph -debug-trace',
  '-a -n -v -x -race -trimpath -work -msan -asan -cover -linkshared -buildvcs -json -modcacherw',
);

/** `-ldflags="-s -w"`, `-o=app` and `-race=false`: Go takes its options with one dash and an equals sign, too. */
const separated = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg) => {
    const [, letters, value = ''] = /^--?([a-z-]+)=(.*)$/is.exec(arg) ?? [];
    if (letters === undefined) return [arg.replace(/^--(?=[a-z])/, '-')];
    if (!buildTable.plain.has(`-${letters}`)) return [`-${letters}`, value];
    return /^(?:false|f|0)$/i.test(value) ? [] : [`-${letters}`];
  });

/** The folder of the module that a folder belongs to; null where there is none, `unknown` where that cannot be told. */
function moduleOf(machine: Machine, folder: string): string | 'unknown' | null {
  for (let each = folder; ; each = parentOf(each)) {
    const presence = machine.stage.files.presence(resolvePath(each, 'go.mod'));
    if (presence === 'file') return each;
    if (presence === 'unknown') return 'unknown';
    if (each === '/') return null;
  }
}

/** `go …`, as far as it builds. */
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
    default:
      machine.stage.files.doubt(machine.cwd, args.join(' '));
      return unknown(machine, `go ${verb}`);
  }
};

const noModule = (machine: Machine): Status =>
  fail(machine, {
    kind: 'command-failed',
    phrase: 'go: go.mod file not found in current directory or any parent directory',
  });

/** `go mod download`, which needs go.mod. */
function modules(machine: Machine, [verb]: readonly string[]): Status {
  const found = moduleOf(machine, machine.cwd);
  if (verb === 'init') {
    machine.stage.files.put(resolvePath(machine.cwd, 'go.mod'), { ...plainFile, line: machine.place.line });
    return 'ok';
  }
  if (found === null) return noModule(machine);
  return found === 'unknown' ? unknown(machine, `go mod ${verb ?? ''}`) : 'ok';
}

/** Whatever a build that is not followed makes may be anywhere. */
function unseen(machine: Machine, what: string): Status {
  machine.stage.files.blur();
  return unknown(machine, what);
}

function build(machine: Machine, verb: 'build' | 'install', args: readonly string[]): Status {
  const { options, operands, foreign } = parseOptions(separated(args), buildTable, true);
  if (foreign.length > 0 || !args.every(isKnown)) return unseen(machine, `go ${verb}`);
  const late = operands.find((operand) => operand.startsWith('-'));
  // Behind the first package nothing is an option any more.
  if (late !== undefined)
    return fail(machine, {
      kind: 'command-failed',
      phrase: `malformed import path "${late}": leading dash`,
    });
  const folder = resolvePath(machine.cwd, options.get('-C')?.at(-1) ?? '.');
  const [pack = '.', ...others] = operands;
  const isFile = pack.endsWith('.go');
  const module = moduleOf(machine, folder);
  if (module === null && !isFile) return noModule(machine);
  const source = resolvePath(folder, isFile ? '.' : pack.replace(/\/\.\.\.$/, ''));
  const sources = machine.stage.files.find(
    (entry, path) => entry.kind === 'file' && path.endsWith('.go') && parentOf(path) === source,
  );
  if (!/^\.{0,2}\//.test(pack) && !/^\.{1,2}$/.test(pack) && !isFile)
    return unseen(machine, `go ${verb} ${pack}`);
  if (sources.length === 0 && !pack.endsWith('/...')) {
    if (machine.stage.files.isVague || module === 'unknown') return unseen(machine, `go ${verb}`);
    return fail(machine, { kind: 'command-failed', phrase: `no Go files in ${source}` });
  }
  const output = options.get('-o')?.at(-1);
  const status: Status = module === 'unknown' || others.length > 0 ? unknown(machine, `go ${verb}`) : 'ok';
  const place = verb === 'install' ? binFolder(machine) : (output ?? './');
  putProgram(machine, folder, {
    written: place,
    own: isFile ? nameOf(pack).replace(/\.go$/, '') : packageName(machine, source, module),
    linked: sources.some(([, { text }]) => text !== null && usesSystem.test(text)),
  });
  // Modules from outside may be missing from go.sum, and a step that needs them needs the network.
  return status;
}

/** What a program is called by itself: the last part of its package's path, which begins with the module's own name. */
function packageName(machine: Machine, source: string, module: string | null): string {
  if (source !== module) return nameOf(source);
  const text = machine.stage.files.get(resolvePath(module, 'go.mod'))?.text ?? '';
  const path = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1] ?? '';
  return nameOf(path.replace(/\/v\d+$/, '')) || nameOf(source);
}

/** Packages of the standard library that Go links against the system's library, where there is a C compiler. */
const usesSystem = /^[ \t]*(?:import\s+)?(?:\w+\s+)?"(?:net|net\/http|os\/user|C)"/m;

/** The program that a build makes; `-o folder/` puts it into a folder under its own name. */
function putProgram(
  machine: Machine,
  folder: string,
  { written, own, linked }: { readonly written: string; readonly own: string; readonly linked: boolean },
): void {
  const { files } = machine.stage;
  const target = resolvePath(folder, written);
  const system = settingOf(machine, 'GOOS') ?? '';
  const isForeign = isKnown(system) && system !== '' && system !== 'linux';
  const native = linked && !isStatic(machine) ? 'go-linked-program' : 'go-program';
  const isFolder = written.endsWith('/') || files.presence(target) === 'folder';
  files.put(isFolder ? resolvePath(target, own) : target, {
    ...plainFile,
    executable: true,
    line: machine.place.line,
    ofSource: true,
    certain: machine.certain,
    tool: isForeign ? 'go-foreign-program' : native,
  });
}

/**
 * Whether what is built needs no library of the system: without a C compiler, or with cgo switched off. With one, Go
 * links programs that use the network against the system's library.
 */
function isStatic(machine: Machine): boolean {
  const set = settingOf(machine, 'CGO_ENABLED');
  if (set !== null) return set === '0';
  return machine.stage.base.programs?.has('gcc') !== true;
}

/** Where `go env -w` keeps what it is told. */
const settingsFile = '/root/.config/go/env';

/** `go env -w NAME=value …`, which later builds go by where the environment says nothing. */
function environment(machine: Machine, [option, ...pairs]: readonly string[]): Status {
  if (option !== '-w') return 'ok';
  const { files } = machine.stage;
  const text = `${files.get(settingsFile)?.text ?? ''}${pairs.map((pair) => `${pair}\n`).join('')}`;
  files.put(settingsFile, { ...plainFile, text, line: machine.place.line, certain: machine.certain });
  return 'ok';
}

function settingOf({ stage, env }: Machine, name: string): string | null {
  const set = env.get(name);
  if (set !== undefined) return set;
  const rows = (stage.files.get(settingsFile)?.text ?? '').split('\n');
  return rows.findLast((row) => row.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** The folder that `go install` puts programs into. */
function binFolder(machine: Machine): string {
  const [path] = (settingOf(machine, 'GOPATH') ?? '/go').split(':');
  return `${settingOf(machine, 'GOBIN') ?? `${path}/bin`}/`;
}
