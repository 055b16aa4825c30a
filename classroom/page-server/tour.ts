/** One step of a guided tour on the page: what to do, a button that prepares it, and how to detect that it is done. */
export interface TourStep {
  readonly title: string;
  /** Markdown, as in a message. */
  readonly text: string;
  /** What is prepared: the person, the place, and the text and files in the composer. Nothing is sent until Enter is pressed. */
  readonly offer?: {
    readonly label: string;
    /** The person's name; the current person when absent. */
    readonly as?: string;
    /** Id of a channel, or `dm`. */
    readonly in?: string;
    readonly text?: string;
    readonly files?: readonly { readonly name: string; readonly text: string }[];
  };
  /**
   * The step is done when a message of the bot contains this text, or is the answer to this command. When absent, the reader goes on by
   * hand.
   */
  readonly done?: { readonly command?: string; readonly text?: string };
}
