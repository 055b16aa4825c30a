import { mutationsOf as assertionMutations } from './assertion-mutations.ts';
import { type Assertion, type AssertionKind, isOfCompose } from './assertions.ts';
import { composePathIn } from './compose-file.ts';
import { composeMistakes, lostDataMistakes } from './compose-mutations.ts';
import type { Lesson, Todo } from './lesson.ts';
import { assertionsOf } from './lesson-assertions.ts';
import type { Manifest } from './manifest.ts';
import { scriptMistakes } from './server-mutations.ts';
import { classicMistakes } from './toolchain-mutations.ts';
import { WrittenDockerfile } from './written-dockerfile.ts';

/** A lesson's own answer with one mistake in it. */
export interface Mutation {
  readonly name: string;
  /** The TODO that is spoilt; null for a promise of the whole lesson. */
  readonly todo: number | null;
  /** The kind of assertion that it is made against; null for a TODO that is left out, and a classic mistake. */
  readonly against: AssertionKind | null;
  readonly files: Readonly<Record<string, string>>;
}

/** What can be proved of a lesson, and what cannot. */
export interface MutationPlan {
  readonly mutations: readonly Mutation[];
  /** Assertions against which no mistake is known, as `TODO 3: answers`. */
  readonly untested: readonly string[];
  /** TODOs of the Markdown that nothing in the manifest covers. */
  readonly uncovered: readonly number[];
}

/** A lesson's own answer: what can be left out of it, and the known ways to miss an assertion. */
class WrittenAnswer {
  readonly #files: Readonly<Record<string, string>>;
  readonly #manifest: Manifest;
  readonly #dockerfile: WrittenDockerfile;
  readonly #composePath: string | null;

  constructor(files: Readonly<Record<string, string>>, manifest: Manifest) {
    this.#files = files;
    this.#manifest = manifest;
    this.#dockerfile = new WrittenDockerfile(files[manifest.files.dockerfile] ?? '');
    this.#composePath = composePathIn(manifest, (path) => Object.hasOwn(files, path));
  }

  /** The answer without what a TODO asks for; null where that cannot be told. */
  without(todo: Todo, assertions: readonly Assertion[]): Mutation['files'] | null {
    const own = instructionsOf(todo, this.#dockerfile);
    if (own.length > 0)
      return { ...this.#files, [this.#manifest.files.dockerfile]: this.#dockerfile.without(own) };
    const path = this.#composePath;
    if (path === null) return null;
    const before = this.#files[path] ?? '';
    // The first way to miss an assertion is to leave out what it asks for.
    const after = assertions.reduce(
      (text, each) => (isOfCompose(each) ? (composeMistakes(each, text)[0]?.text ?? text) : text),
      before,
    );
    return after === before ? null : { ...this.#files, [path]: after };
  }

  /** The classic mistakes of its toolchains. */
  classics(): readonly { readonly what: string; readonly files: Mutation['files'] }[] {
    const path = this.#manifest.files.dockerfile;
    return classicMistakes(this.#dockerfile).map(({ what, text }) => ({
      ...{ what, files: { ...this.#files, [path]: text } },
    }));
  }

  mistakes(assertion: Assertion): readonly { readonly what: string; readonly files: Mutation['files'] }[] {
    const composed = this.#composePath;
    const written = (path: string, made: readonly { readonly what: string; readonly text: string }[]) =>
      made.map(({ what, text }) => ({ what, files: { ...this.#files, [path]: text } }));
    if (isOfCompose(assertion))
      return composed === null
        ? []
        : written(composed, composeMistakes(assertion, this.#files[composed] ?? ''));
    if (assertion.assert === 'keeps-data' && assertion.kept && composed !== null)
      return written(composed, lostDataMistakes(this.#files[composed] ?? ''));
    const { files, port } = this.#manifest;
    const inScript = scriptMistakes(assertion, this.#files[files.entrypoint] ?? '', port);
    if (inScript.length > 0) return written(files.entrypoint, inScript);
    return written(files.dockerfile, assertionMutations(assertion, this.#dockerfile, this.#manifest));
  }
}

/** The mistakes that a lesson's shape gives: each TODO left out, the known ways to miss each assertion, and its toolchains' classics. */
export function planMutations(
  lesson: Lesson & { readonly manifest: Manifest },
  answer: Readonly<Record<string, string>>,
): MutationPlan {
  const { manifest, todos } = lesson;
  const written = new WrittenAnswer(answer, manifest);
  const mutations: Mutation[] = [];
  const untested: string[] = [];
  for (const { n, required, assertions } of manifest.todos) {
    const todo = todos.find((each) => each.n === n);
    if (!required || todo === undefined) continue;
    const files = written.without(todo, assertions);
    if (files === null)
      untested.push(`TODO ${n}: it cannot be left out, because its hint has no line of the answer`);
    else mutations.push({ name: `TODO ${n} left out`, todo: n, against: null, files });
  }
  for (const { assertion, todo, required } of assertionsOf(manifest)) {
    if (!required) continue;
    const made = written.mistakes(assertion);
    const where = todo === null ? 'promise' : `TODO ${todo}`;
    if (made.length === 0) untested.push(`${where}: ${assertion.assert}`);
    for (const { what, files } of made)
      mutations.push({ name: `${where}: ${what}`, todo, against: assertion.assert, files });
  }
  for (const { what, files } of written.classics())
    mutations.push({ name: `classic: ${what}`, todo: null, against: null, files });
  return { mutations: distinct(mutations, answer), untested, uncovered: uncoveredIn(lesson) };
}

const uncoveredIn = ({ todos, manifest }: Lesson): readonly number[] =>
  todos.map(({ n }) => n).filter((n) => manifest?.todos.some((todo) => todo.n === n) !== true);

/** What an earlier mutation has done already, or what changes nothing, is not done again. */
function distinct(
  mutations: readonly Mutation[],
  answer: Readonly<Record<string, string>>,
): readonly Mutation[] {
  const seen = new Set([JSON.stringify(answer)]);
  return mutations.filter(({ files }) => {
    const key = JSON.stringify(files);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

/** The instructions of the answer that belong to a TODO: those that its hint shows. */
function instructionsOf(todo: Todo, dockerfile: WrittenDockerfile) {
  const code = [
    ...(todo.hint ?? '').matchAll(/(?<![^\n])(?:```|~~~)[^\n]*\n([\s\S]*?)(?<![^\n])(?:```|~~~)/g),
  ].map(([, text = '']) => text);
  const shown = new Set(
    code.flatMap((text) => new WrittenDockerfile(text).instructions.map((each) => each.text)),
  );
  return dockerfile.instructions.filter(({ text }) => shown.has(text));
}
