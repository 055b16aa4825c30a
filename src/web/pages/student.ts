import type { TodoResult } from '../../check/model/report.ts';
import { type SubmittedPullRequest, shortCommit } from '../../submission/pull-request.ts';
import { sayPhase } from '../../submission/wording/phases.ts';
import { sayEntry } from '../../teaching/audit-wording.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { actionLink } from '../components/action-link.ts';
import { fileListing, filesToList } from '../components/file-listing.ts';
import { type Html, html } from '../components/html.ts';
import { shownName } from '../components/outcome-labels.ts';
import { sentence, visible } from '../components/text.ts';
import { duration, elapsed, inUtc, moment } from '../components/time.ts';
import type { StudentCheck, StudentPage } from '../views/student-view.ts';
import { pastVerdict } from './student-verdict.ts';

const say = words('web.student', {
  en: {
    now: 'At the moment',
    waits: 'A verification waits: number {{position}} in line, since',
    runs: 'A verification runs:',
    recorded: 'A verification is recorded and goes into the queue when it answers.',
    idle: 'Nothing of this student waits or runs.',
    never: 'This student has not handed in anything to verify.',
    todos: 'TODOs',
    todo: 'TODO',
    status: 'Check',
    says: 'What the check says',
    time: 'Time on it',
    hint: 'Hint',
    taken: 'taken',
    notTaken: 'no',
    nothing: 'The check has nothing to say: no file was handed in.',
    pending: 'The check is not over yet. Reload this page in a moment.',
    unreadable: 'These files could not be checked: reading them took too long or too much memory.',
    unreadableAt:
      'These files could not be checked: reading {{file}} took too long or too much memory, near line {{line}}.',
    done: 'done',
    missing: 'missing',
    wrong: 'wrong',
    unknown: 'not known',
    place: '{{file}}, line {{line}}',
    files: 'Files',
    received: 'Received',
    moreFiles_one: '…and one more file.',
    moreFiles_other: '…and {{count}} more files.',
    moreFiles: 'see moreFiles_one and moreFiles_other',
    noFiles: 'No file is remembered of this student.',
    verdicts: 'Verdicts',
    noVerdicts: 'No verdict yet.',
    number: 'Number {{number}}',
    section: 'Section {{section}}',
    points: '{{points}} points',
    noPoints: 'nothing counts yet',
    override: 'set by hand: {{reason}}',
    extension: 'with an extension',
    ask: 'Asks a human:',
    audit: 'What teaching assistants did',
    pullRequest: 'Pull request:',
    commit: 'by {{author}} on GitHub, commit {{commit}}',
  },
});

/** Why there is no check result. */
function unchecked(locale: Locale, check: Exclude<StudentCheck, { kind: 'checked' }>): string {
  if (check.kind === 'no-files') return say(locale, 'nothing');
  if (check.kind === 'pending') return say(locale, 'pending');
  const { file, line } = check;
  return file === null || line === null
    ? say(locale, 'unreadable')
    : say(locale, 'unreadableAt', { file, line });
}

/** The pull request of the student's last submission, if any. */
function pullRequest(locale: Locale, pull: SubmittedPullRequest | null): Html | null {
  if (pull === null) return null;
  const { owner, repo, number, url, author } = pull;
  const more = say(locale, 'commit', { author: author ?? '–', commit: shortCommit(pull) });
  return html`<p><b>${say(locale, 'pullRequest')}</b> <a href=${url} rel="noreferrer">${owner}/${repo}#${number}</a>, ${more}</p>`;
}

/** One student in one lesson. */
export function studentContent(locale: Locale, page: StudentPage, now: number): Html {
  const { view } = page;
  const { guild, user } = view.student;
  const { roster, grade, ask } = view;
  const name = shownName(locale, user, page.name);
  const place = { guild, back: `/s/${guild}/student/${user}` };
  const report = page.check.kind === 'checked' ? page.check.report : null;
  const { shown, left } = filesToList(page.view.files, report);
  return html`
    <div class="title">
      <h1>${name}</h1>
      <p class="quiet">
        ${roster === null ? null : html`<span class="pair">${say(locale, 'number', { number: roster.number })}</span>`}
        ${
          roster?.section == null
            ? null
            : html`<span class="pair">${say(locale, 'section', { section: roster.section })}</span>`
        }
        <span class="pair">
          ${grade.points === null ? say(locale, 'noPoints') : say(locale, 'points', { points: grade.points })}
          ${grade.override === null ? null : html` (${say(locale, 'override', { reason: grade.override.reason })})`}
          ${grade.extension === null ? null : html` (${say(locale, 'extension')})`}
        </span>
      </p>
    </div>
    ${
      ask === null
        ? null
        : html`<p class="notice"><b>${say(locale, 'ask')}</b> ${ask.question} · ${moment(ask.at)}</p>`
    }
    ${pullRequest(locale, view.pullRequest)}
    <section aria-labelledby="now">
      <h2 id="now">${say(locale, 'now')}</h2>
      ${standing(locale, place, page, name, now)}
    </section>
    <section aria-labelledby="todos">
      <h2 id="todos">${say(locale, 'todos')}</h2>
      ${
        page.check.kind === 'checked'
          ? todoTable(locale, page, page.check.report.todos)
          : html`<p class="quiet">${unchecked(locale, page.check)}</p>`
      }
    </section>
    <section aria-labelledby="verdicts">
      <h2 id="verdicts">${say(locale, 'verdicts')}</h2>
      ${
        view.runs.length === 0
          ? html`<p class="quiet">${say(locale, 'noVerdicts')}</p>`
          : view.runs.map((run, i) => pastVerdict(locale, run, i === 0))
      }
    </section>
    <section aria-labelledby="files">
      <h2 id="files">${say(locale, 'files')}</h2>
      ${
        view.files.length === 0
          ? html`<p class="quiet">${say(locale, 'noFiles')}</p>`
          : shown.map(
              (file) => html`<details id=${`file-${file.path}`} open>
              <summary><code>${file.path}</code> <span class="quiet">${say(locale, 'received')} ${moment(file.receivedAt)}</span></summary>
              ${fileListing(locale, file, report)}
            </details>`,
            )
      }
      ${left === 0 ? null : html`<p class="quiet">${say(locale, 'moreFiles', { count: left })}</p>`}
    </section>
    ${
      view.audit.length === 0
        ? null
        : html`<section aria-labelledby="audit">
          <h2 id="audit">${say(locale, 'audit')}</h2>
          <ul class="line">
            ${view.audit.map(
              (entry) => html`<li>
                <span>
                  ${sayEntry(locale, entry, {
                    person: (who) => shownName(locale, who, page.people[who] ?? null),
                    moment: inUtc,
                    quote: visible,
                  })}
                </span>
                ${moment(entry.at)}
              </li>`,
            )}
          </ul>
        </section>`
    }
  `;
}

function standing(
  locale: Locale,
  place: { readonly guild: string; readonly back: string },
  { view }: StudentPage,
  name: string,
  now: number,
): Html {
  if (view.standing === null) return html`<p class="quiet">${say(locale, 'never')}</p>`;
  const { submission, job } = view.standing;
  const { id } = submission;
  if (submission.state === 'judged') {
    return html`<p class="acts-line">
      <span>${say(locale, 'idle')}</span> ${actionLink(locale, place, { do: 'retry', submission: id }, name)}
    </p>`;
  }
  const cancel = actionLink(locale, place, { do: 'cancel', submission: id }, name);
  if (job?.state === 'running') {
    return html`<p class="acts-line">
      <span>
        ${say(locale, 'runs')}
        ${job.progress === null ? null : html`<span class="phase">${sayPhase(locale, job.progress.phase)}</span>`}
        ${elapsed(job.since, now)}
      </span>
      ${cancel}
    </p>`;
  }
  if (job?.state === 'waiting') {
    return html`<p class="acts-line">
      <span>${say(locale, 'waits', { position: job.place.position })} ${elapsed(job.since, now)}</span>
      ${actionLink(locale, place, { do: 'promote', submission: id }, name)} ${cancel}
    </p>`;
  }
  return html`<p class="acts-line"><span>${say(locale, 'recorded')}</span> ${cancel}</p>`;
}

function todoTable(locale: Locale, page: StudentPage, todos: readonly TodoResult[]): Html {
  const { hints, timeOn } = page.view;
  return html`<table class="rows" aria-labelledby="todos">
    <thead>
      <tr>
        <th scope="col">${say(locale, 'todo')}</th>
        <th scope="col">${say(locale, 'status')}</th>
        <th scope="col">${say(locale, 'says')}</th>
        <th scope="col">${say(locale, 'time')}</th>
        <th scope="col">${say(locale, 'hint')}</th>
      </tr>
    </thead>
    <tbody>
      ${todos.map((todo) => {
        const spent = timeOn[todo.n];
        return html`<tr>
          <th scope="row"><span class="tag">${todo.n}</span> ${todo.title}</th>
          <td><span class=${`sign check-${todo.status}`}>${say(locale, todo.status)}</span></td>
          <td>
            ${sentence(locale, todo.message)}
            ${
              todo.file === null || todo.line === null
                ? null
                : html` <span class="quiet">${say(locale, 'place', { file: todo.file, line: todo.line })}</span>`
            }
          </td>
          <td data-name=${say(locale, 'time')}>${spent === undefined ? '–' : duration(spent)}</td>
          <td data-name=${say(locale, 'hint')}>${say(locale, hints.includes(todo.n) ? 'taken' : 'notTaken')}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
