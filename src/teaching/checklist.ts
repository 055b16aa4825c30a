import { checklistItems, itemKey, type ProvableBy, provableBy } from '../lesson/checklist.ts';
import type { ChecklistItem, Lesson } from '../lesson/lesson.ts';
import type { ChecklistTick, PastRun, Records, Student } from '../records/records.ts';
import type { PhaseName } from '../submission/verdict.ts';

/** What a box is ticked with. Moments are Unix milliseconds. */
type BoxProof =
  | { readonly kind: 'file'; readonly path: string; readonly at: number }
  | { readonly kind: 'todos'; readonly at: number }
  /** `link`: the message that shows the verdict, where Discord can jump to it. */
  | {
      readonly kind: 'verification';
      readonly submission: string;
      readonly link: string | null;
      readonly at: number;
    }
  | { readonly kind: 'ticked'; readonly tick: ChecklistTick };

/** A box of the lesson's checklist, as it stands for one student. */
export interface ChecklistBox {
  readonly item: ChecklistItem;
  readonly key: string;
  readonly provable: ProvableBy;
  /** Null while it is open. */
  readonly proof: BoxProof | null;
}

/** Verdicts that are looked through. */
const runsRead = 25;

/** A phase that shows it; `ready` of a server, `finish` of a program that ends by itself. */
const phasesOf: Readonly<Record<'build' | 'run' | 'answer', readonly PhaseName[]>> = {
  build: ['build'],
  run: ['ready', 'finish'],
  answer: ['probe', 'promises'],
};

const itemsOf = (lesson: Lesson) =>
  checklistItems(lesson).map((item) => ({ item, key: itemKey(item), provable: provableBy(item, lesson) }));

/** Ticks the boxes that something of a kind proves. */
export async function tickProven(
  { checklist }: Pick<Records, 'checklist'>,
  student: Student,
  lesson: Lesson,
  kind: ProvableBy['kind'],
  proof: Omit<ChecklistTick, 'item'>,
): Promise<void> {
  for (const { key, provable } of itemsOf(lesson))
    if (provable.kind === kind) await checklist.tick(student, lesson.slug, { ...proof, item: key });
}

/** The lesson's checklist with the proof of each box that is ticked. */
export async function checklistOf(
  records: Records,
  student: Student,
  lesson: Lesson,
): Promise<readonly ChecklistBox[]> {
  const [files, runs, history, ticks] = await Promise.all([
    records.workspaces.files(student, lesson.slug),
    records.verdicts.historyOf(student, lesson.slug, runsRead),
    records.progress.todoHistory(student, lesson.slug),
    records.checklist.ticks(student, lesson.slug),
  ]);
  const todos = history.at(-1);
  const allDone = todos !== undefined && lesson.todos.every(({ n }) => todos.todos[n] === 'done');
  const proofOf = async (provable: ProvableBy, key: string): Promise<BoxProof | null> => {
    const tick = ticks.find(({ item }) => item === key);
    switch (provable.kind) {
      case 'file': {
        const file = files.find(({ path }) => path === provable.path);
        return file === undefined ? null : { kind: 'file', path: file.path, at: file.receivedAt };
      }
      case 'todos':
        return allDone ? { kind: 'todos', at: todos.at } : null;
      case 'build':
      case 'run':
      case 'answer':
        return verificationProof(records, runs, phasesOf[provable.kind]);
      default:
        return tick === undefined ? null : { kind: 'ticked', tick };
    }
  };
  return Promise.all(
    itemsOf(lesson).map(async (each) => ({ ...each, proof: await proofOf(each.provable, each.key) })),
  );
}

/** The newest run in which one of these phases went well. */
async function verificationProof(
  records: Pick<Records, 'submissions'>,
  runs: readonly PastRun[],
  names: readonly PhaseName[],
): Promise<BoxProof | null> {
  const run = runs.find(({ verdict }) =>
    verdict.phases.some(
      ({ name, status }) => names.includes(name) && (status === 'ok' || status === 'warned'),
    ),
  );
  if (run === undefined) return null;
  const reply = (await records.submissions.get(run.submission))?.reply ?? null;
  const link =
    reply?.kind === 'message' ? `https://discord.com/channels/@me/${reply.channel}/${reply.message}` : null;
  return { kind: 'verification', submission: run.submission, link, at: run.at };
}
