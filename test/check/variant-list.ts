import { answer, type Mutation, type Pair, replaced } from './mutation.ts';

/** The lesson's answer with other files in it; null takes one away. */
export const answerFiles = (
  dockerfile: string = answer.dockerfile,
  script: string | null = answer.script,
  ignore: string | null = answer.ignore,
  others: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  Dockerfile: dockerfile,
  ...(script === null ? {} : { 'entrypoint.sh': script }),
  ...(ignore === null ? {} : { '.dockerignore': ignore }),
  ...others,
});

/** Collects variants of the lesson's answer, each with whether it passes and the TODO that it breaks. */
export class VariantList {
  readonly #prefix: string;
  readonly #variants: Mutation[] = [];

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  get variants(): readonly Mutation[] {
    return this.#variants;
  }

  add(name: string, passes: boolean, todo: number | null, files: Readonly<Record<string, string>>): void {
    this.#variants.push({ name: `${this.#prefix}${name}`, passes, todo, files });
  }

  /** Replaces parts of the Dockerfile. */
  changeDockerfile(name: string, passes: boolean, todo: number | null, ...pairs: readonly Pair[]): void {
    this.add(name, passes, todo, answerFiles(replaced(answer.dockerfile, ...pairs)));
  }

  /** Replaces parts of the script. */
  changeScript(name: string, passes: boolean, todo: number | null, ...pairs: readonly Pair[]): void {
    this.add(
      `script: ${name}`,
      passes,
      todo,
      answerFiles(answer.dockerfile, replaced(answer.script, ...pairs)),
    );
  }

  /** Writes another script, and replaces parts of the Dockerfile. */
  writeScript(
    name: string,
    passes: boolean,
    todo: number | null,
    script: string,
    ...pairs: readonly Pair[]
  ): void {
    this.add(name, passes, todo, answerFiles(replaced(answer.dockerfile, ...pairs), script));
  }

  /** Writes another .dockerignore. */
  writeIgnore(name: string, passes: boolean, todo: number | null, ignore: string): void {
    this.add(`.dockerignore: ${name}`, passes, todo, answerFiles(answer.dockerfile, answer.script, ignore));
  }
}
