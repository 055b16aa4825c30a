import { queueActionName } from '../../teaching/queue-action-names.ts';
import type { QueueAction } from '../../teaching/staff-actions.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';

const say = words('web.act-link', {
  en: {
    of: '{{act}}: {{whom}}',
  },
});

/** The ID of the submission or worker that an action affects; null if it affects the whole queue. */
export function targetOf(act: QueueAction): string | null {
  if ('submission' in act) return act.submission;
  return 'worker' in act ? act.worker : null;
}

/** A link to an action's confirmation; the script opens it as a dialog. `whom` tells screen readers which row it belongs to. */
export function actionLink(
  locale: Locale,
  place: { readonly guild: string; readonly back: string },
  act: QueueAction,
  whom: string | null = null,
): Html {
  const what = targetOf(act);
  const query = new URLSearchParams({ do: act.do, ...(what === null ? {} : { what }), back: place.back });
  const name = queueActionName(locale, act.do);
  return html`<a
    class=${`button small${act.do === 'cancel' || act.do === 'clear' ? ' careful' : ''}`}
    id=${`act-${act.do}-${what ?? 'all'}`}
    data-ask
    href=${`/s/${place.guild}/act?${query}`}
    aria-label=${whom === null ? null : say(locale, 'of', { act: name, whom })}
    >${name}</a
  >`;
}
