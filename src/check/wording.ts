/**
 * The sentences of the check. A report comes from a process of its own as data: whoever words it takes `word` from here, and
 * with it all sentences that a report may hold.
 */
import './report/todos.ts';
import './rules/index.ts';

export { word } from '../wording/wording.ts';
