import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import { everyComponent, type Loose } from '../rest/limits/components.ts';
import { storeFile, type UploadedFile } from '../world/files.ts';
import type { ClassroomInteraction } from '../world/interaction.ts';
import { sendInteraction } from '../world/send-interaction.ts';
import type { World } from '../world/world.ts';

export type FieldValue = string | boolean | readonly string[] | readonly UploadedFile[];

interface Field {
  readonly component: Loose;
  readonly customId: string;
  readonly label: string;
  readonly required: boolean;
}

const LISTS = new Set<unknown>([3, 5, 6, 7, 8, ComponentType.FileUpload, 22]);

/** A modal that the bot opened, to be filled in and submitted; submitting it returns a `Reply`. */
export class Form<Reply = unknown> {
  readonly #sent: (interaction: ClassroomInteraction) => Promise<Reply>;
  readonly #world: World;
  readonly #opener: ClassroomInteraction;
  readonly #values = new Map<string, FieldValue>();
  readonly data: APIModalInteractionResponseCallbackData;

  constructor(
    world: World,
    opener: ClassroomInteraction,
    data: APIModalInteractionResponseCallbackData,
    sent: (interaction: ClassroomInteraction) => Promise<Reply>,
  ) {
    this.#sent = sent;
    this.#world = world;
    this.#opener = opener;
    this.data = data;
  }

  get title(): string {
    return this.data.title;
  }

  get fields(): readonly Field[] {
    return fieldsOf(this.data.components as unknown as readonly Loose[]);
  }

  /** Fills in fields, named by custom_id or label. */
  fill(values: Readonly<Record<string, FieldValue>>): this {
    for (const [name, value] of Object.entries(values)) {
      const field = this.fields.find((one) => one.customId === name || one.label === name);
      if (!field)
        throw new Error(
          `The form has no field "${name}", but ${this.fields.map((one) => `"${one.customId}" (${one.label})`).join(', ')}`,
        );
      this.#values.set(field.customId, value);
    }
    return this;
  }

  /** Dismisses the modal; the bot does not learn of it. */
  close(): void {
    this.#opener.formClosed = true;
    this.#world.tell({ kind: 'interaction-state', interaction: this.#opener });
  }

  /** Submits the modal. `force` submits even what Discord's client would not allow. */
  submit({ force = false }: { readonly force?: boolean } = {}): Promise<Reply> {
    const world = this.#world;
    const channel = world.channels.get(this.#opener.channelId);
    if (!channel) throw new Error('the channel is gone');
    if (!force) for (const field of this.fields) this.#check(field);
    this.close();
    const attachments: Record<string, unknown> = {};
    const sent = (component: Loose): Record<string, unknown> => {
      const { type, custom_id: customId } = component;
      const base = { type, id: component.id ?? 0 };
      if (Array.isArray(component.components))
        return { ...base, components: (component.components as readonly Loose[]).map(sent) };
      if (component.component) return { ...base, component: sent(component.component as Loose) };
      if (typeof customId !== 'string') return base;
      const value = this.#values.get(customId) ?? initial(component);
      if (type === ComponentType.FileUpload) {
        const files = (Array.isArray(value) ? value : []) as readonly UploadedFile[];
        const stored = files.map((file) => storeFile(world, channel.id, file, { ephemeral: true }));
        for (const file of stored) attachments[file.id] = file;
        return { ...base, custom_id: customId, values: stored.map((file) => file.id) };
      }
      return LISTS.has(type)
        ? { ...base, custom_id: customId, values: [value ?? []].flat() }
        : { ...base, custom_id: customId, value: value ?? (type === 21 ? null : '') };
    };
    const components = numberAll(this.data.components as unknown as readonly Loose[]).map(sent);
    const sourceId = this.#opener.sourceId;
    const interaction = sendInteraction(world, {
      userId: this.#opener.userId,
      channel,
      type: InteractionType.ModalSubmit,
      // The answer to a modal is shown below the command that opened it.
      ...(this.#opener.said === null ? {} : { said: this.#opener.said }),
      data: {
        custom_id: this.data.custom_id,
        components,
        ...(Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {}),
      },
      source:
        sourceId && this.#opener.payload.type === InteractionType.MessageComponent
          ? world.messagesOf(channel.id).get(sourceId)
          : undefined,
    });
    return this.#sent(interaction);
  }

  #check({ component, customId, label, required }: Field): void {
    const value = this.#values.get(customId) ?? initial(component);
    const size = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
    if (size === 0 && !required) return;
    const text = component.type === ComponentType.TextInput;
    const min = Number((text ? component.min_length : component.min_values) ?? 1);
    const max = Number((text ? component.max_length : component.max_values) ?? (text ? 4000 : 1));
    if (typeof value === 'boolean') return;
    if (required && size < Math.max(1, min)) throw new Error(`The field "${label}" has to be filled in`);
    if (size > max) throw new Error(`The field "${label}" takes ${max} at most, not ${size}`);
  }
}

function fieldsOf(components: readonly Loose[]): Field[] {
  const labels = new Map<unknown, unknown>();
  const all = everyComponent(components);
  for (const { component } of all) if (component.component) labels.set(component.component, component.label);
  return all.flatMap(({ component }) =>
    typeof component.custom_id === 'string'
      ? [
          {
            component,
            customId: component.custom_id,
            label: String(labels.get(component) ?? component.label ?? component.custom_id),
            required: component.required !== false,
          },
        ]
      : [],
  );
}

function initial(component: Loose): FieldValue | undefined {
  if (typeof component.value === 'string') return component.value;
  const options = (component.options ?? []) as readonly { value: string; default?: boolean }[];
  const preset = options.filter((one) => one.default).map((one) => one.value);
  return preset.length > 0 ? preset : undefined;
}

/** Numbers components without an id, as Discord does. */
function numberAll(components: readonly Loose[]): Loose[] {
  let last = 0;
  const one = (component: Loose): Loose => {
    last += 1;
    const id = component.id ?? last;
    return {
      ...component,
      id,
      ...(Array.isArray(component.components)
        ? { components: (component.components as readonly Loose[]).map(one) }
        : {}),
      ...(component.component ? { component: one(component.component as Loose) } : {}),
    };
  };
  return components.map(one);
}
