/** One step of a guided tour on the page: what to do, a button that prepares it, and how it shows that it is done. */
export interface TourStep {
  readonly title: string;
  /** Markdown, as in a message. */
  readonly text: string;
  /** Prepares it: as whom, where, with which words and files in the box. Nothing is sent before one presses Enter. */
  readonly offer?: {
    readonly label: string;
    /** Name of the person; whoever one is, when absent. */
    readonly as?: string;
    /** Id of a channel, or `dm`. */
    readonly in?: string;
    readonly text?: string;
    readonly files?: readonly { readonly name: string; readonly text: string }[];
  };
  /** The step is done when a message of the bot has this in it, or is the answer to this command. Absent: one goes on by hand. */
  readonly done?: { readonly command?: string; readonly text?: string };
}
