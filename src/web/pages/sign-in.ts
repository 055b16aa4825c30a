import { type Locale, words } from '../../wording/wording.ts';
import { plainDocument } from '../components/document.ts';
import { html } from '../components/html.ts';

const say = words('web.sign-in', {
  en: {
    title: 'Sign in',
    about: 'These pages are for the teaching assistants: the queue, the class, each student.',
    discord: 'Sign in with Discord',
    discordAbout:
      'You need the TA role of your class server. Dockhand sees your name and which servers you are in, nothing else.',
    token: 'Operator’s token',
    tokenAbout: 'For the one who runs this Dockhand: the value of WEB_TOKEN.',
    go: 'Sign in',
    none: 'Nobody can sign in yet: set WEB_TOKEN, or DISCORD_CLIENT_SECRET, and start Dockhand again.',
    'wrong-token': 'That is not the token. Look at WEB_TOKEN in the settings of this Dockhand.',
    'discord-refused': 'Discord did not let you in, or you came back too late. Try it again.',
    'no-role':
      'You do not have the TA role in any server that Dockhand is in. Ask an admin of your class server for it.',
  },
});

export type SignInTrouble = 'wrong-token' | 'discord-refused' | 'no-role';

export function signInPage(
  locale: Locale,
  view: {
    readonly next: string;
    readonly trouble: SignInTrouble | null;
    readonly csrf: string;
    readonly ways: { readonly token: boolean; readonly discord: boolean };
  },
): string {
  const { ways } = view;
  return plainDocument(
    locale,
    say(locale, 'title'),
    html`
      <img src="/assets/icon.svg" alt="" width="44" height="44" />
      <h1>${say(locale, 'title')}</h1>
      <p>${say(locale, 'about')}</p>
      ${view.trouble === null ? null : html`<p class="notice wrong" role="alert">${say(locale, view.trouble)}</p>`}
      ${
        ways.discord
          ? html`
            <a class="button main" href=${`/sign-in/discord?next=${encodeURIComponent(view.next)}`}
              >${say(locale, 'discord')}</a
            >
            <p class="quiet">${say(locale, 'discordAbout')}</p>
          `
          : null
      }
      ${
        ways.token
          ? html`
            <form method="post" action="/sign-in" class="stack">
              <input type="hidden" name="_csrf" value=${view.csrf} />
              <input type="hidden" name="next" value=${view.next} />
              <label for="token">${say(locale, 'token')}</label>
              <input
                id="token"
                name="token"
                type="password"
                autocomplete="current-password"
                required
                aria-describedby="about-token"
              />
              <p class="quiet" id="about-token">${say(locale, 'tokenAbout')}</p>
              <button class="main">${say(locale, 'go')}</button>
            </form>
          `
          : null
      }
      ${ways.token || ways.discord ? null : html`<p class="notice">${say(locale, 'none')}</p>`}
    `,
  );
}
