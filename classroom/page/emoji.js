import { html } from './html.js';

/*
 * Emoji that show a status are drawn here, so that they look the same on every machine, including those without an emoji font. All others
 * are left to the font.
 */
const disc = (colour) => html`<circle cx="10" cy="10" r="8" fill=${colour} />`;
const tile = (colour) => html`<rect x="1.5" y="1.5" width="17" height="17" rx="3.5" fill=${colour} />`;
const stroke = (d, colour = '#fff') =>
  html`<path d=${d} fill="none" stroke=${colour} stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />`;

const SIGNS = {
  '✅': ['done', () => [tile('#2b8a4b'), stroke('M5.5 10.5l3 3 6-7')]],
  '❌': ['not done', () => stroke('M4.5 4.5l11 11M15.5 4.5l-11 11', '#d8434a')],
  '❔': ['not known', () => question('#8a929e')],
  '❓': ['question', () => question('#d8434a')],
  '⚠': [
    'warning',
    () => [
      html`<path d="M10 2l8.6 15.5H1.4z" fill="#e0a000" stroke="#e0a000" stroke-width="1.6" stroke-linejoin="round" />`,
      stroke('M10 8v4.2M10 15v.1', '#2b2100'),
    ],
  ],
  ℹ: ['information', () => [tile('#3f63d2'), stroke('M10 9.5v5M10 5.8v.1')]],
  '⬜': [
    'empty',
    () =>
      html`<rect x="2.5" y="2.5" width="15" height="15" rx="3" fill="none" stroke="currentColor" stroke-width="2" opacity="0.6" />`,
  ],
  '➖': ['none', () => stroke('M4 10h12', '#8a929e')],
  '🟢': ['green', () => disc('#2b9a52')],
  '🟡': ['yellow', () => disc('#e0b400')],
  '🟠': ['orange', () => disc('#e07a00')],
  '🔴': ['red', () => disc('#d8434a')],
  '🔵': ['blue', () => disc('#3f7fe0')],
  '⚪': ['white', () => html`<circle cx="10" cy="10" r="7.5" fill="#f2f3f5" stroke="#9aa1ac" />`],
  '⏸': ['paused', () => [tile('#5b6b8c'), stroke('M7.5 6v8M12.5 6v8')]],
  '▶': ['running', () => [tile('#3f63d2'), html`<path d="M7.5 5.5l7 4.5-7 4.5z" fill="#fff" />`]],
  '⏳': [
    'waiting',
    () => [
      html`<path d="M5 2h10M5 18h10M6 2c0 5 3 5.500 4 8-1 2.500-4 3-4 8M14 2c0 5-3 5.500-4 8 1 2.500 4 3 4 8" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" />`,
      html`<path d="M7.500 17c.5-2 2-2.500 2.500-3.500.5 1 2 1.500 2.500 3.500z" fill="#e0a000" />`,
    ],
  ],
  '💡': [
    'idea',
    () => [
      html`<path d="M10 1.500a6 6 0 0 0-3.500 10.900c.6.500.9 1.200.9 2.100h5.200c0-.9.300-1.600.9-2.100A6 6 0 0 0 10 1.500z" fill="#f0c030" />`,
      stroke('M8 17h4', '#8a929e'),
    ],
  ],
  '🎉': [
    'hurrah',
    () => [
      html`<path d="M2 18.500L7 7l6 6z" fill="#e0a000" />`,
      html`<g fill="none" stroke-width="1.8" stroke-linecap="round"><path d="M11 6.500c0-2 1-3 2.500-4" stroke="#d8434a" /><path d="M14 9.500c1.500-1.500 3-1.500 4.500-1" stroke="#3f7fe0" /></g>`,
      html`<g><circle cx="8" cy="2.500" r="1.200" fill="#3f7fe0" /><circle cx="17" cy="4.500" r="1.200" fill="#2b9a52" /><circle cx="17" cy="13.500" r="1.200" fill="#d8434a" /></g>`,
    ],
  ],
  '📋': [
    'list',
    () => [
      html`<rect x="3" y="3" width="14" height="16" rx="2" fill="#b98a4e" />`,
      html`<rect x="5" y="5.500" width="10" height="11.500" fill="#fff" />`,
      html`<rect x="7" y="1" width="6" height="3.800" rx="1.200" fill="#8a929e" />`,
      html`<path d="M7 9h6M7 11.500h6M7 14h4" fill="none" stroke="#5b6b8c" stroke-width="1.200" stroke-linecap="round" />`,
    ],
  ],
  '🗒': [
    'note',
    () => [
      html`<rect x="3" y="3" width="14" height="15.500" rx="1.500" fill="#f2f3f5" stroke="#8a929e" stroke-width="1.200" />`,
      html`<path d="M6 1.500v3M10 1.500v3M14 1.500v3M6 8.500h8M6 11.500h8M6 14.500h5" fill="none" stroke="#5b6b8c" stroke-width="1.300" stroke-linecap="round" />`,
    ],
  ],
  '🙋': [
    'raised hand',
    () => [
      html`<path d="M4 19c0-4.500 2.500-6.500 6-6.500s6 2 6 6.500z" fill="#3f7fe0" />`,
      html`<path d="M15.500 14V4" fill="none" stroke="#e8b48a" stroke-width="2.600" stroke-linecap="round" />`,
      html`<circle cx="9.500" cy="7.500" r="4" fill="#e8b48a" />`,
    ],
  ],
  '🙂': [
    'smile',
    () => [
      disc('#f0c030'),
      html`<circle cx="7.200" cy="8.200" r="1.200" fill="#4a3a00" /><circle cx="12.800" cy="8.200" r="1.200" fill="#4a3a00" />`,
      html`<path d="M6.500 12c1.800 2.600 5.200 2.600 7 0" fill="none" stroke="#4a3a00" stroke-width="1.500" stroke-linecap="round" />`,
    ],
  ],
  '🚨': [
    'alarm',
    () => [
      html`<path d="M4.500 15v-3.500a5.500 5.500 0 0 1 11 0V15z" fill="#d8434a" />`,
      html`<rect x="2.500" y="15" width="15" height="3.500" rx="1" fill="#5b6b8c" />`,
      html`<path d="M10 1v2M3 4l1.500 1.500M17 4l-1.500 1.500" fill="none" stroke="#e0a000" stroke-width="1.600" stroke-linecap="round" />`,
    ],
  ],
  '💬': [
    'words',
    () =>
      html`<path d="M3 3.500h14a1.500 1.500 0 0 1 1.500 1.500v8a1.500 1.500 0 0 1-1.500 1.500H9l-4.500 4v-4H3A1.500 1.500 0 0 1 1.500 13V5A1.500 1.500 0 0 1 3 3.500z" fill="#8aa4d6" />`,
  ],
  '⏰': [
    'clock',
    () => [
      html`<circle cx="10" cy="11" r="7" fill="#f2f3f5" stroke="#d8434a" stroke-width="2" />`,
      stroke('M10 7.500V11l2.500 1.500', '#2b2f36'),
      html`<path d="M3 5l2.500-2.500M17 5l-2.500-2.500" fill="none" stroke="#d8434a" stroke-width="2" stroke-linecap="round" />`,
    ],
  ],
  '📦': [
    'package',
    () => [
      html`<path d="M2 6l8-4 8 4v9l-8 4-8-4z" fill="#c99a5b" />`,
      html`<path d="M2 6l8 4 8-4M10 10v9M6 4l8 4v3" fill="none" stroke="#7d5a2a" stroke-width="1.200" stroke-linejoin="round" />`,
    ],
  ],
  '▫': [
    'none',
    () =>
      html`<rect x="6" y="6" width="8" height="8" rx="1.500" fill="none" stroke="currentColor" stroke-width="1.600" opacity="0.6" />`,
  ],
  '🔒': [
    'locked',
    () => [
      html`<path d="M6 9V6.500a4 4 0 0 1 8 0V9" fill="none" stroke="#8a929e" stroke-width="2.200" />`,
      html`<rect x="4" y="9" width="12" height="9" rx="2" fill="#e0a000" />`,
    ],
  ],
  '📘': [
    'book',
    () => [
      html`<path d="M4 3.500A1.500 1.500 0 0 1 5.500 2H16v16H5.500A1.500 1.500 0 0 1 4 16.500z" fill="#3f63d2" />`,
      html`<path d="M5 16h11" fill="none" stroke="#f2f3f5" stroke-width="1.600" />`,
    ],
  ],
  '📝': [
    'memo',
    () => [
      html`<rect x="3" y="2" width="12" height="16" rx="1.500" fill="#f2f3f5" stroke="#8a929e" stroke-width="1.200" />`,
      html`<path d="M6 6h6M6 9h6M6 12h3" fill="none" stroke="#5b6b8c" stroke-width="1.300" stroke-linecap="round" />`,
      html`<path d="M10 16l1-3 6-6 2 2-6 6z" fill="#e0a000" />`,
    ],
  ],
  '☑': [
    'ticked',
    () => [
      html`<rect x="2.500" y="2.500" width="15" height="15" rx="3" fill="none" stroke="currentColor" stroke-width="2" opacity="0.6" />`,
      stroke('M5.500 10.500l3 3 6-7', '#2b8a4b'),
    ],
  ],
  '🐞': [
    'bug',
    () => [
      html`<path d="M5.500 5L3.500 3M14.500 5l2-2" fill="none" stroke="#2b2f36" stroke-width="1.400" stroke-linecap="round" />`,
      html`<circle cx="10" cy="5.500" r="3.500" fill="#2b2f36" />`,
      html`<ellipse cx="10" cy="12" rx="6.500" ry="7" fill="#d8434a" />`,
      html`<path d="M10 5.500V19" fill="none" stroke="#2b2f36" stroke-width="1.400" />`,
      html`<g fill="#2b2f36"><circle cx="7" cy="10" r="1.300" /><circle cx="13" cy="10" r="1.300" /><circle cx="7" cy="14.500" r="1.300" /><circle cx="13" cy="14.500" r="1.300" /></g>`,
    ],
  ],
  '👋': [
    'waving hand',
    () => [
      html`<path d="M6 12V5M9 11V3.500M12 11V4M15 12V6.500" fill="none" stroke="#e8b48a" stroke-width="2.400" stroke-linecap="round" />`,
      html`<path d="M4.800 10.500h11.400v2.500c0 3.500-2.200 5.500-5.500 5.500-4 0-5.900-3-5.900-8z" fill="#e8b48a" />`,
      html`<path d="M1.500 6c0-2 .8-3.200 2-4M18.500 15c0 1.800-.8 3-2 3.800" fill="none" stroke="#8a929e" stroke-width="1.400" stroke-linecap="round" />`,
    ],
  ],
  '📁': [
    'folder',
    () =>
      html`<path d="M1.500 5A1.500 1.500 0 0 1 3 3.500h4.500l2 2H17A1.500 1.500 0 0 1 18.500 7v8.500A1.500 1.500 0 0 1 17 17H3a1.500 1.500 0 0 1-1.500-1.500z" fill="#e0b04a" />`,
  ],
  '👤': [
    'person',
    () => [
      html`<circle cx="10" cy="6.500" r="4.500" fill="#5b6b8c" />`,
      html`<path d="M2.500 18.500c0-4.500 3-6.500 7.500-6.500s7.500 2 7.500 6.500z" fill="#5b6b8c" />`,
    ],
  ],
  '◀': ['back', () => [tile('#3f63d2'), html`<path d="M12.500 5.500l-7 4.500 7 4.500z" fill="#fff" />`]],
  '🔁': ['again', () => [tile('#3f63d2'), stroke('M5 9V8a2 2 0 0 1 2-2h7l-2-2M15 11v1a2 2 0 0 1-2 2H6l2 2')]],
  '💾': [
    'kept',
    () => [
      html`<path d="M2.500 4A1.500 1.500 0 0 1 4 2.500h10l3.500 3.500v10a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 16z" fill="#5b6b8c" />`,
      html`<rect x="6" y="2.500" width="7" height="4.500" fill="#f2f3f5" /><rect x="5.500" y="10.500" width="9" height="7" fill="#f2f3f5" />`,
    ],
  ],
  '🪪': [
    'card',
    () => [
      html`<rect x="1.500" y="4" width="17" height="12.500" rx="1.800" fill="#f2f3f5" stroke="#8a929e" stroke-width="1.200" />`,
      html`<circle cx="6.500" cy="8.500" r="2" fill="#5b6b8c" /><path d="M3.500 14c0-2.200 1.200-3 3-3s3 .8 3 3z" fill="#5b6b8c" />`,
      html`<path d="M12 8.500h4M12 11.500h4" fill="none" stroke="#5b6b8c" stroke-width="1.300" stroke-linecap="round" />`,
    ],
  ],
};

function question(colour) {
  return [
    stroke('M6.5 6.500c.3-4 7-4 7 0 0 2.700-3.500 2.800-3.500 5.700', colour),
    stroke('M10 16.200v.1', colour),
  ];
}

const ANY = new RegExp(`(${Object.keys(SIGNS).join('|')})\\ufe0f?`, 'u');

/** Text with these emoji drawn. */
export function withSigns(text) {
  if (!ANY.test(text)) return text;
  return text
    .split(ANY)
    .map((part, index) => (index % 2 === 1 ? html`<${Sign} char=${part} />` : part.replace(/^\ufe0f/, '')));
}

export function Sign({ char }) {
  const sign = SIGNS[char.replace('\ufe0f', '')];
  if (!sign) return html`<span class="emoji">${char}</span>`;
  return html`<svg class="sign-drawn" viewBox="0 0 20 20" role="img" aria-label=${sign[0]}>${sign[1]()}</svg>`;
}
