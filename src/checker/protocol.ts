/** What goes between a checker process and whoever started it: JSON, on Node's own channel. */

export type ToChecker =
  /** A value that later calls refer to by number, so that a lesson is sent only once. */
  | { readonly kind: 'cache'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'forget'; readonly number: number }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      /** Numbers of the cached values that come first among its arguments. */
      readonly cached: readonly number[];
      readonly args: readonly unknown[];
    }
  /** For a call that is under way. */
  | { readonly kind: 'message'; readonly id: number; readonly value: unknown };

export type FromChecker =
  | { readonly kind: 'ready' }
  /** It is not stuck: sent between two turns of its event loop while a call is under way. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** From a call that is under way. */
  | { readonly kind: 'message'; readonly id: number; readonly value: unknown };
