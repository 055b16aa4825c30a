import type { Locale, TranslatableText } from '../../wording/wording.ts';
import type { Lesson, Todo } from '../lesson.ts';
import {
  type Assertion,
  type AssertionKind,
  isOfCompose,
  isOfImage,
  isOfWorkflow,
} from '../manifest/assertions.ts';
import { composePathIn } from '../manifest/compose-file.ts';
import { assertionsOf } from '../manifest/lesson-assertions.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { workflowPathsIn } from '../manifest/workflow-assertions.ts';
import { classicMistakes } from '../toolchains/classic-mistakes.ts';
import { mutationsOf as assertionMutations } from './assertion-mutations.ts';
import { composeMistakes, lostDataMistakes } from './compose-mutations.ts';
import { called, type MistakePlace, placed, todoLeftOut } from './mistake-names.ts';
import { type Mistake, scriptMistakes } from './server-mutations.ts';
import { classicWorkflowMistakes, workflowMistakes } from './workflow-mutations.ts';
import { WrittenDockerfile } from './written-dockerfile.ts';

/** A lesson's own answer with one mistake in it. */
export interface Mutation {
  readonly name: string;
  /** The TODO that is broken; null for an assertion about the whole lesson. */
  readonly todo: number | null;
  /** The kind of assertion that it violates; null for a TODO that is left out and for a classic mistake. */
  readonly against: AssertionKind | null;
  readonly files: Readonly<Record<string, string>>;
}

/** What a lesson proof can test, and what it cannot. */
export interface MutationPlan {
  readonly mutations: readonly Mutation[];
  /** Assertions that no known mistake violates, as `TODO 3: answers`. */
  readonly untested: readonly string[];
  /** TODOs of the Markdown that the manifest does not cover. */
  readonly uncovered: readonly number[];
}

/** An answer with a mistake, and the name of the mistake. */
interface MistakenAnswer {
  readonly what: TranslatableText;
  readonly files: Mutation['files'];
}

const mistaken = (
  files: Mutation['files'],
  path: string,
  made: readonly Mistake[],
): readonly MistakenAnswer[] => made.map(({ what, text }) => ({ what, files: { ...files, [path]: text } }));

/** A lesson's own answer, and the mistakes that can be made in it. */
class WrittenAnswer {
  readonly #files: Readonly<Record<string, string>>;
  readonly #manifest: Manifest;
  readonly #dockerfile: WrittenDockerfile;
  readonly #composePath: string | null;
  readonly #workflowPaths: readonly string[];

  constructor(files: Readonly<Record<string, string>>, manifest: Manifest) {
    this.#files = files;
    this.#manifest = manifest;
    this.#dockerfile = new WrittenDockerfile(files[manifest.files.dockerfile] ?? '');
    this.#composePath = composePathIn(manifest, (path) => Object.hasOwn(files, path));
    this.#workflowPaths = workflowPathsIn(manifest).filter((path) => Object.hasOwn(files, path));
  }

  /** The answer without a TODO's part; null where that part cannot be determined. */
  without(todo: Todo, assertions: readonly Assertion[]): Mutation['files'] | null {
    const own = instructionsOf(todo, this.#dockerfile);
    if (own.length > 0)
      return { ...this.#files, [this.#manifest.files.dockerfile]: this.#dockerfile.without(own) };
    // The first mistake for an assertion always leaves out what it requires.
    const files = assertions.reduce(
      (left, each) => (isOfImage(each) ? left : (this.#fileMistakes(each, left)[0]?.files ?? left)),
      this.#files,
    );
    return files === this.#files ? null : files;
  }

  /** The known ways to violate an assertion about a file other than the Dockerfile. */
  #fileMistakes(assertion: Assertion, files = this.#files): readonly MistakenAnswer[] {
    const path = this.#composePath;
    if (isOfCompose(assertion))
      return path === null ? [] : mistaken(files, path, composeMistakes(assertion, files[path] ?? ''));
    if (!isOfWorkflow(assertion)) return [];
    return this.#workflowPaths.flatMap((each) =>
      mistaken(files, each, workflowMistakes(assertion, files[each] ?? '')),
    );
  }

  /** The classic mistakes of its toolchains. */
  classics(): readonly MistakenAnswer[] {
    return [
      ...mistaken(
        this.#files,
        this.#manifest.files.dockerfile,
        classicMistakes(this.#dockerfile, this.#manifest.toolchains),
      ),
      ...this.#workflowPaths.flatMap((path) =>
        mistaken(this.#files, path, classicWorkflowMistakes(this.#files[path] ?? '')),
      ),
    ];
  }

  mistakes(assertion: Assertion): readonly MistakenAnswer[] {
    if (!isOfImage(assertion)) return this.#fileMistakes(assertion);
    const composed = this.#composePath;
    const written = (path: string, made: readonly Mistake[]) => mistaken(this.#files, path, made);
    if (assertion.assert === 'keeps-data' && assertion.kept && composed !== null)
      return written(composed, lostDataMistakes(this.#files[composed] ?? ''));
    const { files, port } = this.#manifest;
    const inScript = scriptMistakes(assertion, this.#files[files.entrypoint] ?? '', port);
    if (inScript.length > 0) return written(files.entrypoint, inScript);
    return written(files.dockerfile, assertionMutations(assertion, this.#dockerfile, this.#manifest));
  }
}

/**
 * All mutations of a lesson's answer: each TODO left out, the known violations of each assertion, and the classic mistakes of its
 * toolchains. Their names are for people, in their language.
 */
export function planMutations(
  lesson: Lesson & { readonly manifest: Manifest },
  answer: Readonly<Record<string, string>>,
  locale: Locale = 'en',
): MutationPlan {
  const { manifest, todos } = lesson;
  const written = new WrittenAnswer(answer, manifest);
  const mutations: Mutation[] = [];
  const untested: string[] = [];
  for (const { n, required, assertions } of manifest.todos) {
    const todo = todos.find((each) => each.n === n);
    if (!required || todo === undefined) continue;
    const files = written.without(todo, assertions);
    if (files === null) untested.push(placed(locale, n, called('not-left-out')));
    else mutations.push({ name: todoLeftOut(locale, n), todo: n, against: null, files });
  }
  for (const { assertion, todo, required } of assertionsOf(manifest)) {
    if (!required) continue;
    const made = written.mistakes(assertion);
    const place: MistakePlace = todo ?? 'promise';
    if (made.length === 0) untested.push(placed(locale, place, assertion.assert));
    for (const { what, files } of made)
      mutations.push({ name: placed(locale, place, what), todo, against: assertion.assert, files });
  }
  for (const { what, files } of written.classics())
    mutations.push({ name: placed(locale, 'classic', what), todo: null, against: null, files });
  return { mutations: distinct(mutations, answer), untested, uncovered: uncoveredIn(lesson) };
}

const uncoveredIn = ({ todos, manifest }: Lesson): readonly number[] =>
  todos.map(({ n }) => n).filter((n) => manifest?.todos.some((todo) => todo.n === n) !== true);

/** Drops mutations that change nothing, or equal an earlier one. */
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
