import colours from 'picocolors';

/** Prints the tour as it happens: who does what, the response and how long it took. */
export interface Narrator {
  readonly scene: (title: string) => void;
  readonly does: (who: string, what: string) => void;
  /** A message in Discord as text, with the time it took (milliseconds). */
  readonly answer: (text: string, took: number | null) => void;
  /** A line of live output. */
  readonly live: (line: string) => void;
  readonly note: (text: string) => void;
}

/** Longer answers are truncated, because the page shows them in full. Lines. */
const shownLines = 26;

export function narrator(out: NodeJS.WritableStream, width = 100): Narrator {
  const line = (text = ''): void => {
    out.write(`${text}\n`);
  };
  const bar = colours.dim('│');
  return {
    scene: (title) => {
      line();
      line(colours.bold(colours.cyan(`── ${title} ${'─'.repeat(Math.max(3, width - title.length - 4))}`)));
    },
    does: (who, what) => line(`${colours.bold(who)} ${what}`),
    answer: (text, took) => {
      const lines = text.trim().split('\n');
      for (const each of lines.slice(0, shownLines)) line(`  ${bar} ${each}`);
      if (lines.length > shownLines)
        line(`  ${bar} ${colours.dim(`… ${lines.length - shownLines} more lines on the page`)}`);
      if (took !== null)
        line(colours.dim(`    ${took < 1_000 ? `${took} ms` : `${(took / 1_000).toFixed(1)} s`}`));
    },
    live: (text) => line(`  ${colours.dim('…')} ${text}`),
    note: (text) => line(colours.dim(text)),
  };
}
