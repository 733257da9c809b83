// Prometheus' blackbox_exporter beside us: what a probe costs it, and what it says of the time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CountTable } from './count-table.mjs';
import { cpuUsOf } from './process-facts.mjs';
import { BLACKBOX, freePort, pause, startProgram } from './programs.mjs';

/** Scrapes at a time: enough to keep both cores of a small machine busy. */
const LANES = 8;

const CONFIGURATION = `modules:
  dns:
    prober: dns
    timeout: 2s
    dns:
      query_name: www.example.org
      query_type: A
      transport_protocol: udp
      preferred_ip_protocol: ip4
`;

/** Starts it; each probe asks the resolver on `port`. */
export async function startBlackbox(port) {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-blackbox-'));
  const file = join(folder, 'blackbox.yml');
  writeFileSync(file, CONFIGURATION);
  const httpPort = await freePort();
  const origin = `http://127.0.0.1:${String(httpPort)}`;
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const scrape = () => body(`${origin}/probe?module=dns&target=127.0.0.1:${String(port)}`, agent);
  const args = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${String(httpPort)}`, '--log.level=error'];
  const program = await startProgram(BLACKBOX, args, () => scrape().then(succeeded, () => false));
  return {
    saturate: (seconds) => saturate(program.pid, scrape, seconds),
    pace: (qps, seconds) => pace(scrape, qps, seconds),
    stop: async () => {
      agent.destroy();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As many probes as it can do; the CPU is that of its process alone, not of who drives it. */
async function saturate(pid, scrape, seconds) {
  const endMs = Date.now() + seconds * 1e3;
  const beforeUs = cpuUsOf(pid);
  let probes = 0;
  const lane = async () => {
    while (Date.now() < endMs) if (succeeded(await scrape())) probes++;
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { probes, cpuUs: cpuUsOf(pid) - beforeUs, seconds };
}

/** Probes at a rate that leaves it idle; what it reports of the request, and of the whole probe. */
async function pace(scrape, qps, seconds) {
  const requestUs = new CountTable();
  const probeUs = new CountTable();
  const startMs = Date.now();
  for (let i = 0; i < qps * seconds; i++) {
    await pause(startMs + (i * 1e3) / qps - Date.now());
    const text = await scrape();
    if (!succeeded(text)) continue;
    requestUs.add(gauge(text, 'probe_dns_duration_seconds{phase="request"}') * 1e6);
    probeUs.add(gauge(text, 'probe_duration_seconds') * 1e6);
  }
  return { requestUs, probeUs };
}

function succeeded(text) {
  return gauge(text, 'probe_success') === 1;
}

/** The value of a line of the text exposition format. */
function gauge(text, name) {
  const start = text.indexOf(`\n${name} `) + name.length + 2;
  return Number(text.slice(start, text.indexOf('\n', start)));
}

function body(url, agent) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}
