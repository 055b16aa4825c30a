import type { Message } from '../../../src/discord/render/message.ts';

/** A message that Dockhand sends. */
export interface Screen {
  readonly name: string;
  readonly message: Message;
  /** The student asked to read it all, so it may be longer than a screen: details, a part of the lesson, a log. */
  readonly isAsked?: true;
}
