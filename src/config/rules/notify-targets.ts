import type { Problem } from '../../domain/problem.js';
import { problemAt } from '../../openslo/document/source-document.js';
import { ALERT_EVENTS } from '../../publish/config.js';
import type { Rule } from '../draft.js';

/** Targets that ask for what they will never be told. */
export const notifyTargets: Rule = ({ config: { notify }, root, faultyKeys }) => {
  // Where a target was left out, the others have moved.
  if (faultyKeys.has('notify')) return [];
  return notify.flatMap(({ name, format, events, criticalOnly }, index) => {
    const warning = (key: string, message: string): Problem =>
      problemAt(root, `/notify/${String(index)}/${key}`, message, { severity: 'warning' });
    const sendsNoMaintenance = format === 'grafana' && events.includes('maintenance');
    const leavesNothingOut = criticalOnly && !events.some((kind) => ALERT_EVENTS.includes(kind));
    const unsaid = `target "${name}" asks for maintenance, which is no alert: in format grafana it is not sent`;
    const idle = `target "${name}" asks for no alerts: "criticalOnly" leaves nothing out`;
    return [
      ...(sendsNoMaintenance ? [warning('events', unsaid)] : []),
      ...(leavesNothingOut ? [warning('criticalOnly', idle)] : []),
    ];
  });
};
