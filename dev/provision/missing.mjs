/** Something that this machine lacks and that could not be put in place; the message says what to type. */
export class Missing extends Error {}
