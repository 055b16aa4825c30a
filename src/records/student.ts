/** A student is a user in a guild, so a person in two classes is two students. Discord snowflakes. */
export interface Student {
  readonly guild: string;
  readonly user: string;
}
