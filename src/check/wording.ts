/**
 * The sentences of the check. Reports arrive as data from another process: import `word` from here, so that every
 * sentence a report may hold is in the catalogue.
 */
import './report/todos.ts';
import './rules/index.ts';

export { translate } from '../wording/wording.ts';
export { ruleOfAim } from './rules/aims/reasons.ts';
