import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** Where `go env -w` stores its settings. */
const settingsFile = '/root/.config/go/env';

/** `go env -w NAME=value …`: later builds use these settings unless an environment variable overrides them. */
export function environment(machine: Machine, [option, ...pairs]: readonly string[]): Status {
  if (option !== '-w') return 'ok';
  const { files } = machine.stage;
  const text = `${files.get(settingsFile)?.text ?? ''}${pairs.map((pair) => `${pair}\n`).join('')}`;
  files.put(settingsFile, { ...plainFile, text, line: machine.place.line, certain: machine.certain });
  return 'ok';
}

export function settingOf({ stage, env }: Machine, name: string): string | null {
  const set = env.get(name);
  if (set !== undefined && set !== '') return set;
  const rows = (stage.files.get(settingsFile)?.text ?? '').split('\n');
  return rows.findLast((row) => row.startsWith(`${name}=`))?.slice(name.length + 1) || null;
}

/** The folder into which `go install` puts programs. */
export function binFolder(machine: Machine): string {
  const [path] = (settingOf(machine, 'GOPATH') ?? '/go').split(':');
  return `${settingOf(machine, 'GOBIN') ?? `${path}/bin`}/`;
}

/** Whether a C compiler is present, which decides whether Go uses cgo by default. */
export function hasCompiler(machine: Machine): boolean | 'unknown' {
  const { kind } = machine.host.resolve(machine, settingOf(machine, 'CC') ?? 'gcc');
  return kind === 'unknown' ? kind : kind !== 'absent';
}

/** The platform that a program is built for: that of the containers, another one, or one that may or may not run there. */
export function targetOf(machine: Machine): 'own' | 'foreign' | 'unknown' {
  const system = settingOf(machine, 'GOOS') ?? 'linux';
  const processor = settingOf(machine, 'GOARCH') ?? 'amd64';
  if (!isKnown(system) || !isKnown(processor)) return 'unknown';
  if (system !== 'linux' || /^(?:arm|mips|ppc|riscv|loong|s390|wasm)/.test(processor)) return 'foreign';
  return processor === 'amd64' ? 'own' : 'unknown';
}

/** Settings that can change a build, each with the values that change nothing. */
const harmless: Readonly<Record<string, RegExp>> = {
  GOFLAGS: /^(?:-(?:buildvcs=(?:false|auto)|trimpath|mod=(?:mod|readonly|vendor)|v|x|p=\d+)\s*)*$/,
  GO111MODULE: /^on$/,
  GOTOOLCHAIN: /^local$/,
  GOWORK: /^off$/,
  GOAMD64: /^v1$/,
  GOEXPERIMENT: /^$/,
  CGO_LDFLAGS: /^$/,
  CGO_CFLAGS: /^$/,
  GOROOT: /^\/usr\/local\/go\/?$/,
  GOCACHE: /^\/[\w./-]*$/,
  GOTMPDIR: /^$/,
};

/** The first setting whose effect on a build is not simulated; null when there is none. */
export const oddSetting = (machine: Machine): string | null =>
  Object.entries(harmless).find(([name, usual]) => {
    const set = settingOf(machine, name);
    return set !== null && !usual.test(set);
  })?.[0] ?? null;
