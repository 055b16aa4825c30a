import type { ChecklistItem, Lesson } from './lesson.ts';

/**
 * What can prove a checklist item. file: the file was sent. todos: a check in which all are done. build, run, answer: the phases
 * of a verification. docker: the output of `docker --version`. pull-request: a pull request that was checked. hand: nothing;
 * students tick it themselves.
 */
export type ProvableBy =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'todos' | 'build' | 'run' | 'answer' | 'docker' | 'pull-request' | 'hand' };

/** Determines from an item's text what can prove it. */
export function provableBy({ text }: ChecklistItem, { manifest }: Pick<Lesson, 'manifest'>): ProvableBy {
  const said = text.slice(0, 500).toLowerCase();
  if (/\bdocker (--version|-v|version)\b|docker (desktop )?(is )?installed|docker est installé/.test(said))
    return { kind: 'docker' };
  if (/pull request|merge request|\bpr\b|git push|branch|commit/.test(said)) return { kind: 'pull-request' };
  if (/https?:\/\/|localhost|\bcurl\b|\/api\/|respond|answers? with|répond/.test(said))
    return { kind: 'answer' };
  if (/docker (container )?run|container (runs|starts|keeps)|conteneur (tourne|démarre)/.test(said))
    return { kind: 'run' };
  if (
    /docker (image |buildx )?build|image (builds|is built)|builds? (successfully|without)|image se construit/.test(
      said,
    )
  )
    return { kind: 'build' };
  if (/\btodos?\b/.test(said) && manifest !== null) return { kind: 'todos' };
  // Longer names first: `Dockerfile.dev` is not `Dockerfile`.
  const names = Object.values(manifest?.files ?? { dockerfile: 'Dockerfile', dockerignore: '.dockerignore' });
  const path = [...names]
    .sort((a, b) => b.length - a.length)
    .find((name) => said.includes(name.toLowerCase()));
  return path === undefined ? { kind: 'hand' } : { kind: 'file', path };
}

/** A numbered step of a lesson that asks students to open a pull request. */
const pullRequestStep = /^ {0,3}\d{1,2}[.)] +(\S.{0,158}\bpull request\b.{0,80})$/i;

/**
 * A lesson's checklist items. If the lesson has students open a pull request but no item mentions it, that step is added as an
 * item.
 */
export function checklistItems(
  lesson: Pick<Lesson, 'checklist' | 'parts' | 'manifest'>,
): readonly ChecklistItem[] {
  const { checklist, parts } = lesson;
  if (checklist.length === 0 || checklist.some((item) => provableBy(item, lesson).kind === 'pull-request'))
    return checklist;
  for (const part of parts) {
    for (const [index, content] of part.markdown.split('\n').entries()) {
      const step = content.length > 300 ? null : pullRequestStep.exec(content);
      if (step?.[1] !== undefined)
        return [...checklist, { text: step[1].trim(), line: part.line + index, key: 'pull request' }];
    }
  }
  return checklist;
}

/** An item's identity is its text: a lesson may reorder its items, and an item with a new text is a new item. */
export const itemKey = ({ text, key }: ChecklistItem): string =>
  key ??
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** The Docker version in a terminal's output, or null if it does not show one. */
export function dockerVersionIn(output: string): string | null {
  return (
    /\bDocker version (\d{1,3}\.\d{1,4}(?:\.\d{1,4})?[\w.+~-]{0,40})/.exec(output.slice(0, 10_000))?.[1] ??
    null
  );
}
