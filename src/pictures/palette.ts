import type { TodoState } from '../grading/class-view.ts';

/** Discord shows pictures as they are, whatever theme the reader has: so there is one for each. */
const themes = ['dark', 'light'] as const;
export type Theme = (typeof themes)[number];

interface Palette {
  readonly ground: string;
  readonly card: string;
  readonly text: string;
  readonly faint: string;
  readonly rule: string;
  readonly bar: string;
  readonly cells: Readonly<Record<TodoState, string>>;
  /** The sign in a cell: nobody has to tell colours apart. */
  readonly sign: string;
}

/**
 * Colours that differ in lightness too, after the Okabe–Ito palette, which people see apart who do not see red and
 * green apart. Text has at least 4.5 : 1 against its ground.
 */
export const palettes: Readonly<Record<Theme, Palette>> = {
  dark: {
    ground: '#1e1f22',
    card: '#2b2d31',
    text: '#f2f3f5',
    faint: '#b5bac1',
    rule: '#3f4147',
    bar: '#5865f2',
    sign: '#14151a',
    cells: { done: '#2ec4a0', wrong: '#ff7a59', missing: '#f2c94c', unknown: '#8ea1c9', none: '#3a3c43' },
  },
  light: {
    ground: '#ffffff',
    card: '#f2f3f5',
    text: '#1e1f22',
    faint: '#4e5058',
    rule: '#d4d7dc',
    bar: '#4752c4',
    sign: '#ffffff',
    cells: { done: '#00785f', wrong: '#c2410c', missing: '#a87700', unknown: '#51689b', none: '#e0e2e6' },
  },
};

/** What each state of a TODO looks like beside its colour. */
export const signs: Readonly<Record<TodoState, string>> = {
  done: '✓',
  wrong: '✗',
  missing: '–',
  unknown: '?',
  none: '',
};
