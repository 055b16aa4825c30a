import { useEffect, useState } from 'preact/hooks';
import { perform } from './actions.js';
import { entities } from './entities.js';
import { html } from './html.js';
import { fillOption, readSlash, slashCommands } from './slash.js';

/** A bot is asked to complete an option after this many milliseconds without a keystroke. */
const AUTOCOMPLETE_AFTER = 120;

const BOOLEANS = [
  { name: 'True', value: 'true' },
  { name: 'False', value: 'false' },
];

/**
 * What the composer offers while one types a command: commands first, then values of the option at hand.
 * `null` instead of offers means that the text is no command.
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

/** The choices by which the bot completes the option at hand. */
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

/** The choices that an option brings along; null when the bot completes it. */
function fixedChoices(state, option) {
  return entityChoices(state, option) ?? option?.choices ?? (option?.type === 5 ? BOOLEANS : null);
}

/** People, roles and channels that an option takes, by the names that they are found by. */
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

/** Does a name begin with what is typed? The sign before it need not be typed. */
function startsLike(name, typed) {
  const start = typed.toLowerCase().replace(/^["@#]+/, '');
  return String(name).toLowerCase().replace(/^[@#]/, '').startsWith(start);
}

/** The list of offers above the text; nothing while there is nothing to choose and no command to explain. */
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
