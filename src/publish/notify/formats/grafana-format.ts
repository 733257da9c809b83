import { type AlertMessage, headline } from '../alert-message.js';

/**
 * The body of a formatted webhook of Grafana IRM (OnCall); `null` for what is no alert: it would be one there, and
 * nobody would close it. Keys without a value are left out, since OnCall's templates would show `None`.
 * https://grafana.com/docs/grafana-cloud/alerting-and-irm/irm/integrations/custom-integrations/incoming-webhooks/oncall-webhooks/
 */
export function grafanaFormat(message: AlertMessage): object | null {
  const { uid, state, text, link, imageUrl } = message;
  if (state === 'notice') return null;
  return {
    alert_uid: uid,
    title: headline(message),
    state,
    message: text,
    ...(link === null ? {} : { link_to_upstream_details: link }),
    ...(imageUrl === null ? {} : { image_url: imageUrl }),
  };
}
