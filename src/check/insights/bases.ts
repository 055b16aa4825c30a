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
  /** The one that she has chosen. */
  readonly own: boolean;
  /** Whether the lesson lets her build upon it. */
  readonly allowed: boolean;
  /** Whether her other lines work on it; null where that cannot be known. */
  readonly works: boolean | null;
  /** What goes wrong first; null where nothing is known to. */
  readonly why: { readonly line: number; readonly message: TranslatableText } | null;
}

/** A student's Dockerfile on the base images of a family. */
export interface BaseComparison {
  /** Her final image's own base, as she wrote it. */
  readonly own: string;
  /** Her own first where it is none of the family; empty where none of its family are known. */
  readonly variants: readonly BaseVariant[];
}

/** Her Dockerfile with each base of the family of her own in its place; null where there is no base to replace. */
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
  // A base that a variable names is not replaced: the line does not say it.
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

/** The stage at the bottom of the final one. */
function rootOf(final: Stage | null): Stage | null {
  let stage = final;
  while (stage !== null && stage.parent !== null) stage = stage.parent;
  return stage;
}

/** Slim, full and alpine of the same version; of other images none are known. */
function familyOf(reference: string): readonly string[] {
  const { path, tag, digest } = referenceParts(reference);
  const version = /^(\d{1,3}(?:\.\d{1,3}){0,2})(?:-(?:slim|alpine|bookworm|trixie)[\w.-]{0,20})?$/.exec(
    tag ?? '',
  )?.[1];
  if (digest !== null || version === undefined || !['python', 'node'].includes(path)) return [];
  const family = [`${path}:${version}-slim`, `${path}:${version}`, `${path}:${version}-alpine`];
  return family.includes(reference) ? family : [reference, ...family];
}

/** The text with another base in a line. */
function withBase(text: string, line: number, own: string, other: string): string {
  const lines = text.split('\n');
  lines[line - 1] = (lines[line - 1] ?? '').replace(own, () => other);
  return lines.join('\n');
}
