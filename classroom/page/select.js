import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Sign } from './emoji.js';
import { html } from './html.js';

/** The room that a list of choices takes at most, in pixels. */
const LIST_HEIGHT = 280;

/**
 * A menu of choices, as Discord draws it: one choice is sent at once, several when the menu closes.
 * For the keyboard and for screen readers it is a select-only combobox.
 */
export function Select({
  id,
  label,
  about,
  options,
  placeholder,
  min = 1,
  max = 1,
  disabled,
  required,
  preset,
  onChosen,
}) {
  const [chosen, setChosen] = useState(preset ?? []);
  const [open, setOpen] = useState(null);
  const [at, setAt] = useState(0);
  const box = useRef(null);
  const list = useRef(null);
  const sent = useRef(chosen);
  const own = useId();
  const many = max > 1;

  const close = () => {
    setOpen(null);
    if (many && chosen.length >= min && chosen.join() !== sent.current.join()) {
      sent.current = chosen;
      onChosen(chosen);
    }
  };
  const show = () => {
    setAt(
      Math.max(
        0,
        options.findIndex((one) => chosen.includes(one.value)),
      ),
    );
    setOpen(placeBeside(box.current, options.length));
  };
  const take = (value) => {
    if (!many) {
      const next = value === chosen[0] && min === 0 ? [] : [value];
      setChosen(next);
      setOpen(null);
      onChosen(next);
    } else if (chosen.includes(value)) setChosen(chosen.filter((one) => one !== value));
    else if (chosen.length < max) setChosen([...chosen, value]);
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event) => {
      if (!box.current.contains(event.target) && !list.current?.contains(event.target)) close();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  });
  // A message that comes in moves the channel, with or without a scroll event: the list goes with its box.
  useEffect(() => {
    if (!open) return;
    let frame = requestAnimationFrame(function follow() {
      if (!inSight(box.current)) return close();
      const now = placeBeside(box.current, options.length);
      if (now.left !== open.left || now.top !== open.top || now.bottom !== open.bottom) setOpen(now);
      else frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, open !== null]);

  const keys = (event) => {
    const { key } = event;
    const stop = () => event.preventDefault();
    if (key === 'Escape' && open) {
      // It closes the menu, not the form that the menu is in.
      stop();
      event.stopPropagation();
      close();
    } else if (key === 'Tab' && open) close();
    else if (key === 'ArrowDown' || key === 'ArrowUp') {
      stop();
      if (!open) show();
      else setAt(Math.max(0, Math.min(options.length - 1, at + (key === 'ArrowDown' ? 1 : -1))));
    } else if (key === 'Home' || key === 'End') {
      stop();
      setAt(key === 'Home' ? 0 : options.length - 1);
    } else if (key === 'Enter' || key === ' ') {
      stop();
      if (!open) show();
      else if (options[at]) take(options[at].value);
    } else if (key.length === 1 && !event.ctrlKey && !event.metaKey) {
      const start = open ? at + 1 : 0;
      const found = [...options.keys()]
        .map((index) => (index + start) % options.length)
        .find((index) => plain(options[index].label).startsWith(key.toLowerCase()));
      if (found === undefined) return;
      if (!open) show();
      setAt(found);
    }
  };
  const names = chosen.flatMap((value) => options.find((one) => one.value === value) ?? []);
  return html`<div class="select">
    <button
      type="button"
      id=${id}
      ref=${box}
      class="select-box"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded=${open !== null}
      aria-controls=${`${own}-list`}
      aria-activedescendant=${open ? `${own}-${at}` : undefined}
      aria-label=${label}
      aria-describedby=${about}
      aria-required=${required}
      disabled=${disabled}
      onClick=${() => (open ? close() : show())}
      onKeyDown=${keys}
    >
      <span class=${names.length > 0 ? 'select-now' : 'select-now muted'}>${names.length > 0 ? names.map((one) => one.label).join(', ') : placeholder}</span>
      <span class="chevron" aria-hidden="true" />
    </button>
    ${
      open
        ? html`<ul class="select-list" id=${`${own}-list`} ref=${list} role="listbox" aria-label=${label} aria-multiselectable=${many} style=${open}>
            ${options.map(
              // A pointer that only rests where the list opens does not enter it: the keys would lose their place.
              (one, index) => html`<li
                key=${one.value}
                id=${`${own}-${index}`}
                role="option"
                aria-selected=${chosen.includes(one.value)}
                class=${index === at ? 'at' : ''}
                onPointerMove=${() => setAt(index)}
                onClick=${() => take(one.value)}
              >
                ${one.user ? html`<${Avatar} user=${one.user} size=${24} />` : null}
                ${one.emoji?.name ? html`<${Sign} char=${one.emoji.name} />` : null}
                <span class="select-words"><span>${one.label}</span>${one.description ? html`<span class="muted">${one.description}</span>` : null}</span>
                <span class=${`tick${many ? ' square' : ''}`} aria-hidden="true" />
              </li>`,
            )}
          </ul>`
        : null
    }
  </div>`;
}

/** Where the list of so many choices stands: below its box, or above it where there is more room. */
function placeBeside(box, count) {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const below = innerHeight - bottom;
  const upwards = below < Math.min(LIST_HEIGHT, 60 + count * 40) && top > below;
  return {
    left: `${left}px`,
    width: `${width}px`,
    maxHeight: `${Math.min(LIST_HEIGHT, (upwards ? top : below) - 12)}px`,
    ...(upwards ? { bottom: `${innerHeight - top + 4}px` } : { top: `${bottom + 4}px` }),
  };
}

/** Whether the box is still to be seen, judged by its middle: the edge of its column hides it as well as that of the window. */
function inSight(box) {
  const { left, top, width, height } = box.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return seen !== null && (box.contains(seen) || seen.closest('.select-list') !== null);
}

function plain(label) {
  return label.toLowerCase().replace(/^[@#]/, '');
}
