import type { ModelAnswer, ModelRequest } from './mackerel-model.js';

type Fields = Record<string, unknown>;
type Refuse = (status: number, message: string) => ModelAnswer;

/** Mackerel's monitors as its documentation describes them; whatever is `null` it leaves out of its answers. */
export class MonitorModel {
  readonly all: Fields[] = [];
  #made = 0;

  /** As somebody makes one by hand. */
  add(fields: Fields): Fields {
    const monitor = { id: `m${String(++this.#made)}`, isMute: false, ...fields };
    this.all.push(monitor);
    return monitor;
  }

  answer({ method, path, body }: ModelRequest, refuse: Refuse): ModelAnswer {
    const id = path.split('/')[4] ?? '';
    const at = this.all.findIndex((one) => one['id'] === id);
    if (method === 'GET' && id === '') return ok({ monitors: this.all.map(withoutNull) });
    if (method === 'POST' && id === '') return this.#put(body, refuse, (fields) => this.add(fields));
    if (at < 0) return refuse(404, 'monitor not found');
    if (method === 'GET') return ok({ monitor: withoutNull(this.all[at] ?? {}) });
    if (method === 'PUT') return this.#put(body, refuse, (fields) => (this.all[at] = { id, isMute: false, ...fields }));
    if (method === 'DELETE') return ok(this.all.splice(at, 1)[0] ?? {});
    return refuse(405, 'method not allowed');
  }

  #put(body: string, refuse: Refuse, put: (fields: Fields) => Fields): ModelAnswer {
    const fields = JSON.parse(body) as Fields;
    const fault = monitorFault(fields);
    return fault === null ? ok(withoutNull(put(fields))) : refuse(400, fault);
  }
}

function monitorFault(fields: Fields): string | null {
  const isWhole = (key: string, least: number, most: number): boolean => {
    const value = fields[key];
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  };
  const isMissing = (key: string): boolean =>
    fields[key] == null || (isWhole(key, 10, 10_080) && Number(fields[key]) % 10 === 0);
  if (fields['type'] !== 'service') return 'only service monitors are made here';
  if (typeof fields['name'] !== 'string' || fields['name'] === '') return 'name is required';
  if (typeof fields['memo'] !== 'string' || fields['memo'].length > 2048) return 'memo is too long';
  if (typeof fields['metric'] !== 'string' || !/^[A-Za-z0-9._-]+$/.test(fields['metric'])) return 'metric is invalid';
  if (!['>', '<'].includes(String(fields['operator']))) return 'operator is invalid';
  if (fields['warning'] == null && fields['critical'] == null) return 'warning or critical is required';
  if (!isWhole('duration', 1, 10) || !isWhole('maxCheckAttempts', 1, 10)) return 'duration is invalid';
  if (!isWhole('notificationInterval', 10, 1_000_000)) return 'notificationInterval is invalid';
  return isMissing('missingDurationWarning') && isMissing('missingDurationCritical')
    ? null
    : 'missingDuration is invalid';
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function ok(value: object): ModelAnswer {
  return { status: 200, body: JSON.stringify(value) };
}
