/** Which alerts each channel of the outbox was told of that are not over yet: their end is told as well. */
export const toldAlerts = `
  CREATE TABLE outbox_alerts (
    channel TEXT NOT NULL,
    uid TEXT NOT NULL,
    PRIMARY KEY (channel, uid)
  ) STRICT, WITHOUT ROWID;

  -- Of alerts that fire now, all that channels have passed: until now none left anything out.
  INSERT INTO outbox_alerts
    SELECT w.channel, 'alert-' || e.id
    FROM outbox_watermarks w
    JOIN record_events e ON e.kind = 'alert' AND e.position <= w.watermark_ms
    JOIN alert_transitions t ON t.id = e.subject AND t.to_state = 'firing'
    WHERE w.channel LIKE 'notify:%' AND NOT EXISTS (
      SELECT 1 FROM alert_transitions later WHERE later.slo = t.slo AND later.alert = t.alert AND later.id > t.id);
`;
