import { clearedSentence, queueActionName } from '../../teaching/queue-action-names.ts';
import type { QueueAction, StaffActionOutcome } from '../../teaching/staff-actions.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { targetOf } from '../components/action-link.ts';
import { type Html, html } from '../components/html.ts';

const say = words('web.act', {
  en: {
    pause:
      'Pause the queue? What runs is finished; nothing new begins until somebody resumes it. This is so for every class of this Dockhand.',
    resume: 'Resume the queue? Workers take the next jobs at once.',
    clear:
      'Cancel everything of this class that waits? Each student is told that a teaching assistant did it. What runs goes on.',
    cancel: 'Cancel this verification of {{whom}}? The student is told that a teaching assistant did it.',
    promote: 'Move this verification of {{whom}} before all others?',
    retry: 'Verify the files of {{whom}} again? The student is told what comes out.',
    drain: 'Let worker {{whom}} finish what it has and take no more? Others do its work.',
    undrain: 'Let worker {{whom}} take jobs again?',
    reason: 'Reason, for the log of what was done (if you like)',
    no: 'No, go back',
    'done-pause': 'The queue is paused.',
    'done-resume': 'The queue goes on.',
    'done-cancel': 'The verification was cancelled.',
    'done-promote': 'The verification is next now.',
    'done-retry': 'It is verified again.',
    'done-drain': 'The worker takes no more jobs.',
    'done-undrain': 'The worker takes jobs again.',
    nothing: 'Nothing changed: it was over already, or somebody was faster.',
    'not-here': 'There is no such verification in this class.',
    away: 'The queue (Redis) does not answer, so nothing was done. Try it again in a minute.',
  },
});

/** Asks for confirmation before an action. */
export function confirmActionContent(
  locale: Locale,
  view: {
    readonly guild: string;
    readonly act: QueueAction;
    readonly whom: string;
    readonly back: string;
    readonly csrf: string;
  },
): Html {
  const { act, guild, back } = view;
  const what = targetOf(act) ?? '';
  return html`<form id="ask" class="card stack" method="post" action=${`/s/${guild}/act`}>
    <h1>${queueActionName(locale, act.do)}</h1>
    <p>${say(locale, act.do, { whom: view.whom })}</p>
    <input type="hidden" name="_csrf" value=${view.csrf} />
    <input type="hidden" name="do" value=${act.do} />
    <input type="hidden" name="what" value=${what} />
    <input type="hidden" name="back" value=${back} />
    <label for="reason">${say(locale, 'reason')}</label>
    <input id="reason" name="reason" maxlength="200" autocomplete="off" />
    <div class="acts">
      <button class=${act.do === 'cancel' || act.do === 'clear' ? 'main careful' : 'main'}>${queueActionName(locale, act.do)}</button>
      <a class="button" data-close href=${back}>${say(locale, 'no')}</a>
    </div>
  </form>`;
}

/** The result of an action in one sentence. */
export function outcomeSentence(
  locale: Locale,
  act: QueueAction['do'],
  done: StaffActionOutcome | { readonly done: 'away' },
): string {
  if (done.done !== 'done') return say(locale, done.done);
  return act === 'clear' ? clearedSentence(locale, done.count) : say(locale, `done-${act}`);
}
