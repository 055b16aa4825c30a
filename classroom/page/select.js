import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Sign } from './emoji.js';
import { html } from './html.js';
import { usePlacement } from './placement.js';

/**
 * A select menu as Discord draws it: a single choice is sent at once, several when the menu closes. For the keyboard and for screen
 * readers it is a select-only combobox.
 */
export function Select({ id, label, about, options, placeholder, disabled, required, ...choice }) {
  const [chosen, choose, settle] = useChoice(choice);
  const [at, setAt] = useState(0);
  const box = useRef(null);
  const list = useRef(null);
  const close = () => {
    setPlacement(null);
    settle();
  };
  const [placement, place, setPlacement] = usePlacement({ box, list, count: options.length, close });
  const isOpen = placement !== null;
  const own = useId();
  const many = choice.max > 1;

  const show = () => {
    const first = options.findIndex((option) => chosen.includes(option.value));
    setAt(Math.max(0, first));
    place();
  };
  const take = (value) => {
    choose(value);
    if (!many) setPlacement(null);
  };
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, isOpen]);

  const names = chosen.flatMap((value) => options.find((option) => option.value === value)?.label ?? []);
  return html`<div class="select">
    <button
      type="button"
      id=${id}
      ref=${box}
      class="select-box"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded=${isOpen}
      aria-controls=${`${own}-list`}
      aria-activedescendant=${isOpen ? `${own}-${at}` : undefined}
      aria-label=${label}
      aria-describedby=${about}
      aria-required=${required}
      disabled=${disabled}
      onClick=${isOpen ? close : show}
      onKeyDown=${keyHandler({ options, isOpen, at, setAt, show, close, take })}
    >
      <span class=${names.length > 0 ? 'select-now' : 'select-now muted'}>${names.length > 0 ? names.join(', ') : placeholder}</span>
      <span class="chevron" aria-hidden="true" />
    </button>
    ${isOpen ? html`<${OptionList} ...${{ own, list, label, many, placement, options, chosen, at, setAt, take }} />` : null}
  </div>`;
}

/** The chosen values, functions that add and remove one, and the one that sends several when the menu closes. */
function useChoice({ min = 1, max = 1, preset, onChosen }) {
  const [chosen, setChosen] = useState(preset ?? []);
  const sent = useRef(chosen);
  const choose = (value) => {
    if (max <= 1) {
      const next = value === chosen[0] && min === 0 ? [] : [value];
      setChosen(next);
      onChosen(next);
    } else if (chosen.includes(value)) setChosen(chosen.filter((other) => other !== value));
    else if (chosen.length < max) setChosen([...chosen, value]);
  };
  const settle = () => {
    if (max <= 1 || chosen.length < min || chosen.join() === sent.current.join()) return;
    sent.current = chosen;
    onChosen(chosen);
  };
  return [chosen, choose, settle];
}

/** The keyboard handling of a select-only combobox. */
function keyHandler({ options, isOpen, at, setAt, show, close, take }) {
  const last = options.length - 1;
  const step = (by) => (isOpen ? setAt(Math.max(0, Math.min(last, at + by))) : show());
  const choose = () => {
    if (!isOpen) show();
    else if (options[at]) take(options[at].value);
  };
  const actions = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Home: () => setAt(0),
    End: () => setAt(last),
    Enter: choose,
    ' ': choose,
  };
  const jumpTo = (letter) => {
    const start = isOpen ? at + 1 : 0;
    const found = [...options.keys()]
      .map((index) => (index + start) % options.length)
      .find((index) => plain(options[index].label).startsWith(letter.toLowerCase()));
    if (found === undefined) return;
    if (!isOpen) show();
    setAt(found);
  };
  return (event) => {
    const { key } = event;
    if (actions[key]) {
      event.preventDefault();
      actions[key]();
    } else if (key === 'Escape' && isOpen) {
      // Escape closes the menu, not the modal that contains it.
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (key === 'Tab' && isOpen) close();
    else if (key.length === 1 && !event.ctrlKey && !event.metaKey) jumpTo(key);
  };
}

function OptionList({ own, list, label, many, placement, options, chosen, at, setAt, take }) {
  return html`<ul class="select-list" id=${`${own}-list`} ref=${list} role="listbox" aria-label=${label} aria-multiselectable=${many} style=${placement}>
    ${options.map(
      // A pointer that merely rests where the list opens does not select an entry: the keyboard would lose its position.
      (option, index) => html`<li
        key=${option.value}
        id=${`${own}-${index}`}
        role="option"
        aria-selected=${chosen.includes(option.value)}
        class=${index === at ? 'at' : ''}
        onPointerMove=${() => setAt(index)}
        onClick=${() => take(option.value)}
      >
        ${option.user ? html`<${Avatar} user=${option.user} size=${24} />` : null}
        ${option.emoji?.name ? html`<${Sign} char=${option.emoji.name} />` : null}
        <span class="select-words"><span>${option.label}</span>${option.description ? html`<span class="muted">${option.description}</span>` : null}</span>
        <span class=${`tick${many ? ' square' : ''}`} aria-hidden="true" />
      </li>`,
    )}
  </ul>`;
}

function plain(label) {
  return label.toLowerCase().replace(/^[@#]/, '');
}
