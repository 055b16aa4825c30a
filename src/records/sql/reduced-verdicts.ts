import type { Kysely, Transaction } from 'kysely';
import { type Verdict, verdictSchema } from '../../submission/verdict.ts';
import { words } from '../../wording/wording.ts';
import type { Tables } from './tables.ts';

const say = words('records.reduced', {
  en: {
    details: 'I no longer keep the details of this one.',
  },
});

/** What a grade needs of a verdict: the outcome and the reason, with nothing that the student wrote. */
const reduced = (verdict: Verdict): Verdict => ({
  ...verdict,
  explanation: verdict.explanation === null ? null : say.later('details'),
  file: null,
  line: null,
  phases: [],
  image: null,
  excerpt: [],
});

/** Removes from submissions what a grade does not need; their verdicts stay in reduced form. */
export async function reduceSubmissions(
  db: Kysely<Tables> | Transaction<Tables>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('submission')
    // Without the digest, a reduced verdict can never be reused for the same files.
    .set({ files: '{}', files_digest: '', reply: null, pull_request: null, pull_request_url: null })
    .where('id', 'in', [...ids])
    .execute();
  const verdicts = await db
    .selectFrom('verdict')
    .select(['submission', 'run', 'body'])
    .where('submission', 'in', [...ids])
    .execute();
  for (const { submission, run, body } of verdicts) {
    await db
      .updateTable('verdict')
      .set({ body: JSON.stringify(reduced(verdictSchema.parse(JSON.parse(body)))) })
      .where('submission', '=', submission)
      .where('run', '=', run)
      .execute();
  }
}
