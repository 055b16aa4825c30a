import type { TranslatableText } from '../../wording/wording.ts';
import { called } from '../mutations/mistake-names.ts';
import type { Mistake } from '../mutations/server-mutations.ts';
import type { WrittenDockerfile, WrittenInstruction } from '../mutations/written-dockerfile.ts';
import { type ToolchainName, toolchainNames } from './toolchain-names.ts';

/** The classic mistakes of each toolchain. */
const mistakesOf: Readonly<Record<ToolchainName, (changes: Changes) => readonly Mistake[]>> = {
  'node-npm': nodeMistakes,
  'python-uv': uvMistakes,
  pip: pipMistakes,
  poetry: poetryMistakes,
  go: goMistakes,
  static: nginxMistakes,
};

/** The classic mistakes of the toolchains that a lesson declares, else of those that its answer uses. */
export const classicMistakes = (
  dockerfile: WrittenDockerfile,
  declared: readonly ToolchainName[] | null,
): readonly Mistake[] =>
  (declared ?? toolchainNames).flatMap((name) => mistakesOf[name](new Changes(dockerfile)));

/** Ways to change an answer; each yields no mistake where there is nothing to change. */
class Changes {
  readonly #dockerfile: WrittenDockerfile;

  constructor(dockerfile: WrittenDockerfile) {
    this.#dockerfile = dockerfile;
  }

  get finalStage(): readonly WrittenInstruction[] {
    const { instructions, lastStage } = this.#dockerfile;
    return instructions.filter(({ stage }) => stage === lastStage);
  }

  runs(command: RegExp): readonly WrittenInstruction[] {
    return this.#dockerfile.instructions.filter(
      ({ keyword, text }) => keyword === 'RUN' && command.test(text),
    );
  }

  /** Replaces the first instruction that a change applies to. */
  changed(
    what: TranslatableText,
    which: (instruction: WrittenInstruction) => boolean,
    change: (text: string) => string,
  ): readonly Mistake[] {
    const one = this.#dockerfile.instructions.find((each) => which(each) && change(each.text) !== each.text);
    return one === undefined ? [] : [{ what, text: this.#dockerfile.replaced(one, change(one.text)) }];
  }

  without(what: TranslatableText, these: readonly WrittenInstruction[]): readonly Mistake[] {
    return these.length === 0 ? [] : [{ what, text: this.#dockerfile.without(these) }];
  }

  /** Replaces the start command, also if the answer leaves that to its base image. */
  starting(what: TranslatableText, start: string): readonly Mistake[] {
    const isOwn = this.finalStage.some(({ keyword }) => /^(?:ENTRYPOINT|CMD)$/.test(keyword));
    return isOwn ? [] : [{ what, text: this.#dockerfile.ending(start) }];
  }

  /** Moves the copy of a needed file below the step that needs it. */
  tooEarly(what: TranslatableText, step: WrittenInstruction, file: RegExp): readonly Mistake[] {
    const copy = this.#dockerfile.instructions.find(
      ({ keyword, text, stage, from }) =>
        keyword === 'COPY' && stage === step.stage && from < step.from && file.test(text),
    );
    return copy === undefined ? [] : [{ what, text: this.#dockerfile.moved(copy, step) }];
  }
}

const copies = ({ keyword }: WrittenInstruction): boolean => keyword === 'COPY';
const copiesFromStage = ({ keyword, text }: WrittenInstruction): boolean =>
  keyword === 'COPY' && text.includes('--from=');

function nodeMistakes(changes: Changes): readonly Mistake[] {
  const builds = changes.runs(/^RUN npm run [\w:-]+$/);
  return [
    ...(changes.runs(/\bnpm ci\b/).length > 0
      ? changes.changed(called('lock-lacks', { what: 'npm ci' }), copies, (text) =>
          text.replace(/ package-lock\.json\b/, '').replace(' package*.json ', ' package.json '),
        )
      : []),
    ...changes.without(called('without', { what: 'npm run' }), builds),
    ...(builds.length === 0
      ? []
      : changes.changed(called('other-built'), copiesFromStage, (text) =>
          text.replace(/\/(?:dist|build|out)(?=[\s/])/, '/no-such-folder'),
        )),
  ];
}

function uvMistakes(changes: Changes): readonly Mistake[] {
  const [sync] = changes.runs(/\buv sync\b/);
  if (sync === undefined) return [];
  return [
    ...changes.without(called('without', { what: 'uv sync' }), changes.runs(/\buv sync\b/)),
    ...changes.tooEarly(
      called('before-file', { what: 'uv sync', file: 'pyproject.toml' }),
      sync,
      /\bpyproject\.toml\b/,
    ),
    ...changes.changed(called('lock-lacks', { what: 'uv sync --frozen' }), copies, (text) =>
      text.replace(/ uv\.lock\b/, ''),
    ),
  ];
}

function pipMistakes(changes: Changes): readonly Mistake[] {
  const [install] = changes.runs(/\bpip3? install\b.{0,200} (?:-r|--requirement)\b/);
  if (install === undefined) return [];
  return [
    ...changes.tooEarly(
      called('before-file', { what: 'pip install', file: 'requirements.txt' }),
      install,
      /\brequirements[\w./-]{0,80}\.txt\b/,
    ),
    ...changes.changed(
      called('file-lacks', { what: 'pip install -r' }),
      (each) => each === install,
      (text) => text.replace(/ (?:-r|--requirement)[ =]?[\w./-]+/, ' -r no-such-requirements.txt'),
    ),
    ...changes.changed(
      called('unmarked-file', { option: '-r' }),
      (each) => each === install,
      (text) => text.replace(/ (?:-r|--requirement)[ =]?(?=[\w./-]+\.txt)/, ' '),
    ),
  ];
}

function poetryMistakes(changes: Changes): readonly Mistake[] {
  const [install] = changes.runs(/\bpoetry (?:install|sync)\b/);
  if (install === undefined) return [];
  return [
    ...changes.without(
      called('without', { what: 'poetry install' }),
      changes.runs(/\bpoetry (?:install|sync)\b/),
    ),
    ...changes.tooEarly(
      called('before-file', { what: 'poetry install', file: 'pyproject.toml' }),
      install,
      /\bpyproject\.toml\b/,
    ),
  ];
}

function goMistakes(changes: Changes): readonly Mistake[] {
  const [build] = changes.runs(/\bgo build\b/);
  if (build === undefined) return [];
  const [from] = changes.finalStage;
  const isEmpty = from?.text.startsWith('FROM scratch') === true;
  return [
    ...changes.without(called('without', { what: 'go build' }), [build]),
    ...changes.tooEarly(called('before-file', { what: 'go build', file: 'go.mod' }), build, /\bgo\.mod\b/),
    ...(isEmpty
      ? changes.changed(
          called('shell-around'),
          ({ keyword }) => /^(?:ENTRYPOINT|CMD)$/.test(keyword),
          (text) => text.replace(/\["([^"]*)"\]$/, '$1'),
        )
      : []),
  ];
}

function nginxMistakes(changes: Changes): readonly Mistake[] {
  const [from] = changes.finalStage;
  if (from === undefined || !/^FROM (?:\S+\/)?nginx\b/.test(from.text)) return [];
  return [
    ...changes.changed(
      called('unserved-pages', { server: 'nginx' }),
      (each) => copies(each) && changes.finalStage.includes(each),
      (text) => text.replace('/usr/share/nginx/html', '/var/www/html'),
    ),
    ...changes.starting(called('in-background', { program: 'nginx' }), 'CMD ["nginx"]'),
  ];
}
