/** Reasons why the services of a Compose file certainly do not do what their lesson requires. */
export type ServiceFault =
  /** A program reads a variable that its service does not set. */
  | { readonly kind: 'variable-missing'; readonly name: string }
  /** A database server has no password. */
  | { readonly kind: 'no-password' }
  /** The user, password or database that a program uses is not the one that the server was set up with. */
  | {
      readonly kind: 'other-user' | 'other-password' | 'no-database';
      readonly name: string;
      readonly value: string;
      readonly server: string;
    }
  /** No service with this name shares a network with this one. */
  | { readonly kind: 'not-reached'; readonly name: string; readonly value: string }
  /** The healthcheck never passes. */
  | { readonly kind: 'unhealthy' }
  /** The healthcheck does not run within the time limit of a verification. */
  | { readonly kind: 'rarely-asked' }
  /** The server's data is not in a named volume. */
  | { readonly kind: 'data-lost'; readonly path: string }
  | { readonly kind: 'read-only'; readonly path: string };

/** The prediction for the services of a Compose file. */
export interface ServiceForecast {
  readonly faults: readonly (ServiceFault & { readonly service: string; readonly line: number })[];
  /** Whether everything that affects the prediction is known. */
  readonly isKnown: boolean;
}
