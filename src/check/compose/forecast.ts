/** Why the services of a Compose file certainly do not do what their lesson asks for. */
export type ServiceFault =
  /** A program looks for a variable that its service does not set. */
  | { readonly kind: 'variable-missing'; readonly name: string }
  /** A database server that is given no password. */
  | { readonly kind: 'no-password' }
  /** The name or password that a program uses is not the one that the server was given. */
  | {
      readonly kind: 'other-user' | 'other-password' | 'no-database';
      readonly name: string;
      readonly value: string;
      readonly server: string;
    }
  /** No service of that name is in a network with this one. */
  | { readonly kind: 'not-reached'; readonly name: string; readonly value: string }
  /** The healthcheck never passes. */
  | { readonly kind: 'unhealthy' }
  /** It is not asked within the time that a verification has. */
  | { readonly kind: 'rarely-asked' }
  /** What the server writes is in no volume with a name. */
  | { readonly kind: 'data-lost'; readonly path: string }
  | { readonly kind: 'read-only'; readonly path: string };

/** What is predicted about the services of a Compose file. */
export interface ServiceForecast {
  readonly faults: readonly (ServiceFault & { readonly service: string; readonly line: number })[];
  /** Whether everything that decides is known. */
  readonly isKnown: boolean;
}
