/** A fault at a JSON pointer, before its place in the text is looked up. */
export interface Finding {
  readonly pointer: string;
  readonly on: 'key' | 'value';
  readonly message: string;
}
