import type { TranslatableText } from '../../wording/wording.ts';
import type { Checker, CheckInput } from '../check.ts';
import { isAllowed } from '../dockerfile/images/reference.ts';
import { quoted } from '../dockerfile/text.ts';
import type { RuleContext } from '../rules/rule.ts';
import { referenceParts } from '../simulation/image/base-image.ts';
import type { Stage } from '../simulation/image/stage.ts';

/** A student's Dockerfile on one base image. */
export interface BaseVariant {
  readonly reference: string;
  /** Whether it is the base image in the student's Dockerfile. */
  readonly own: boolean;
  /** Whether the lesson allows it as a base image. */
  readonly allowed: boolean;
  /** Whether the rest of the Dockerfile works on it; null if unknown. */
  readonly works: boolean | null;
  /** The first error that stops the build; null if none is known. */
  readonly why: { readonly line: number; readonly message: TranslatableText } | null;
}

/** A student's Dockerfile on the base images of a family. */
export interface BaseComparison {
  /** The base of the final image, as written in the Dockerfile. */
  readonly own: string;
  /** The family's members; the student's own base comes first if it is not one of them. Empty if the family is unknown. */
  readonly variants: readonly BaseVariant[];
}

/** Checks the Dockerfile with each member of its base image's family; null when there is no base to replace. */
export function compareBases(
  context: RuleContext,
  check: Checker,
  { lesson, student, tree }: CheckInput,
): BaseComparison | null {
  const { final } = context.simulation;
  const name = context.names.dockerfile;
  const text = student.files[name];
  const root = rootOf(final);
  if (root === null || text === undefined) return null;
  const from = context.dockerfile.instructions.find(
    ({ keyword, line }) => keyword === 'from' && line === root.line,
  );
  const written = from?.args[0];
  const own = root.base.reference;
  // A base from a variable cannot be replaced, because the line does not contain its name.
  if (from === undefined || written !== own) return null;
  const variants = familyOf(own).map((reference): BaseVariant => {
    const isOwn = reference === own;
    const changed = isOwn ? text : withBase(text, from.line, own, reference);
    const report = check({
      lesson,
      tree,
      student: { ...student, files: { ...student.files, [name]: changed } },
    });
    const { blocker } = report;
    return {
      reference,
      own: isOwn,
      allowed: lesson.manifest === null || isAllowed(reference, lesson.manifest.baseImages),
      works: blocker === null ? report.ready : false,
      why: blocker === null ? null : { line: blocker.line, message: blocker.message },
    };
  });
  return { own: quoted(own, 80), variants };
}

/** The first stage in the final one's chain of parents. */
function rootOf(final: Stage | null): Stage | null {
  let stage = final;
  while (stage !== null && stage.parent !== null) stage = stage.parent;
  return stage;
}

/** The slim, full and alpine images of the same version. Only Python and Node have known families. */
function familyOf(reference: string): readonly string[] {
  const { path, tag, digest } = referenceParts(reference);
  const version = /^(\d{1,3}(?:\.\d{1,3}){0,2})(?:-(?:slim|alpine|bookworm|trixie)[\w.-]{0,20})?$/.exec(
    tag ?? '',
  )?.[1];
  if (digest !== null || version === undefined || !['python', 'node'].includes(path)) return [];
  const family = [`${path}:${version}-slim`, `${path}:${version}`, `${path}:${version}-alpine`];
  return family.includes(reference) ? family : [reference, ...family];
}

/** The text with the base in one line replaced. */
function withBase(text: string, line: number, own: string, other: string): string {
  const lines = text.split('\n');
  lines[line - 1] = (lines[line - 1] ?? '').replace(own, () => other);
  return lines.join('\n');
}
