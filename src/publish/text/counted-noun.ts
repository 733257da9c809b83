/** A noun as it stands beside a count, by the classes of the language's plural rule (CLDR); `other` is every language's. */
export type NounForms = Readonly<Partial<Record<Exclude<Intl.LDMLPluralRule, 'other'>, string>>> & {
  readonly other: string;
};

/** A way of writing counts with their nouns in a language: `1 day`, `2 days`. */
export function countedNoun(locale: string): (count: number, noun: NounForms) => string {
  const rule = new Intl.PluralRules(locale);
  return (count, noun) => `${String(count)} ${noun[rule.select(count)] ?? noun.other}`;
}
