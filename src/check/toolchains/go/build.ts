import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import {
  optionTable,
  type ParsedCommandLine,
  type ParsedOptions,
} from '../../simulation/programs/options.ts';
import { fail, type Machine, unfollowed, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { moduleOf, noModule, packageName } from './module.ts';
import { binFolder, hasCompiler, oddSetting, settingOf, targetOf } from './settings.ts';
import { goFilesIn, isPlainModule, linksOf, ownSource } from './source.ts';

const buildTable = optionTable(
  '-o -C -p -tags -ldflags -gcflags -asmflags -mod -modfile -buildmode -pkgdir -overlay -installsuffix -pgo -toolexec -compiler -gccgoflags -covermode -coverpkg -debug-actiongraph -debug-trace',
  '-a -n -v -x -race -trimpath -work -msan -asan -cover -linkshared -buildvcs -json -modcacherw',
);

/**
 * Parses a command line as Go does. Options have one or two dashes, their value follows an equals sign or is the next word, and short
 * options are never combined. After the first package, nothing is an option any more.
 */
function readWords(args: readonly string[]): ParsedCommandLine {
  const options = new Map<string, string[]>();
  const foreign: string[] = [];
  let at = 0;
  for (; at < args.length; at += 1) {
    const [, name = '', equals, value = ''] = /^--?([a-z][a-z.-]*)(=(.*))?$/is.exec(args[at] ?? '') ?? [];
    if (name === '') break;
    const option = `-${name}`;
    const isPlain = buildTable.plain.has(option);
    if (!isPlain && !buildTable.valued.has(option)) foreign.push(option);
    else if (isPlain && /^=(?:false|f|0)$/i.test(equals ?? '')) continue;
    else {
      if (!isPlain && equals === undefined) at += 1;
      const given = equals === undefined ? (args[at] ?? '') : value;
      options.set(option, [...(options.get(option) ?? []), isPlain ? '' : given]);
    }
  }
  return { options, operands: args.slice(at), foreign };
}

const refuse = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase });

/** The package that a command names. */
interface NamedPackage {
  /** The package as written, and its folder. */
  readonly written: string;
  readonly source: string;
  readonly module: string | null;
  /** The default name of the program. */
  readonly own: string;
  /** Whether the program consists of everything in the folder. */
  readonly isWhole: boolean;
}

/** `go build …` and `go install …`. */
export function build(machine: Machine, verb: 'build' | 'install', args: readonly string[]): Status {
  const command = `go ${verb}`;
  const { options, operands, foreign } = readWords(args);
  if (foreign.length > 0 || !args.every(isKnown)) return unfollowed(machine, command);
  const late = operands.find((operand) => operand.startsWith('-'));
  // After the first package, nothing is an option any more.
  if (late !== undefined) return refuse(machine, `malformed import path "${late}": leading dash`);
  if (options.has('-C') && !/^--?C(?:=|$)/.test(args[0] ?? ''))
    return refuse(machine, 'invalid value for flag -C: -C flag must be first flag on command line');
  const folder = resolvePath(machine.cwd, options.get('-C')?.at(-1) ?? '.');
  const found = packageIn(machine, command, folder, operands);
  if (typeof found === 'string') return found;
  const { status, isFollowed } = judgeOptions(machine, command, options);
  if (status === 'failed' || options.has('-n')) return status;
  const place = verb === 'install' ? binFolder(machine) : (options.get('-o')?.at(-1) ?? './');
  const target = resolvePath(folder, place);
  const isFolder = place.endsWith('/') || machine.stage.files.presence(target) === 'folder';
  putProgram(machine, isFolder ? resolvePath(target, found.own) : target, found, {
    tool: kindOf(machine, goFilesIn(machine, found.source), options),
    isFollowed,
  });
  return status;
}

/** The package to build; a status when there is none. */
function packageIn(
  machine: Machine,
  command: string,
  folder: string,
  [written = '.', ...others]: readonly string[],
): NamedPackage | Status {
  const { files } = machine.stage;
  const isFile = written.endsWith('.go');
  const module = moduleOf(machine, folder);
  if (module === null && !isFile)
    return (settingOf(machine, 'GO111MODULE') ?? 'on') === 'on'
      ? noModule(machine)
      : unfollowed(machine, `${command} (GO111MODULE)`);
  if (!isFile && !/^\.{0,2}\//.test(written) && !/^\.{1,2}$/.test(written))
    return unfollowed(machine, `${command} ${written}`);
  const source = resolvePath(folder, isFile ? `${written}/..` : written.replace(/\/\.\.\.$/, ''));
  const sources = goFilesIn(machine, source);
  if (sources.length === 0 && !written.endsWith('/...')) {
    if (files.isVague || module === 'unknown') return unfollowed(machine, command);
    return refuse(machine, `no Go files in ${source}`);
  }
  if (isFile && files.presence(resolvePath(folder, written)) === 'absent')
    return refuse(machine, `no required module provides package ${written}; to add it:`);
  if (module === 'unknown' || others.length > 0) unknown(machine, command);
  const home = module === 'unknown' ? null : module;
  return {
    written,
    source,
    module: home,
    own: isFile ? nameOf(written).replace(/\.go$/, '') : packageName(machine, source, home),
    isWhole: (!isFile || sources.length === 1) && others.length === 0,
  };
}

/** Whether the effect of all build options is known; others may change the program. */
function judgeOptions(
  machine: Machine,
  command: string,
  options: ParsedOptions,
): { readonly status: Status; readonly isFollowed: boolean } {
  const cgo = usesCgo(machine);
  if (options.has('-race') && cgo === false)
    return {
      status: refuse(machine, 'go: -race requires cgo; enable cgo by setting CGO_ENABLED=1'),
      isFollowed: true,
    };
  if (cgo === true && hasCompiler(machine) === false)
    return {
      status: refuse(
        machine,
        'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
      ),
      isFollowed: true,
    };
  const odd = oddSetting(machine);
  const isUsual = [...options.keys()].every((name) => usual.has(name));
  const flags = (options.get('-ldflags') ?? []).join(' ');
  const mode = options.get('-mod')?.at(-1) ?? 'readonly';
  const isPlain =
    isUsual && linkerFlags.test(flags) && /^(?:mod|readonly|vendor)$/.test(mode) && odd === null;
  // Write permissions are not simulated here, so only a build as root is certain.
  const isFollowed = isPlain && isRoot(machine.user);
  return {
    status: isFollowed ? 'ok' : unknown(machine, odd === null ? command : `${command} (${odd})`),
    isFollowed,
  };
}

/** Options that do not change what a program does. */
const usual = new Set(
  '-o -C -p -a -v -x -n -trimpath -work -installsuffix -buildvcs -modcacherw -tags -ldflags -mod'.split(' '),
);
/** Linker flags that do not change what a program does. */
const linkerFlags =
  /^\s*(?:(?:-s|-w|-X[ =]'?[\w./-]{1,80}=[\w./:-]{0,80}'?|-linkmode[ =](?:external|internal)|-extldflags[ =]['"]?-static['"]?)(?:\s+|$))*$/;

/** Whether a build uses cgo; `unknown` when it is unknown whether a C compiler is present. */
function usesCgo(machine: Machine): boolean | 'unknown' {
  const set = settingOf(machine, 'CGO_ENABLED');
  if (set !== null) return isKnown(set) ? set !== '0' : 'unknown';
  // By default, a cross-compiled build does not use cgo.
  return targetOf(machine) === 'own' ? hasCompiler(machine) : false;
}

/**
 * What kind of program a build produces. If there is a C compiler, Go links programs that use the network against the system's C library,
 * unless Go's own resolver is chosen or the library is linked statically (measured with Go 1.27).
 */
function kindOf(
  machine: Machine,
  sources: readonly (readonly [string, Entry])[],
  options: ParsedOptions,
): string {
  const target = targetOf(machine);
  if (target !== 'own') return target === 'foreign' ? 'go-foreign-program' : 'go-unknown-program';
  const cgo = usesCgo(machine);
  const tags = new Set((options.get('-tags') ?? []).flatMap((each) => each.split(/[ ,]+/)));
  const flags = (options.get('-ldflags') ?? []).join(' ');
  const isTakenIn = /-linkmode[ =]external/.test(flags) && /-extldflags[ =]['"]?-static/.test(flags);
  const links = linksOf(sources.map(([, { text }]) => text));
  const needs =
    links.own ||
    options.has('-race') ||
    (links.net && !tags.has('netgo')) ||
    (links.user && !tags.has('osusergo'));
  if (cgo === false || isTakenIn || !needs) return 'go-program';
  return cgo === true ? 'go-linked-program' : 'go-unknown-program';
}

function putProgram(
  machine: Machine,
  path: string,
  { source, isWhole, module }: NamedPackage,
  { tool, isFollowed }: { readonly tool: string; readonly isFollowed: boolean },
): void {
  const isPlain = module === null || isPlainModule(machine, module);
  machine.stage.files.put(path, {
    ...plainFile,
    executable: true,
    line: machine.place.line,
    ofSource: true,
    certain: machine.certain,
    tool,
    madeFrom: isFollowed && isWhole && isPlain ? ownSource(machine, source) : null,
  });
}
