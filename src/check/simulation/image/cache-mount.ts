/** A cache folder of the builder, mounted for one step. By default it belongs to root, and only root may write to it. */
export interface CacheMount {
  readonly folder: string;
  /** Who may write to it: everybody, only root, the user with this uid, or somebody that cannot be determined. */
  readonly writers: 'all' | 'root' | 'somebody' | { readonly uid: string };
}
