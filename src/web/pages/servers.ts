import { type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from '../components/html.ts';

const say = words('web.servers', {
  en: {
    title: 'Servers',
    none: 'Dockhand is in no server yet. Invite it to one, and it is listed here.',
    about: 'Lesson: {{lesson}}',
  },
});

export const serversTitle = (locale: Locale): string => say(locale, 'title');

export const serversContent = (
  locale: Locale,
  servers: readonly { readonly id: string; readonly name: string; readonly lesson: string }[],
): Html => html`
  <h1>${say(locale, 'title')}</h1>
  ${
    servers.length === 0
      ? html`<p class="notice">${say(locale, 'none')}</p>`
      : html`<ul class="cards">
        ${servers.map(
          (server) => html`<li>
            <a class="card" href=${`/s/${server.id}`}>
              <b>${server.name}</b> <span class="quiet">${say(locale, 'about', { lesson: server.lesson })}</span>
            </a>
          </li>`,
        )}
      </ul>`
  }
`;
