/** A reason to stop that the person in front of it can do something about. */
export class Refusal extends Error {}
