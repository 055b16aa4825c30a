/** What goes between a checker process and whoever started it: JSON, on Node's own channel. */

export type ToChecker =
  /** A value that later calls name by its number: a lesson crosses once. */
  | { readonly kind: 'keep'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'forget' }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      /** Numbers of the kept values that come first among its arguments. */
      readonly kept: readonly number[];
      readonly args: readonly unknown[];
    }
  /** A word to a call that is under way. */
  | { readonly kind: 'tell'; readonly id: number; readonly value: unknown };

export type FromChecker =
  | { readonly kind: 'ready' }
  /** It is not stuck: said between two turns of its event loop while a call is under way. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** A word from a call that is under way. */
  | { readonly kind: 'told'; readonly id: number; readonly value: unknown };
