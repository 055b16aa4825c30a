import type { APIComponentInContainer, APIMessageTopLevelComponent } from 'discord-api-types/v10';

/** What Discord allows in one message of components: all of them counted, nested ones too, and all their text together. */
export const limits = { components: 40, characters: 4000 } as const;

export interface MessageSize {
  readonly components: number;
  readonly characters: number;
}

type Countable = APIMessageTopLevelComponent | APIComponentInContainer;

/** How much of the limits a component takes. Labels of buttons are counted as text too, to stay on the safe side. */
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

/** A piece of a message that stands or falls as a whole. */
export interface MessagePart {
  readonly components: readonly APIComponentInContainer[];
  /** 0 must be there; the higher, the sooner it is left out. */
  readonly rank: number;
}

export interface FittedParts {
  readonly components: readonly APIComponentInContainer[];
  /** The pieces that found no room. */
  readonly left: readonly MessagePart[];
}

/**
 * Chooses what fits: pieces by rank, in their own order within a rank, and shows the chosen ones in the given order.
 * `spent` is what the rest of the message takes. A piece that must be there is taken without asking: keep those small.
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
