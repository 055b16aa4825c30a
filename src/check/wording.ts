/**
 * The sentences of the check. A report comes from a process of its own as data; whoever words it has to know them all.
 */
import './rules/index.ts';
import './report/todos.ts';
