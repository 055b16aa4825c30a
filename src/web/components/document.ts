import { type Locale, words } from '../../wording/wording.ts';
import { type Children, type Html, html, toText } from './html.ts';

const say = words('web.document', {
  en: {
    skip: 'Skip to the content',
    main: 'Pages',
    board: 'Board',
    class: 'Class',
    jobs: 'Jobs',
    servers: 'Servers',
    out: 'Sign out',
    signedIn: 'Signed in as {{name}}',
    operator: 'the operator',
    live: 'Live',
    stale: 'Not live: trying to reach Dockhand again',
    js: 'Reload the page to see what is new: this browser does not run its script.',
  },
});

/** The frame of a page for a signed-in visitor. */
export interface Frame {
  readonly title: string;
  /** Null for the operator. */
  readonly name: string | null;
  readonly csrf: string;
  readonly notice: string | null;
  /** The server of these pages; null on the list of servers. */
  readonly guild: { readonly id: string; readonly name: string } | null;
  readonly here: 'board' | 'class' | 'student' | 'servers' | 'ask';
  /** Whether there are several servers to choose from. */
  readonly several: boolean;
  readonly operator: boolean;
}

const documentOf = (locale: Locale, title: string, body: Html, script: boolean): string =>
  `<!doctype html>${toText(html`
    <html lang=${locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Dockhand</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        ${script ? html`<script type="module" src="/assets/page.js"></script>` : null}
      </head>
      ${body}
    </html>
  `)}`;

/** A page without a frame, for visitors who are not signed in. */
export const plainDocument = (locale: Locale, title: string, content: Children): string =>
  documentOf(
    locale,
    title,
    html`<body class="plain"><main id="content" class="card narrow">${content}</main></body>`,
    false,
  );

/** A staff page with its frame. */
export function framedDocument(locale: Locale, frame: Frame, content: Children): string {
  const { guild } = frame;
  const link = (to: string, key: 'board' | 'class' | 'jobs' | 'servers', current: boolean): Html => html`
    <li><a href=${to} aria-current=${current ? 'page' : null}>${say(locale, key)}</a></li>
  `;
  const name = frame.name ?? say(locale, 'operator');
  return documentOf(
    locale,
    guild === null ? frame.title : `${frame.title} · ${guild.name}`,
    html`<body>
      <a class="skip" href="#content">${say(locale, 'skip')}</a>
      <header class="bar">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="22" height="22" /> Dockhand</a>
        ${guild === null ? null : html`<span class="server">${guild.name}</span>`}
        <nav aria-label=${say(locale, 'main')}>
          <ul>
            ${guild === null ? null : link(`/s/${guild.id}`, 'board', frame.here === 'board')}
            ${guild === null ? null : link(`/s/${guild.id}/class`, 'class', frame.here === 'class')}
            ${frame.several ? link('/', 'servers', frame.here === 'servers') : null}
            ${frame.operator ? link('/jobs', 'jobs', false) : null}
          </ul>
        </nav>
        <form class="out" method="post" action="/sign-out">
          <input type="hidden" name="_csrf" value=${frame.csrf} />
          <span class="who">${say(locale, 'signedIn', { name })}</span>
          <button class="quiet">${say(locale, 'out')}</button>
        </form>
      </header>
      <main id="content" tabindex="-1">
        ${frame.notice === null ? null : html`<p class="notice" id="notice" role="status" tabindex="-1">${frame.notice}</p>`}
        ${content}
      </main>
    </body>`,
    true,
  );
}

/**
 * A part of a page that the server sends again whenever it changes, from the URL `stream`. It is not an ARIA live region, because
 * it changes constantly; a separate line announces the important changes.
 */
export const livePart = (locale: Locale, stream: string, content: Children): Html => html`
  <div id="live" data-stream=${stream}>${content}</div>
  <p class="pulse" id="pulse" role="status" data-live=${say(locale, 'live')} data-stale=${say(locale, 'stale')}></p>
  <noscript><p class="quiet">${say(locale, 'js')}</p></noscript>
`;
