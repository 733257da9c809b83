/** `1 probe`, `2 probes`, `0 queries`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${String(amount)} ${amount === 1 ? one : many}`;
}
