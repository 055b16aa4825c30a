import { mutationsOf as assertionMutations } from './assertion-mutations.ts';
import type { Lesson, Todo } from './lesson.ts';
import type { Manifest } from './manifest.ts';
import { promisedBy } from './promised.ts';
import { WrittenDockerfile } from './written-dockerfile.ts';

/** A lesson's own answer with one mistake in it. */
export interface Mutation {
  readonly name: string;
  /** The TODO that is spoilt; null for a promise of the whole lesson. */
  readonly todo: number | null;
  /** The kind of assertion that it is made against; null for a TODO that is left out. */
  readonly against: string | null;
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

/** The mistakes that a lesson's shape gives: each TODO left out, and the known ways to miss each assertion. */
export function planMutations(
  lesson: Lesson & { readonly manifest: Manifest },
  answer: Readonly<Record<string, string>>,
): MutationPlan {
  const { manifest, todos } = lesson;
  const name = manifest.files.dockerfile;
  const dockerfile = new WrittenDockerfile(answer[name] ?? '');
  const withText = (text: string) => ({ ...answer, [name]: text });
  const mutations: Mutation[] = [];
  const untested: string[] = [];
  for (const { n, required } of manifest.todos) {
    const todo = todos.find((each) => each.n === n);
    if (!required || todo === undefined) continue;
    const own = instructionsOf(todo, dockerfile);
    if (own.length === 0)
      untested.push(`TODO ${n}: it cannot be left out, because its hint has no line of the answer`);
    else
      mutations.push({
        name: `TODO ${n} left out`,
        todo: n,
        against: null,
        files: withText(dockerfile.without(own)),
      });
  }
  for (const { assertion, todo, required } of promisedBy(manifest)) {
    if (!required) continue;
    const made = assertionMutations(assertion, dockerfile, manifest);
    const where = todo === null ? 'promise' : `TODO ${todo}`;
    if (made.length === 0) untested.push(`${where}: ${assertion.assert}`);
    for (const { what, text } of made)
      mutations.push({
        name: `${where}: ${what}`,
        todo,
        against: assertion.assert,
        files: withText(text),
      });
  }
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
