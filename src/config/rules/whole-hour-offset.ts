/** Whether days of a zone begin on an hour of UTC. Looked at through the months of some years, so that summer time is seen. */
export function hasWholeHourOffset(timeZone: string): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const months = Array.from({ length: 72 }, (_, month) => new Date(Date.UTC(2024, month, 15, 12)));
  return months.every((date) => !/:(?!00)[0-9]{2}/.test(offsetText(format, date)));
}

function offsetText(format: Intl.DateTimeFormat, date: Date): string {
  return format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
