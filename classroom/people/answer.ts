import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import type { Acknowledgement, ClassroomInteraction, OfferedChoice } from '../world/interaction.ts';
import type { World } from '../world/world.ts';
import { Form } from './modal-form.ts';
import { textOf } from './text-of.ts';
import { waitUntil } from './wait-until.ts';

export interface WaitOptions {
  /** How long to wait, in milliseconds of real time; 5000 when absent. */
  readonly ms?: number;
}

/** The bot's response to a person's action; its message is always as that person sees it now. */
export class BotAnswer {
  readonly #world: World;
  #followUpsRead = 0;
  readonly interaction: ClassroomInteraction;

  constructor(world: World, interaction: ClassroomInteraction) {
    this.#world = world;
    this.interaction = interaction;
  }

  get state(): Acknowledgement | 'waiting' {
    return this.interaction.state;
  }

  /** "The application did not respond". */
  get failed(): boolean {
    return this.state === 'failed';
  }

  get ephemeral(): boolean {
    return this.interaction.ephemeral;
  }

  /** Still shows "thinking…". */
  get loading(): boolean {
    return ((this.message?.flags ?? 0) & MessageFlags.Loading) !== 0;
  }

  /** The message with the answer, or the one that was edited; null when there is none or it was deleted. */
  get message(): APIMessage | null {
    const { channelId, originalId } = this.interaction;
    return originalId ? (this.#world.messagesOf(channelId).get(originalId)?.payload ?? null) : null;
  }

  /** All text of the answer; empty when there is no message. */
  get text(): string {
    return this.message ? textOf(this.message) : '';
  }

  get followUps(): readonly APIMessage[] {
    const messages = this.#world.messagesOf(this.interaction.channelId);
    return this.interaction.followUps.flatMap((id) => messages.get(id)?.payload ?? []);
  }

  /** The modal that the bot opened; throws when it opened none. */
  get modal(): Form<BotAnswer> {
    if (!this.interaction.modal) throw new Error(`The answer is no form but: ${this.state}, ${this.text}`);
    return new Form(this.#world, this.interaction, this.interaction.modal, (sent) =>
      answered(this.#world, sent),
    );
  }

  /** The choices that autocomplete returned. */
  get choices(): readonly OfferedChoice[] {
    return this.interaction.choices;
  }

  /** Waits until the answer meets a condition: `(answer) => answer.text.includes('passed')`. */
  async until(wanted: (answer: BotAnswer) => boolean, patience: WaitOptions = {}): Promise<BotAnswer> {
    await waitUntil(
      this.#world,
      () => wanted(this) || null,
      patience,
      () => `the answer reads:\n${this.text}`,
    );
    return this;
  }

  /** Waits until a deferred answer is filled in. */
  untilFilled(patience: WaitOptions = {}): Promise<BotAnswer> {
    return this.until((answer) => answer.message !== null && !answer.loading, patience);
  }

  /** Waits for the next edit of the answer. */
  untilEdited(patience: WaitOptions = {}): Promise<BotAnswer> {
    const before = this.message;
    return this.until((answer) => answer.message !== null && answer.message !== before, patience);
  }

  /** Waits for the next message after the answer; a second call waits for the one after that. */
  async untilFollowUp(patience: WaitOptions = {}): Promise<APIMessage> {
    const index = this.#followUpsRead;
    this.#followUpsRead += 1;
    return waitUntil(
      this.#world,
      () => this.followUps[index] ?? null,
      patience,
      () => `there are ${this.followUps.length} messages after the answer`,
    );
  }
}

/** Resolves once the bot has given its first response or has failed to. */
export async function answered(world: World, interaction: ClassroomInteraction): Promise<BotAnswer> {
  // The classroom itself ends every wait after three seconds; this only guards against a stopped clock.
  await waitUntil(
    world,
    () => interaction.state !== 'waiting' || null,
    { ms: 30_000 },
    () => 'no answer came',
  );
  return new BotAnswer(world, interaction);
}
