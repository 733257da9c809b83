// How far our round-trip times are from the truth, where the truth is known: a responder that waits
// for exactly 20 ms, and notes of each reply how long it really waited.
//   node bench/measure/known-delay.mjs [--seconds N] [--qps N] [--out FILE]
import { errorsUs, numberedName, startDelayResponder } from '../support/delay-responder.mjs';
import { planOf, startProber } from '../support/prober.mjs';
import { line, readArguments, tell } from '../support/verdict.mjs';

const DELAY_MS = 20;
const EVERY_MS = 100;
const LIMITS = { medianUs: 200, p99Us: 1_000 };

const options = readArguments('known-delay', { seconds: 60, qps: 1_000 });
const responder = await startDelayResponder({ delayMs: DELAY_MS, isFavoured: options.form === 'full' });
const prober = startProber();
try {
  const { seconds, qps } = options;
  const plan = planOf({ qps, everyMs: EVERY_MS, port: responder.port, qname: numberedName });
  const found = await prober.measure({ plan, seconds, keepsAttempts: true });
  report(found, errorsUs(found.each, await responder.replies(), EVERY_MS));
} finally {
  prober.close();
  responder.stop();
}

function report({ attempts, outcomes, rttUs, sendLagUs, receiveClock }, { errors, delays, unmatched }) {
  const lines = [
    line('|RTT − true delay|, median', '≤', LIMITS.medianUs, errors.quantile(0.5), 'µs'),
    line('|RTT − true delay|, p99', '≤', LIMITS.p99Us, errors.quantile(0.99), 'µs'),
    line('true delay of the responder, median', '', null, delays.quantile(0.5), 'µs'),
    line('RTT, median', '', null, rttUs.quantile(0.5), 'µs'),
    line('attempts without a known delay', '≤', 0, unmatched),
  ];
  tell(
    'known-delay',
    options,
    {
      delayMs: DELAY_MS,
      qps: options.qps,
      attempts,
      outcomes,
      unmatched,
      receiveClock,
      errorUs: errors.summary(),
      trueDelayUs: delays.summary(),
      rttUs: rttUs.summary(),
      sendLagUs: sendLagUs.summary(),
      curveUs: errors.curve(),
    },
    lines,
  );
}
