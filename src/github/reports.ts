import type { Logger } from 'pino';
import { z } from 'zod';
import type { Submission } from '../records/records.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import { OnePerKey } from '../timing/per-key.ts';
import type { Locale } from '../wording/wording.ts';
import { commentListSchema } from './answers.ts';
import type { GitHubConnection } from './connection.ts';
import {
  commentMarker,
  type PublicReport,
  reportComment,
  reportState,
  statusDescription,
} from './report-text.ts';
import { GitHubFailure } from './trouble.ts';

/** Time limit for a report. Milliseconds. */
const patienceMs = 20_000;
/** Delays before a report is retried that failed because GitHub was unreachable, slow or limited the rate. Milliseconds. */
const usualPauses: readonly number[] = [30_000, 300_000];
/** Maximum number of pages, of a hundred comments each, that are searched for our own comment. */
const mostPages = 5;

export interface PullRequestReportsOptions {
  readonly connection: GitHubConnection;
  readonly write: 'off' | 'status' | 'comment';
  readonly log: Logger;
  /** Loads the submission. Its verdict may have arrived since the report was requested. */
  readonly current: (id: string) => Promise<Submission | null>;
  readonly pauses?: readonly number[];
}

interface WantedReport {
  /** The submission's ID. */
  readonly id: string;
  readonly pullRequest: SubmittedPullRequest;
  readonly title: string;
  readonly locale: Locale;
}

/**
 * Reports the results of submissions on their pull requests, where everybody with access to these can read them. A report contains the
 * outcome and the TODO concerned, never a line of a file or log. Nothing waits for reports or depends on them.
 */
export class PullRequestReports {
  readonly #options: PullRequestReportsOptions;
  readonly #perPullRequest = new OnePerKey();
  readonly #later = new Set<NodeJS.Timeout>();

  constructor(options: PullRequestReportsOptions) {
    this.#options = options;
  }

  /** Reports the state of a submission, if it came from a pull request. Never rejects. */
  async publish(submission: Submission, lesson: { readonly title: string }, locale: Locale): Promise<void> {
    const { pullRequest, id } = submission;
    if (pullRequest === null || this.#options.write === 'off') return;
    await this.#publish(
      { id, pullRequest, title: lesson.title, locale },
      this.#options.pauses ?? usualPauses,
    );
  }

  close(): void {
    for (const timer of this.#later) clearTimeout(timer);
  }

  async #publish(wanted: WantedReport, [pause, ...pauses]: readonly number[]): Promise<void> {
    const { url } = wanted.pullRequest;
    try {
      await this.#perPullRequest.run(url, () => this.#writeNow(wanted));
    } catch (error) {
      const why = error instanceof GitHubFailure ? error.trouble.kind : 'unexpected';
      const mayHelp = why === 'away' || why === 'slow' || why === 'rate-limited';
      const again = mayHelp && pause !== undefined;
      this.#options.log.warn(
        { event: 'github.report-not-written', url, why, again },
        'how a pull request came out could not be written to GitHub',
      );
      if (again) this.#again(pause, () => this.#publish(wanted, pauses));
    }
  }

  #again(ms: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#later.delete(timer);
      void work();
    }, ms);
    timer.unref();
    this.#later.add(timer);
  }

  /** Writes the current state, which may be newer than the request. */
  async #writeNow({ id, pullRequest, title, locale }: WantedReport): Promise<void> {
    const submission = await this.#options.current(id);
    // A superseded submission is not reported, because the newer one determines the state.
    if (submission === null || submission.verdict?.reason === 'superseded') return;
    const { verdict, lesson } = submission;
    const { commit } = pullRequest;
    await this.#write(pullRequest, { slug: lesson.slug, title, commit, verdict, locale });
  }

  async #write({ owner, repo, number, commit }: SubmittedPullRequest, report: PublicReport): Promise<void> {
    const signal = AbortSignal.timeout(patienceMs);
    const { connection, write } = this.#options;
    const status = {
      state: reportState(report),
      context: `dockhand/${report.slug}`,
      description: statusDescription(report),
    };
    await connection.ask(
      'POST /repos/{owner}/{repo}/statuses/{sha}',
      { owner, repo, sha: commit, ...status },
      z.object({}),
      signal,
    );
    if (write !== 'comment') return;
    const id = await this.#ownComment({ owner, repo, number }, report, signal);
    const body = reportComment(report);
    await (id === null
      ? connection.ask(
          'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
          { owner, repo, issue_number: number, body },
          z.object({}),
          signal,
        )
      : connection.ask(
          'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
          { owner, repo, comment_id: id, body },
          z.object({}),
          signal,
        ));
  }

  /** The id of the comment from an earlier report. It is the oldest one with the marker, because anyone can copy the marker. */
  async #ownComment(
    { owner, repo, number }: Pick<SubmittedPullRequest, 'owner' | 'repo' | 'number'>,
    report: PublicReport,
    signal: AbortSignal,
  ): Promise<number | null> {
    const marker = commentMarker(report);
    for (let page = 1; page <= mostPages; page += 1) {
      const comments = await this.#options.connection.ask(
        'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { owner, repo, issue_number: number, per_page: 100, page },
        commentListSchema,
        signal,
      );
      const own = comments.find(({ body }) => body?.startsWith(marker) === true);
      if (own !== undefined) return own.id;
      if (comments.length < 100) break;
    }
    return null;
  }
}
