import { argPairs, type Instruction } from '../instruction.ts';
import { type Dockerfile, parseDockerfile } from '../parse.ts';
import { isKnown } from '../unknown-text.ts';
import { expandWord } from '../variables.ts';
import { mountSource } from './mount-source.ts';

interface ImageUse {
  readonly line: number;
  /** `copy`: by COPY --from or a mount, where the name may have been intended as a stage. */
  readonly by: 'from' | 'copy';
  /** Whether the last stage needs it. BuildKit builds nothing else. */
  readonly needed: boolean;
}

/**
 * An external image that a Dockerfile uses: in FROM, COPY --from or RUN --mount=from=, also after ONBUILD. `undecided`: the image depends
 * on something outside the Dockerfile, or versions of BuildKit read it differently.
 */
export type OutsideImage = ImageUse &
  (
    | { readonly kind: 'image'; readonly image: string }
    | { readonly kind: 'undecided'; readonly written: string }
  );

interface Mention {
  readonly image: string | null;
  readonly written: string;
  readonly line: number;
  readonly by: ImageUse['by'];
  readonly stage: number;
}

/** Maximum length of a value that is expanded. No image name is this long. */
const longestValue = 512;

/** Variables set by the caller of the build, overriding an ARG's default (proxies), or by the building machine (platforms). */
const proxy = /^(?:https?|ftp|no|all)_proxy$/i;
const platform = /^(?:(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE)$/;

/**
 * The images that BuildKit would look for outside the build, in order: those that the text actually names, not those that its author
 * intended. `given`: `--build-arg` values, which override those of the Dockerfile.
 */
export function outsideImages(
  dockerfile: Dockerfile,
  given: Readonly<Record<string, string>> = {},
): readonly OutsideImage[] {
  const { instructions } = dockerfile;
  const names = new Set(instructions.flatMap((each) => stageName(each) ?? []));
  const global = new Globals(dockerfile.lines.escape, given);
  const earlier = new Map<string, number>();
  const needs: Set<number>[] = [];
  const found: Mention[] = [];
  for (const instruction of instructions) {
    const { line, keyword } = instruction;
    const stage = needs.length - 1;
    if (keyword === 'arg' && needs.length === 0) global.declare(instruction);
    else if (keyword === 'from') {
      const written = instruction.args[0] ?? wordIn(instruction.rest);
      const image = global.expand(written);
      const parent = image === null ? undefined : earlier.get(image);
      needs.push(new Set(parent === undefined ? [] : [parent]));
      if (parent === undefined && image !== '' && image !== 'scratch')
        found.push({ image, written, line, by: 'from', stage: stage + 1 });
      const name = stageName(instruction);
      if (name !== null) earlier.set(name, stage + 1);
    } else {
      for (const { name, byNumber } of sources(instruction)) {
        // BuildKit does not allow variables in these names.
        if (name === null || /[$'"\\]/.test(name))
          found.push({ image: null, written: name ?? instruction.rest, line, by: 'copy', stage });
        else if (byNumber && /^[+-]?\d+$/.test(name)) needs[stage]?.add(Number(name));
        else if (names.has(name.toLowerCase())) needs[stage]?.add(earlier.get(name.toLowerCase()) ?? -1);
        else if (name !== '' && name !== 'scratch')
          found.push({ image: name, written: name, line, by: 'copy', stage });
      }
    }
  }
  const needed = reachedFrom(needs.length - 1, needs);
  return found.map(({ image, written, line, by, stage }) => {
    const place = { line, by, needed: needed.has(stage) };
    return image === null ? { ...place, kind: 'undecided', written } : { ...place, kind: 'image', image };
  });
}

/** ARGs above the first FROM; null stands for an unknown value. */
class Globals {
  readonly #values = new Map<string, string | null>();
  readonly #escapeMark: string;
  readonly #given: Readonly<Record<string, string>>;

  constructor(escapeMark: string, given: Readonly<Record<string, string>>) {
    this.#escapeMark = escapeMark;
    this.#given = given;
  }

  declare(instruction: Instruction): void {
    for (const { name, value } of argPairs(instruction)) {
      const given = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
      if (proxy.test(name)) this.#values.set(name, null);
      else if (given !== undefined) this.#values.set(name, given);
      else if (value !== null) this.#values.set(name, this.expand(value));
    }
  }

  /** Expands a text; null if it contains an unknown value or an invalid substitution. */
  expand(text: string): string | null {
    let known = true;
    const lookup = (name: string): string | null => {
      const value = this.#values.get(name);
      if (value === null || (value === undefined && (proxy.test(name) || platform.test(name)))) known = false;
      return value ?? null;
    };
    const { text: expanded, error } = expandWord(text, lookup, { escape: this.#escapeMark });
    return known && error === null && isKnown(expanded) && expanded.length <= longestValue ? expanded : null;
  }
}

interface FileSource {
  /** Null if it cannot be parsed. */
  readonly name: string | null;
  /** Whether a number refers to a stage. */
  readonly byNumber: boolean;
}

/**
 * The sources that COPY and RUN take files from. Reads the flags as written, because an instruction with an error has no parsed options.
 */
function sources(instruction: Instruction): readonly FileSource[] {
  const { keyword, flags } = instruction;
  if (keyword === 'onbuild') return triggered(instruction);
  const values = (flag: string): readonly string[] =>
    flags.flatMap((each) => (each.startsWith(flag) ? [each.slice(flag.length)] : []));
  if (keyword === 'copy') return values('--from=').map((name) => ({ name, byNumber: true }));
  if (keyword !== 'run') return [];
  return values('--mount=').flatMap((mount): readonly FileSource[] => {
    const source = mountSource(mount);
    if (source.kind === 'from') return source.names.map((name) => ({ name, byNumber: false }));
    return source.kind === 'none' ? [] : [{ name: null, byNumber: false }];
  });
}

/** BuildKit parses a trigger once with the file's escape character, and once as a Dockerfile of its own. */
function triggered({ rest }: Instruction): readonly FileSource[] {
  return ['', '# escape=`\n'].flatMap((head) =>
    parseDockerfile(head + rest).instructions.flatMap((each) =>
      each.keyword === 'onbuild' ? [] : sources(each),
    ),
  );
}

function stageName({ keyword, args }: Instruction): string | null {
  const named = keyword === 'from' && args.length === 3 && args[1]?.toLowerCase() === 'as';
  return named ? (args[2]?.toLowerCase() ?? null) : null;
}

const wordIn = (text: string): string => text.split(/\s/, 1)[0] ?? '';

function reachedFrom(last: number, needs: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [last];
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (reached.has(stage)) continue;
    reached.add(stage);
    open.push(...(needs[stage] ?? []));
  }
  return reached;
}
