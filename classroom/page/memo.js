import { Component } from 'preact';
import { html } from './html.js';

/** Draws a component again only when one of its properties is another. */
export function memo(Shown) {
  return class extends Component {
    shouldComponentUpdate(next) {
      const keys = new Set([...Object.keys(next), ...Object.keys(this.props)]);
      return [...keys].some((key) => next[key] !== this.props[key]);
    }

    render(props) {
      return html`<${Shown} ...${props} />`;
    }
  };
}
