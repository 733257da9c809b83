/** Something that feeds tell of, whatever their format. */
export interface FeedEntry {
  /** `urn:uuid:…`, the same for ever. */
  readonly id: string;
  readonly kind: 'incident' | 'maintenance';
  /** Of its page. */
  readonly path: string;
  /** One line of text. */
  readonly title: string;
  /** One line of text: where it stands now. */
  readonly summary: string;
  /** All that was told of it, as HTML. */
  readonly html: string;
  /** When something of it was told last. */
  readonly updatedMs: number;
  readonly publishedMs: number;
}
