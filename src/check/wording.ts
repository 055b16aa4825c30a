/**
 * The sentences of the check. Reports arrive as data from another process: import `translate` from here, so that every sentence that a
 * report may contain is in the catalogue.
 */
import './report/todos.ts';
import './rules/index.ts';

export { translate } from '../wording/wording.ts';
export { ruleOfAim } from './rules/aims/rule-of-aim.ts';
