import type { TodoState } from '../grading/class-view.ts';

/** Discord shows pictures unchanged in every theme, so there is a palette for each. */
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
  /** The sign in a cell, so that color is not the only cue. */
  readonly sign: string;
}

/**
 * Colors that also differ in lightness, based on the Okabe–Ito palette for color blindness. Text has a contrast of at least 4.5 :
 * 1.
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

/** The appearance of each TODO status besides its color. */
export const signs: Readonly<Record<TodoState, string>> = {
  done: '✓',
  wrong: '✗',
  missing: '–',
  unknown: '?',
  none: '',
};
