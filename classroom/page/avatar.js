import { html } from './html.js';

/** Hues of the drawn avatars: different enough to tell people apart, dark enough for white letters. */
const HUES = [212, 262, 330, 12, 32, 152, 182, 232];

function hueOf(id) {
  let sum = 0;
  for (const digit of id) sum = (sum * 31 + digit.charCodeAt(0)) % 9973;
  return HUES[sum % HUES.length];
}

/** An avatar: initials on a colour, and a small whale's tail of boxes for a bot. */
export function Avatar({ user, size = 40 }) {
  const initials = user.name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const hue = hueOf(user.id);
  return html`<svg class="avatar" viewBox="0 0 40 40" width=${size} height=${size} aria-hidden="true">
    <rect width="40" height="40" rx=${user.bot ? 12 : 20} fill=${user.bot ? '#1f5fbf' : `hsl(${hue} 45% 42%)`} />
    ${
      user.bot
        ? html`<g fill="#fff">
            <rect x="9" y="19" width="6" height="6" rx="1" /><rect x="17" y="19" width="6" height="6" rx="1" />
            <rect x="25" y="19" width="6" height="6" rx="1" /><rect x="17" y="11" width="6" height="6" rx="1" />
            <path d="M7 28h26c-2 4-6 5-13 5s-11-1-13-5z" />
          </g>`
        : html`<text x="20" y="25.5" text-anchor="middle" font-size="15" font-weight="600" fill="#fff">${initials}</text>`
    }
  </svg>`;
}
