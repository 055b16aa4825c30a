import { useEffect, useState } from 'preact/hooks';
import { perform } from './actions.js';
import { entities } from './entities.js';
import { html } from './html.js';
import { fillOption, readSlash, slashCommands } from './slash.js';

/** The bot is asked to autocomplete an option after this many milliseconds without a keystroke. */
const AUTOCOMPLETE_AFTER = 120;

const BOOLEANS = [
  { name: 'True', value: 'true' },
  { name: 'False', value: 'false' },
];

/**
 * What the composer suggests while a command is typed: first commands, then values of the current option. `null` means that the text is
 * not a command.
 */
export function useOffers({ state, channel, text }) {
  const [at, setAt] = useState(0);
  const commands = slashCommands(state.commands[channel.id] ?? []);
  const reading = text.startsWith('/') ? readSlash(text, commands) : null;
  const option = reading?.option ?? null;
  const completed = useAutocompletion({ me: state.me, channel, reading, option, onChange: () => setAt(0) });
  return {
    commands,
    reading,
    option,
    offers: offersOf(reading, option, fixedChoices(state, option) ?? completed),
    at,
    setAt,
  };
}

/** The bot's autocomplete choices for the current option. */
function useAutocompletion({ me, channel, reading, option, onChange }) {
  const [choices, setChoices] = useState([]);
  useEffect(() => {
    onChange();
    if (!option?.autocomplete) return setChoices([]);
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await perform(me, {
        do: 'autocomplete',
        channel: channel.id,
        name: reading.chosen.name,
        option: option.name,
        text: reading.value,
      });
      if (current) setChoices(answer.choices ?? []);
    }, AUTOCOMPLETE_AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [option?.name, reading?.value, reading?.chosen?.name]);
  return choices;
}

/** The choices that an option defines; null when the bot autocompletes it. */
function fixedChoices(state, option) {
  return entityChoices(state, option) ?? option?.choices ?? (option?.type === 5 ? BOOLEANS : null);
}

/** People, roles and channels that an option accepts, by the names under which they are found. */
function entityChoices(state, option) {
  const kind = { 6: 5, 7: 8, 8: 6, 9: 7 }[option?.type];
  if (!kind) return null;
  return entities(state, kind).map((entity) => {
    const name = kind === 8 || entity.label.startsWith('@') ? entity.label : `@${entity.label}`;
    return { name, value: name };
  });
}

function offersOf(reading, option, choices) {
  if (reading === null) return [];
  return reading.chosen ? valueOffers(reading, option, choices) : commandOffers(reading.matches);
}

function commandOffers(commands) {
  return commands.map((command) => ({
    key: command.id,
    title: `/${command.name}`,
    about: command.description,
    text: `/${command.name}${command.options.length > 0 ? ' ' : ''}`,
  }));
}

function valueOffers(reading, option, choices) {
  return choices
    .filter((choice) => option?.autocomplete || startsLike(choice.name, reading.value))
    .map((choice) => ({
      key: String(choice.value),
      title: choice.name,
      text: fillOption(reading, choice.value),
    }));
}

/** Whether a name begins with the typed text. The sign in front of it need not be typed. */
function startsLike(name, typed) {
  const start = typed.toLowerCase().replace(/^["@#]+/, '');
  return String(name).toLowerCase().replace(/^[@#]/, '').startsWith(start);
}

/** The list of suggestions above the text field; nothing while there is nothing to choose and no command to explain. */
export function Offers({ bot, reading, option, offers, at, take }) {
  if (reading === null || (offers.length === 0 && !reading.chosen)) return null;
  return html`<div class="offers" id="offers" role="listbox" aria-label="Commands">
    <div class="offers-head muted">${reading.chosen ? usage(reading.chosen, option) : `Commands of ${bot.name}`}</div>
    ${offers.map((offer, index) => html`<button type="button" role="option" key=${offer.key} id=${`offer-${index}`} aria-selected=${index === at} class=${index === at ? 'at' : ''} onClick=${() => take(index)}><strong>${offer.title}</strong>${offer.about ? html`<span class="muted">${offer.about}</span>` : null}</button>`)}
  </div>`;
}

function usage(command, option) {
  return html`<code>/${command.name}</code> ${command.options.map((one) => html`<span key=${one.name} class=${`usage${one === option ? ' now' : ''}`} title=${one.description}>${one.name}${one.required ? '' : '?'}</span> `)}${option ? html`<span>${option.description}</span>` : null}`;
}
