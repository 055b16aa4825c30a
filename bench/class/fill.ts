import type { Records } from '../../src/records/records.ts';
import type { Verdict } from '../../src/submission/verdict.ts';

/** Made-up accounts. */
export const usersOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => String(200000000000000000n + BigInt(i)));

/** About as long as one student's files together. */
const dockerfile = 'RUN echo a line of a Dockerfile\n'.repeat(80);

const todos = [1, 2, 3, 4, 5, 6] as const;

const verdict = (passed: boolean, todo: number): Verdict => ({
  v: 1,
  outcome: passed ? 'passed' : 'failed',
  reason: passed ? null : 'not-executable',
  explanation: passed ? null : { page: 'verdict-reason', key: 'not-executable', values: { file: 'x' } },
  todo: passed ? null : todo,
  file: null,
  line: null,
  phases: [],
  image: null,
  excerpt: Array.from({ length: 20 }, () => 'a line of the log'.repeat(5)),
  digests: { lesson: 'd', checker: 'c', box: 'b' },
});

/** A class in the middle of its lesson: everybody was checked and submitted `each` times, and one in seven has passed. */
export async function fillClass(
  records: Records,
  wish: {
    readonly guild: string;
    readonly lesson: string;
    readonly users: readonly string[];
    readonly each: number;
  },
): Promise<void> {
  const { guild, lesson, users, each } = wish;
  const now = Date.now();
  for (const [i, user] of users.entries()) {
    const student = { guild, user };
    const seen = Object.fromEntries(
      todos.map((n) => [n, n <= i % 7 ? ('done' as const) : ('missing' as const)]),
    );
    await records.progress.recordTodos(student, lesson, seen, now);
    for (let k = 0; k < each; k += 1) {
      // One of each every six hours: a lesson that lasts some days.
      const at = now - (each - k) * 6 * 3_600_000 + i;
      const id = `s${i}x${k}`;
      await records.submissions.create({
        id,
        student,
        lesson: { slug: lesson, digest: 'd' },
        files: { Dockerfile: dockerfile },
        receivedAt: at,
        reply: null,
      });
      await records.submissions.judge(id, 1, verdict(i % 7 === 6 && k === each - 1, (i % 6) + 1), at);
      await records.submissions.markNotified(id, 1, at);
    }
  }
}
