/** Messages between a checker process and its parent: JSON over Node's own channel. */

export type ToChecker =
  /** A value that later calls refer to by number, so that a lesson is only sent once. */
  | { readonly kind: 'cache'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'forget'; readonly number: number }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      /** Numbers of the cached values that precede the call's arguments. */
      readonly cached: readonly number[];
      readonly args: readonly unknown[];
    }
  /** For a running call. */
  | { readonly kind: 'message'; readonly id: number; readonly value: unknown };

export type FromChecker =
  | { readonly kind: 'ready' }
  /** Sent between two turns of the event loop during a call, as a sign that the process is not stuck. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** From a running call. */
  | { readonly kind: 'message'; readonly id: number; readonly value: unknown };
