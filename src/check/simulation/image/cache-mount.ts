/** A folder of the builder's that a step has for itself. It is root's, and nobody else may write there, unless it says otherwise. */
export interface CacheMount {
  readonly folder: string;
  /** May be written by: everybody, root alone, the user with this number, or somebody whom only the machine knows. */
  readonly writers: 'all' | 'root' | 'somebody' | { readonly uid: string };
}
