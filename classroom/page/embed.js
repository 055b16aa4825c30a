import { Picture } from './files.js';
import { html } from './html.js';
import { Markdown } from './markdown.js';
import { longDate } from './time.js';

/** An embed: the boxed kind of message that bots had before components. */
export function Embed({ embed, names }) {
  const { color, author, title, url, description, fields = [], image, thumbnail, footer, timestamp } = embed;
  const bar = typeof color === 'number' ? `#${color.toString(16).padStart(6, '0')}` : undefined;
  const safe = /^https?:\/\//i.test(url ?? '') ? url : null;
  return html`<article class="embed" style=${bar ? { borderInlineStartColor: bar } : undefined}>
    ${thumbnail ? html`<div class="embed-thumbnail"><${Picture} media=${thumbnail} small /></div>` : null}
    ${author ? html`<div class="embed-author">${author.name}</div>` : null}
    ${title ? html`<div class="embed-title">${safe ? html`<a href=${safe} target="_blank" rel="noopener noreferrer">${title}</a>` : html`<${Markdown} text=${title} names=${names} />`}</div>` : null}
    ${description ? html`<${Markdown} text=${description} names=${names} />` : null}
    ${
      fields.length > 0
        ? html`<div class="embed-fields">
            ${fields.map(
              (field, index) => html`<div class=${`embed-field${field.inline ? ' inline' : ''}`} key=${index}>
                <div class="embed-field-name"><${Markdown} text=${field.name} names=${names} /></div>
                <${Markdown} text=${field.value} names=${names} />
              </div>`,
            )}
          </div>`
        : null
    }
    ${image ? html`<${Picture} media=${image} />` : null}
    ${
      footer || timestamp
        ? html`<div class="embed-footer">${[footer?.text, timestamp ? longDate(new Date(timestamp), 'f') : null].filter(Boolean).join(' · ')}</div>`
        : null
    }
  </article>`;
}
