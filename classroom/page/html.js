import htm from 'htm';
import { h } from 'preact';

/** Markup in template strings; every interpolated text becomes a text node, never HTML. */
export const html = htm.bind(h);
