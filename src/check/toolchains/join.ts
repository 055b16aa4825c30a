import type { Programs, Tools, UnseenProgram } from '../simulation/tools.ts';
import type { Toolchain } from './toolchain.ts';

/** Joins toolchains into the interface that the simulation uses: the first toolchain with an answer provides it. */
export function join(toolchains: readonly Toolchain[]): Tools {
  const all = <T>(of: (toolchain: Toolchain) => readonly T[] | undefined): readonly T[] =>
    toolchains.flatMap((each) => of(each) ?? []);
  const downloads = all(({ downloads: own }) => own);
  const scripts = new Set(downloads.map(({ tool }) => tool));
  const names = all(({ names: own }) => (own === undefined ? [] : [own]));
  const fetching = all(({ fetching: own }) => (own === undefined ? [] : [own]));
  const interpreters = all(({ interpreter: own }) => (own === undefined ? [] : [own]));
  const first = <T>(ask: (toolchain: Toolchain) => T | null | undefined): T | null => {
    for (const toolchain of toolchains) {
      const answer = ask(toolchain) ?? null;
      if (answer !== null) return answer;
    }
    return null;
  };
  return {
    programs: joined(toolchains, ({ programs }): Programs => programs),
    writers: new Set(all(({ writers }) => writers)),
    ifUnknown: joined(
      toolchains,
      ({ ifUnknown }): Readonly<Record<string, UnseenProgram>> => ifUnknown ?? {},
    ),
    oftenMissing: new Set(all(({ oftenMissing }) => oftenMissing)),
    commonPrograms: all(({ commonPrograms }) => commonPrograms),
    portable: new Set(all(({ portable }) => portable)),
    missing: (machine, name, args, input) => first((each) => each.missing?.(machine, name, args, input)),
    isToolName: (name) => names.some((pattern) => pattern.test(name)),
    fetches: (name) => fetching.some((pattern) => pattern.test(name)),
    baseImage: (name) => first((each) => each.baseImage?.(name)),
    isInPackages: (packages, name) =>
      packages.has(name) || toolchains.some((each) => each.isInPackages?.(packages, name) === true),
    isKeptElsewhere: (stage, path) => toolchains.some((each) => each.isKeptElsewhere?.(stage, path) === true),
    mayBringMore: (stage) => toolchains.some((each) => each.mayBringMore?.(stage) === true),
    inEnvironment: (machine, path) => first((each) => each.inEnvironment?.(machine, path)),
    inSystemPackages: (machine, name) => first((each) => each.inSystemPackages?.(machine, name)),
    borrowed: (tool, at, stage) => first((each) => each.borrowed?.(tool, at, stage)),
    installExpected: (stage) => {
      for (const each of toolchains) each.installExpected?.(stage);
    },
    pipeline: (machine, commands) => first((each) => each.pipeline?.(machine, commands)),
    download: (url) => downloads.find((each) => each.url.test(url))?.tool ?? null,
    isDownload: (tool) => scripts.has(tool),
    interpreter: (shebang) => interpreters.find((each) => each.shebang.test(shebang))?.program ?? null,
    source: (machine, path) => first((each) => each.source?.(machine, path)),
    logIn: (machine, home) => {
      for (const each of toolchains) each.logIn?.(machine, home);
    },
  };
}

function joined<T>(
  toolchains: readonly Toolchain[],
  of: (toolchain: Toolchain) => Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(toolchains.flatMap((each) => Object.entries(of(each))));
}
