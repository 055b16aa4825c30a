/** One step of a guided tour on the page: what to do, a button that prepares it, and how it shows that it is done. */
export interface TourStep {
  readonly title: string;
  /** Markdown, as in a message. */
  readonly text: string;
  /** What is prepared: the person, the place, the words and the files in the input. Nothing is sent before Enter. */
  readonly offer?: {
    readonly label: string;
    /** Name of the person; the current one when absent. */
    readonly as?: string;
    /** Id of a channel, or `dm`. */
    readonly in?: string;
    readonly text?: string;
    readonly files?: readonly { readonly name: string; readonly text: string }[];
  };
  /** The step is done when a message of the bot has this in it, or is the answer to this command. Absent: one goes on by hand. */
  readonly done?: { readonly command?: string; readonly text?: string };
}
