import type { Nodes, Table, TableCell, TableRow } from 'mdast';
import { hintLabel } from '../labels/hint-labels.ts';
import { type TaskLabel, taskLabel } from '../labels/task-labels.ts';
import type { HelpBlock } from './help-block.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from './markdown.ts';
import type { Outside } from './outline.ts';

/** A table with a header row that identifies its columns: `| # | Task | Hint |`. */
interface TaskTable {
  readonly rows: readonly TableRow[];
  readonly label: TaskLabel;
  readonly task: number;
  /** The columns of numbers and of help; -1 if there is none. */
  readonly number: number;
  readonly help: number;
}

/** More tables than any real lesson has. */
const tableLimit = 100;

function taskTablesOf({ root }: MarkdownText, outside: Outside): readonly TaskTable[] {
  return [...everyNode(root)]
    .filter((node): node is Table => node.type === 'table' && outside(spanOf(node).start))
    .slice(0, tableLimit)
    .flatMap(({ children: [header, ...rows] }): readonly TaskTable[] => {
      const names = (header?.children ?? []).map(readableText);
      const labels = names.map(taskLabel);
      const task = labels.findIndex(
        (label) => label !== null && label.title === '' && label.number === null && label.word !== 'step',
      );
      const label = labels[task];
      if (label == null || names.length < 2) return [];
      const number = names.findIndex((name) => /^(?:#|n[°ºo]?|nr|num|id|step|étape)?\.?$/iu.test(name));
      const help = names.findIndex(
        (name) => hintLabel(name).says !== 'nothing' && name.split(' ').length <= 3,
      );
      return [{ rows, label, task, number, help }];
    });
}

const numberIn = (row: TableRow, column: number): string | null => {
  const cell = row.children[column];
  return cell === undefined ? null : (/^\P{L}*(\d{1,3})\b/u.exec(readableText(cell))?.[1] ?? null);
};

/** The tasks set by the rows of such a table. */
export interface TabledTask {
  readonly label: TaskLabel;
  readonly text: string;
  readonly number: string | null;
  readonly row: TableRow;
}

export const tabledTasks = (markdown: MarkdownText, outside: Outside): readonly TabledTask[] =>
  taskTablesOf(markdown, outside).flatMap(({ rows, label, task, number }) =>
    rows.flatMap((row): readonly TabledTask[] => {
      const cell = row.children[task];
      const text = cell === undefined ? '' : readableText(cell);
      // A row that names its task itself is read like any other row.
      if (text === '' || taskLabel(text)?.number != null) return [];
      return [{ label, text, number: numberIn(row, number), row }];
    }),
  );

/** The cells of such a table that contain help. */
export const tabledHints = (markdown: MarkdownText, outside: Outside): readonly HelpBlock[] =>
  taskTablesOf(markdown, outside).flatMap(({ rows, task, number, help }) =>
    help === -1
      ? []
      : rows.flatMap((row): readonly HelpBlock[] => {
          const cell = row.children[help];
          const about = row.children[task];
          if (cell === undefined || about === undefined) return [];
          const given = numberIn(row, number);
          const summary = given === null ? readableText(about) : `Hint for task ${given}`;
          return blockOfCell(markdown, cell, summary);
        }),
  );

function blockOfCell({ source }: MarkdownText, cell: TableCell, summary: string): readonly HelpBlock[] {
  const [from, to] = [cell.children[0] as Nodes | undefined, cell.children.at(-1) as Nodes | undefined];
  if (from === undefined || to === undefined) return [];
  const { start, line } = spanOf(from);
  const { end } = spanOf(to);
  const column = start - source.lastIndexOf('\n', start - 1);
  return [
    { summary, kind: 'listed', start, end, contentStart: start, contentEnd: end, line, column, inner: [] },
  ];
}
