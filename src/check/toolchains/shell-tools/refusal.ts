/** Thrown within a reader alone, where the program whose words it reads gives them up. */
export class Refusal extends Error {}
