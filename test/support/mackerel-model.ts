import type { Clock } from '../../src/domain/clock.js';
import { DAY_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { AlertModel } from './alert-model.js';
import { AnnotationModel } from './annotation-model.js';
import { HostModel } from './host-model.js';
import { MonitorModel } from './monitor-model.js';

export interface ReceivedPoint {
  readonly name: string;
  /** Seconds since the Unix epoch. */
  readonly time: number;
  readonly value: number;
  readonly arrivedAtMs: number;
  /** Points of one request share a number; later requests have higher ones. */
  readonly request: number;
}

export interface ModelRequest {
  readonly method: string;
  readonly path: string;
  readonly apiKey: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface ModelAnswer {
  readonly status: number;
  readonly body: string;
}

/** Mackerel's API as its documentation describes it, as far as it is used, without a network. */
export class MackerelModel {
  /** Stored points, in order of arrival; one posted again is here twice. */
  readonly points: ReceivedPoint[] = [];
  /** Points older than 24 h: answered with 200, and not stored. */
  readonly ignored: ReceivedPoint[] = [];
  /** Monitors of the organisation, whoever made them. */
  readonly monitors = new MonitorModel();
  /** Its alerts, open and closed. */
  readonly alerts = new AlertModel();
  readonly annotations = new AnnotationModel();
  readonly hosts: HostModel;
  readonly #apiKey: string;
  readonly #service: string;
  readonly #clock: Clock;
  readonly #postsPerMinute: number;
  #postedAtMs: number[] = [];
  #requests = 0;

  constructor(options: {
    readonly apiKey: string;
    readonly service: string;
    readonly clock: Clock;
    /** So many posts of service metrics within a minute are taken, others are answered with 429; default 60. */
    readonly postsPerMinute?: number;
  }) {
    this.#postsPerMinute = options.postsPerMinute ?? 60;
    this.#apiKey = options.apiKey;
    this.#service = options.service;
    this.#clock = options.clock;
    this.hosts = new HostModel(options.clock);
  }

  answer(request: ModelRequest): ModelAnswer {
    this.#requests++;
    if (request.apiKey !== this.#apiKey) return refuse(403, 'Authentication failed. Please try with valid Api Key.');
    if (/^\/api\/v0\/monitors(\/|$)/.test(request.path)) return this.monitors.answer(request, refuse);
    if (/^\/api\/v0\/alerts[/?]/.test(request.path)) return this.alerts.answer(request, refuse);
    if (/^\/api\/v0\/graph-annotations([/?]|$)/.test(request.path)) return this.annotations.answer(request, refuse);
    const ofHost = this.hosts.answer(request, refuse);
    if (ofHost !== null) return ofHost;
    if (request.method !== 'POST') return refuse(405, 'method not allowed');
    if (request.path !== `/api/v0/services/${this.#service}/tsdb`) return refuse(404, 'service not found');
    if (request.contentType?.startsWith('application/json') !== true) return refuse(400, 'content type is not JSON');
    return this.#isTooOften() ? refuse(429, 'too many requests') : this.#take(request.body);
  }

  #isTooOften(): boolean {
    const nowMs = this.#clock.nowMs();
    this.#postedAtMs = this.#postedAtMs.filter((atMs) => atMs > nowMs - MINUTE_MS);
    if (this.#postedAtMs.length >= this.#postsPerMinute) return true;
    this.#postedAtMs.push(nowMs);
    return false;
  }

  #take(body: string): ModelAnswer {
    const points = parsePoints(body);
    if (typeof points === 'string') return refuse(400, points);
    const arrivedAtMs = this.#clock.nowMs();
    for (const point of points) {
      const isOld = point.time * 1_000 < arrivedAtMs - DAY_MS;
      (isOld ? this.ignored : this.points).push({ ...point, arrivedAtMs, request: this.#requests });
    }
    return { status: 200, body: '{"success":true}' };
  }
}

/** Mackerel's error shape. */
export function refuse(status: number, message: string): ModelAnswer {
  return { status, body: JSON.stringify({ error: { message } }) };
}

type Point = Pick<ReceivedPoint, 'name' | 'time' | 'value'>;

function parsePoints(body: string): readonly Point[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'body is not JSON';
  }
  if (!Array.isArray(parsed)) return 'body is not an array';
  const points = (parsed as unknown[]).map(parsePoint);
  return points.find((point) => typeof point === 'string') ?? (points as Point[]);
}

function parsePoint(value: unknown): Point | string {
  if (typeof value !== 'object' || value === null) return 'a point is not an object';
  const { name, time, value: number } = value as Record<string, unknown>;
  if (typeof name !== 'string' || !/^[A-Za-z0-9._-]+$/.test(name)) return `invalid metric name ${JSON.stringify(name)}`;
  if (typeof time !== 'number' || !Number.isInteger(time)) return 'time is not a whole number of seconds';
  if (typeof number !== 'number') return `the value of ${name} is not a number`;
  return { name, time, value: number };
}
