import { Component } from 'preact';
import { html } from './html.js';

/** Renders a component again only if one of its properties has changed. */
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
