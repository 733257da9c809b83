import type { ReportedSlo } from '../../../app/report/month-report.js';
import type { ReportWords } from '../report-words.js';
import { type Block, list, type Section, text } from './block.js';
import { differenceText } from './difference-words.js';

/** Of how many differences each is told. */
const DIFFERENCES_SHOWN = 20;

/** The digest of the inputs, and whether they are those that were published. */
export function digestSection({ digest, publication }: ReportedSlo, words: ReportWords): Section {
  const t = words.text.publication;
  const published = publication.versions.map((version) =>
    t.published(words.time(version.publishedAtMs), version.digest),
  );
  const blocks: readonly Block[] = [
    text(`${t.digest}: ${digest}`),
    text(t.digestNote, 'note'),
    published.length === 0 ? text(t.never, 'note') : list(published),
    ...(publication.same === null ? [] : [text(t.same(words.time(publication.same.publishedAtMs)))]),
    ...differenceBlocks(publication, words),
  ];
  return { title: words.text.headings.digest, blocks };
}

function differenceBlocks(
  { versions, same, differences }: ReportedSlo['publication'],
  words: ReportWords,
): readonly Block[] {
  if (versions.length === 0 || same !== null) return [];
  const { text: t } = words;
  const shown = differences.slice(0, DIFFERENCES_SHOWN).map((difference) => differenceText(difference, words));
  const more = differences.length - shown.length;
  const items = shown.length === 0 ? [t.differences.unreadable] : shown;
  return [text(t.publication.differs, 'warning'), list(more > 0 ? [...items, t.more(words.count(more))] : items)];
}
