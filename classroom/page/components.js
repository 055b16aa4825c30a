import { Sign, withSigns } from './emoji.js';
import { FileCard, Picture } from './files.js';
import { html } from './html.js';
import { Markdown } from './markdown.js';
import { Select } from './select.js';
import { SpoilerBox } from './spoiler.js';

const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link', 6: 'premium' };

/** A message's components, old and new, as they look and behave. `ctx` resolves names and performs actions. */
export function Components({ components, ctx }) {
  return html`<div class="components">${components.map((one) => html`<${Component} one=${one} ctx=${ctx} key=${one.id} />`)}</div>`;
}

function Component({ one, ctx }) {
  switch (one.type) {
    case 1:
      return html`<div class="action-row">${one.components.map((each) => html`<${Component} one=${each} ctx=${ctx} key=${each.id} />`)}</div>`;
    case 2:
      return html`<${Button} one=${one} ctx=${ctx} />`;
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return html`<${Menu} one=${one} ctx=${ctx} key=${JSON.stringify(one.options ?? one.default_values)} />`;
    case 9:
      return html`<div class="section">
        <div class="section-text">${one.components.map((each) => html`<${Component} one=${each} ctx=${ctx} key=${each.id} />`)}</div>
        <div class="section-accessory"><${Component} one=${one.accessory} ctx=${ctx} /></div>
      </div>`;
    case 10:
      return html`<${Markdown} text=${one.content} names=${ctx.names} />`;
    case 11:
      return html`<${SpoilerBox} spoiler=${one.spoiler}><${Picture} media=${one.media} alt=${one.description} small /><//>`;
    case 12:
      return html`<div class=${`gallery gallery-${Math.min(one.items.length, 4)}`}>
        ${one.items.map((item) => html`<${SpoilerBox} spoiler=${item.spoiler} key=${item.media.id}><${Picture} media=${item.media} alt=${item.description} /><//>`)}
      </div>`;
    case 13:
      return html`<${SpoilerBox} spoiler=${one.spoiler}><${FileCard} file=${{ filename: one.name, size: one.size, url: one.file.url }} /><//>`;
    case 14:
      return html`<div class=${`separator${one.divider === false ? ' blank' : ''}${one.spacing === 2 ? ' wide' : ''}`} role="separator" />`;
    case 17:
      return html`<${Container} one=${one} ctx=${ctx} />`;
    default:
      return html`<div class="unknown">The classroom cannot show a component of type ${one.type}.</div>`;
  }
}

function Container({ one, ctx }) {
  const accent =
    typeof one.accent_color === 'number' ? `#${one.accent_color.toString(16).padStart(6, '0')}` : null;
  return html`<${SpoilerBox} spoiler=${one.spoiler}>
    <div class=${`container${accent ? ' accented' : ''}`} style=${accent ? { borderInlineStartColor: accent } : undefined}>
      ${one.components.map((each) => html`<${Component} one=${each} ctx=${ctx} key=${each.id} />`)}
    </div>
  <//>`;
}

function Button({ one, ctx }) {
  const label = html`${one.emoji ? html`<${Sign} char=${one.emoji.name ?? ''} />` : null}${withSigns(one.label ?? '')}`;
  if (one.style === 5) {
    const safe = /^(https?|discord):\/\//i.test(one.url);
    if (one.disabled)
      return html`<button type="button" class="button link" disabled>${label}<span aria-hidden="true"> ↗</span></button>`;
    return html`<a class="button link" href=${safe ? one.url : undefined} target="_blank" rel="noopener noreferrer">${label}<span aria-hidden="true"> ↗</span></a>`;
  }
  const busy = ctx.busy(one.custom_id);
  return html`<button
    type="button"
    class=${`button ${STYLES[one.style] ?? 'secondary'}`}
    disabled=${one.disabled === true || busy}
    aria-busy=${busy}
    onClick=${() => ctx.act({ do: 'press', message: ctx.message.id, channel: ctx.message.channel_id, customId: one.custom_id })}
  >
    ${busy ? html`<span class="dots" aria-label="working"><i /><i /><i /></span>` : label}
  </button>`;
}

function Menu({ one, ctx }) {
  const options = (one.options ?? ctx.entities(one.type)).filter(
    (option) => !one.channel_types?.length || one.channel_types.includes(option.channelType),
  );
  const preset = one.options
    ? options.filter((option) => option.default).map((option) => option.value)
    : (one.default_values ?? []).map((each) => each.id);
  return html`<${Select}
    label=${one.placeholder ?? 'Make a selection'}
    options=${options}
    placeholder=${one.placeholder ?? 'Make a selection'}
    min=${one.min_values ?? 1}
    max=${one.max_values ?? 1}
    disabled=${one.disabled === true || ctx.busy(one.custom_id)}
    preset=${preset}
    onChosen=${(values) =>
      ctx.act({
        do: 'select',
        message: ctx.message.id,
        channel: ctx.message.channel_id,
        customId: one.custom_id,
        values,
      })}
  />`;
}
