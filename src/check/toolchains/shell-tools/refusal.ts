/** Thrown within a parser when the program would refuse its arguments. */
export class Refusal extends Error {}
