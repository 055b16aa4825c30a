import type { ChecklistItem, Lesson } from './lesson.ts';

/**
 * What can prove an item of a lesson's checklist. file: that it was sent. todos: a check in which all are done. build, run, answer: the phases of a verification.
 * docker: what `docker --version` prints. pull-request: one that was checked. hand: nothing.
 */
export type ProvableBy =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'todos' | 'build' | 'run' | 'answer' | 'docker' | 'pull-request' | 'hand' };

/** What can prove an item, by what it says in any lesson's words. */
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
  // The longer name first: `Dockerfile.dev` is no `Dockerfile`.
  const names = Object.values(manifest?.files ?? { dockerfile: 'Dockerfile', dockerignore: '.dockerignore' });
  const path = [...names]
    .sort((a, b) => b.length - a.length)
    .find((name) => said.includes(name.toLowerCase()));
  return path === undefined ? { kind: 'hand' } : { kind: 'file', path };
}

/** An ordered step of a lesson that has its students open a pull request. */
const pullRequestStep = /^ {0,3}\d{1,2}[.)] +(\S.{0,158}\bpull request\b.{0,80})$/i;

/**
 * The items of a lesson's checklist; where none of them is about a pull request and the lesson has its students open one, that
 * step is an item, too.
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

/** An item is known by what it says: a lesson may move its items about, and one that says something else is another. */
export const itemKey = ({ text, key }: ChecklistItem): string =>
  key ??
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** Whether a terminal's output shows that Docker is there: its version, else null. */
export function dockerVersionIn(output: string): string | null {
  return (
    /\bDocker version (\d{1,3}\.\d{1,4}(?:\.\d{1,4})?[\w.+~-]{0,40})/.exec(output.slice(0, 10_000))?.[1] ??
    null
  );
}
