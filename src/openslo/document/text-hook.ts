/** What becomes of a text value: other text, or a complaint. */
export type TextHook = (text: string) => { readonly text: string } | { readonly complaint: string };
