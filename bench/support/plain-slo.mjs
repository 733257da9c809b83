// An SLO over 28 days that counts attempts: answered ones, or with a threshold those answered in time.
const DAY_MS = 86_400_000;

/** @param thresholdUs microseconds; `null`: any answer is good */
export function plainSlo(name, selector, thresholdUs) {
  return {
    name,
    key: name,
    objectiveName: null,
    displayName: name,
    description: '',
    service: 'bench',
    serviceDisplayName: 'Bench',
    indicator: {
      good: { selector, events: thresholdUs === null ? 'answered' : 'within', thresholdUs },
      bad: null,
      total: { selector, events: 'valid', thresholdUs: null },
    },
    objective: thresholdUs === null ? 0.999 : 0.95,
    budgetingMethod: 'Occurrences',
    slices: null,
    weighing: { kind: 'attempts' },
    compositeWeight: null,
    periodMs: 28 * DAY_MS,
    calendar: null,
    periodText: '28d',
    visibility: 'public',
    minFailures: 3,
    ownAlerts: null,
    maintenance: 'count',
    maintenanceNoticeMs: DAY_MS,
  };
}
