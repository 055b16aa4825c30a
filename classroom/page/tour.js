import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Markdown } from './markdown.js';

/** Keys under which this window's step of the tour is stored, and, for all later windows, that the tour was closed. */
const STEP = 'classroom-tour';
const OVER = 'classroom-tour-over';

/** The tour's state: its steps, the current one, and whether it is shown. */
export function useTour(state) {
  const [open, setOpen] = useState(localStorage.getItem(OVER) === null);
  const [step, setStep] = useState(Number(sessionStorage.getItem(STEP) ?? 0));
  const steps = state.tour ?? [];
  return {
    steps,
    step: Math.min(step, steps.length - 1),
    shown: open && steps.length > 0,
    go: (next) => {
      sessionStorage.setItem(STEP, String(next));
      setStep(next);
    },
    end: () => {
      localStorage.setItem(OVER, 'yes');
      setOpen(false);
    },
    begin: () => {
      localStorage.removeItem(OVER);
      sessionStorage.removeItem(STEP);
      setStep(0);
      setOpen(true);
    },
  };
}

/** The card with the next step. It moves on by itself once the step is done. */
export function Tour({ tour, state, known, prepare }) {
  const { steps, step, go, end } = tour;
  const here = steps[step];
  const since = useRef({ step: -1, seen: new Map() });
  if (since.current.step !== step)
    since.current = { step, seen: new Map(everything(state).map((one) => [one.message.id, one])) };
  const done =
    here.done !== undefined &&
    everything(state).some(
      (one) => since.current.seen.get(one.message.id) !== one && fulfils(one, here.done),
    );
  const last = step === steps.length - 1;
  useEffect(() => {
    if (!done || last) return;
    // Long enough to see the answer before the card shows the next step.
    const timer = setTimeout(() => go(step + 1), 1_500);
    return () => clearTimeout(timer);
  }, [done, step]);
  return html`<aside class="tour" aria-label="Guided tour">
    <div class="tour-head">
      <span class="muted small">${step + 1} of ${steps.length}</span>
      <button type="button" class="quiet small" onClick=${end}>${last ? 'Close' : 'Skip the tour'}</button>
    </div>
    <div role="status">
      <h2>${here.title}</h2>
      <${Markdown} text=${here.text} names=${known.names} />
    </div>
    <div class="tour-foot">
      ${here.offer ? html`<button type="button" class="button primary" onClick=${() => prepare(here.offer)}>${here.offer.label}</button>` : null}
      ${last ? null : html`<button type="button" class=${`button ${here.offer ? 'secondary' : 'primary'}`} onClick=${() => go(step + 1)}>${done ? 'Done. Next' : 'Next'}</button>`}
    </div>
  </aside>`;
}

function everything(state) {
  return Object.values(state.messages).flatMap((one) => one.messages.slice(-20));
}

function fulfils({ message, said }, { command, text }) {
  if (command !== undefined && said !== command) return false;
  if ((message.flags & 128) !== 0 || !message.author.bot) return false;
  return text === undefined || JSON.stringify([message.content, message.components]).includes(text);
}
