import type { APIComponentInContainer, APIMessageTopLevelComponent } from 'discord-api-types/v10';

/**
 * Discord's limits for a message of components: the number of components including nested ones, and the length of all their text.
 */
export const limits = { components: 40, characters: 4000 } as const;

export interface MessageSize {
  readonly components: number;
  readonly characters: number;
}

type Countable = APIMessageTopLevelComponent | APIComponentInContainer;

/** How much of the limits a component uses. Button labels count as text too, to be on the safe side. */
export function sizeOf(component: Countable | object): MessageSize {
  let components = 0;
  let characters = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Readonly<Record<string, unknown>>;
    if (typeof node.type === 'number') components += 1;
    for (const name of ['content', 'label', 'placeholder', 'description']) {
      const words = node[name];
      if (typeof words === 'string') characters += words.length;
    }
    for (const name of ['components', 'options']) {
      const nested = node[name];
      if (Array.isArray(nested)) for (const child of nested) visit(child);
    }
    visit(node.accessory);
  };
  visit(component);
  return { components, characters };
}

/** A part of a message that is shown or dropped as a whole. */
export interface MessagePart {
  readonly components: readonly APIComponentInContainer[];
  /** 0 is always shown; the higher the rank, the sooner the part is dropped. */
  readonly rank: number;
}

export interface FittedParts {
  readonly components: readonly APIComponentInContainer[];
  /** The parts that did not fit. */
  readonly left: readonly MessagePart[];
}

/**
 * Chooses the parts that fit, by rank and then in the given order, and returns them in the given order. `spent` is what the rest
 * of the message uses. Parts of rank 0 are included unconditionally, so keep them small.
 */
export function chooseFitting(pieces: readonly MessagePart[], spent: MessageSize): FittedParts {
  let { components, characters } = spent;
  const chosen = new Set<MessagePart>();
  for (const piece of [...pieces].sort((a, b) => a.rank - b.rank)) {
    const sizes = piece.components.map(sizeOf);
    const more = {
      components: sizes.reduce((sum, size) => sum + size.components, 0),
      characters: sizes.reduce((sum, size) => sum + size.characters, 0),
    };
    const fits =
      components + more.components <= limits.components && characters + more.characters <= limits.characters;
    if (piece.rank > 0 && !fits) continue;
    chosen.add(piece);
    components += more.components;
    characters += more.characters;
  }
  return {
    components: pieces.filter((piece) => chosen.has(piece)).flatMap((piece) => piece.components),
    left: pieces.filter((piece) => !chosen.has(piece)),
  };
}
