import { type Clock, DAY_MS } from '../../src/domain/clock.js';
import type { ModelAnswer, ModelRequest } from './mackerel-model.js';

type Fields = Record<string, unknown>;
type Refuse = (status: number, message: string) => ModelAnswer;

const METRIC = /^custom(\.[-a-zA-Z0-9_]+)+$/;
const GRAPH = /^custom(\.([-a-zA-Z0-9_]+|[*#]))+$/;
const UNITS = ['float', 'integer', 'percentage', 'seconds', 'milliseconds', 'bytes', 'bytes/sec', 'bits/sec', 'iops'];
const STATUSES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'];

/** Mackerel's hosts, with their metrics, graph definitions, checks, and the metadata of services. */
export class HostModel {
  readonly all: Fields[] = [];
  /** In order of arrival; one posted again is here twice. */
  readonly points: { readonly hostId: string; readonly name: string; readonly time: number; readonly value: number }[] =
    [];
  readonly graphs = new Map<string, Fields>();
  readonly metadata = new Map<string, unknown>();
  /** Every report, in order of arrival. */
  readonly reports: Fields[] = [];
  readonly #clock: Clock;
  #made = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `null`: the path is not of hosts. */
  answer(request: ModelRequest, refuse: Refuse): ModelAnswer | null {
    const { method, path } = request;
    const [, , , root, id = ''] = path.split('/');
    if (root === 'hosts-by-custom-identifier') return this.#found('customIdentifier', decodeURIComponent(id), refuse);
    if (root === 'hosts') return this.#put(id, request, refuse);
    if (root === 'tsdb' && method === 'POST') return this.#take(request.body, refuse);
    if (path === '/api/v0/graph-defs/create' && method === 'POST') return this.#define(request.body, refuse);
    if (path === '/api/v0/graph-defs' && method === 'DELETE') return this.#undefine(request.body, refuse);
    if (path === '/api/v0/monitoring/checks/report' && method === 'POST') return this.#report(request.body, refuse);
    if (/^\/api\/v0\/services\/[^/]+\/metadata\/[^/]+$/.test(path)) return this.#kept(request, refuse);
    return null;
  }

  #found(key: string, value: string, refuse: Refuse): ModelAnswer {
    const host = this.all.find((one) => one[key] === value && one['isRetired'] !== true);
    return host === undefined ? refuse(404, 'host not found') : ok({ host });
  }

  #put(id: string, { method, body }: ModelRequest, refuse: Refuse): ModelAnswer {
    const fields = JSON.parse(body) as Fields;
    if (typeof fields['name'] !== 'string' || typeof fields['meta'] !== 'object')
      return refuse(400, 'name and meta are required');
    if (method === 'POST' && id === '') {
      const made = { id: `h${String(++this.#made)}`, ...fields };
      this.all.push(made);
      return ok({ id: made.id });
    }
    const host = this.all.find((one) => one['id'] === id);
    if (host === undefined) return refuse(404, 'host not found');
    Object.assign(host, fields);
    return ok({ id });
  }

  #take(body: string, refuse: Refuse): ModelAnswer {
    const points = JSON.parse(body) as (typeof this.points)[number][];
    const wrong = points.find(
      ({ name, value, time }) => !METRIC.test(name) || typeof value !== 'number' || !Number.isInteger(time),
    );
    if (wrong !== undefined) return refuse(400, `invalid point ${JSON.stringify(wrong)}`);
    const isKnown = (hostId: string) => this.all.some((one) => one['id'] === hostId && one['isRetired'] !== true);
    if (!points.every(({ hostId }) => isKnown(hostId))) return refuse(404, 'host not found');
    const oldest = (this.#clock.nowMs() - DAY_MS) / 1_000;
    this.points.push(...points.filter(({ time }) => time >= oldest));
    return ok({ success: true });
  }

  #define(body: string, refuse: Refuse): ModelAnswer {
    for (const graph of JSON.parse(body) as { name: string; unit: string; metrics: { name: string }[] }[]) {
      const names = [graph.name, ...graph.metrics.map(({ name }) => name)];
      const wild = names.every((name) => GRAPH.test(name) && name.split('#').length <= 2);
      if (!wild || !UNITS.includes(graph.unit)) return refuse(400, `invalid graph ${graph.name}`);
      if (!graph.metrics.every(({ name }) => name.startsWith(`${graph.name}.`))) return refuse(400, 'metric outside');
      this.graphs.set(graph.name, { ...graph });
    }
    return ok({ success: true });
  }

  #undefine(body: string, refuse: Refuse): ModelAnswer {
    const { name } = JSON.parse(body) as { name: string };
    return this.graphs.delete(name) ? ok({}) : refuse(404, 'graph definition not found');
  }

  #report(body: string, refuse: Refuse): ModelAnswer {
    const { reports } = JSON.parse(body) as { reports: Fields[] };
    if (reports.length > 100) return refuse(400, 'too many reports');
    for (const report of reports) {
      const { hostId } = report['source'] as { hostId: string };
      const checks = (this.all.find((one) => one['id'] === hostId)?.['checks'] ?? []) as { name: string }[];
      if (!checks.some(({ name }) => name === report['name'])) return refuse(400, 'the host does not list the check');
      if (!STATUSES.includes(String(report['status']))) return refuse(400, 'invalid status');
      if (Array.from(String(report['message'])).length > 1_024) return refuse(400, 'message is too long');
    }
    this.reports.push(...reports);
    return ok({ success: true });
  }

  #kept({ method, path, body }: ModelRequest, refuse: Refuse): ModelAnswer {
    if (method === 'GET')
      return this.metadata.has(path) ? ok(this.metadata.get(path)) : refuse(404, 'metadata not found');
    if (Buffer.byteLength(body) > 100 * 1024) return refuse(413, 'metadata is too large');
    this.metadata.set(path, JSON.parse(body));
    return ok({ success: true });
  }
}

function ok(value: unknown): ModelAnswer {
  return { status: 200, body: JSON.stringify(value) };
}
