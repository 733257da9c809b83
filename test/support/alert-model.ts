import type { ModelAnswer, ModelRequest } from './mackerel-model.js';

type Refuse = (status: number, message: string) => ModelAnswer;

/** An alert as Mackerel's API gives it. */
export interface ModelAlert {
  readonly id: string;
  readonly monitorId?: string;
  readonly type: string;
  status: string;
  readonly openedAt: number;
  closedAt?: number;
  reason?: string;
  memo?: string;
}

const MEMO_BYTES = 80 * 1024;

/** Mackerel's alerts: read by id, and their memos replaced, up to 80 KB. */
export class AlertModel {
  readonly all: ModelAlert[] = [];
  /** Every memo that was written, in order. */
  readonly memos: { readonly alert: string; readonly memo: string }[] = [];

  add(alert: ModelAlert): ModelAlert {
    this.all.push(alert);
    return alert;
  }

  answer({ method, path, body }: ModelRequest, refuse: Refuse): ModelAnswer {
    const url = new URL(path, 'http://mackerel.invalid');
    if (url.pathname === '/api/v0/alerts' && method === 'GET') return this.#list(url.searchParams);
    const alert = this.all.find(({ id }) => id === path.split('/')[4]);
    if (alert === undefined) return refuse(404, 'alert not found');
    if (method === 'GET') return { status: 200, body: JSON.stringify(alert) };
    if (method !== 'PUT') return refuse(405, 'method not allowed');
    const { memo } = JSON.parse(body) as { memo?: unknown };
    if (typeof memo !== 'string') return refuse(400, 'memo is required');
    if (Buffer.byteLength(memo) > MEMO_BYTES) return refuse(413, 'memo is too large');
    alert.memo = memo;
    this.memos.push({ alert: alert.id, memo });
    return { status: 200, body: JSON.stringify({ memo }) };
  }

  /** The latest first, without memos. */
  #list(query: URLSearchParams): ModelAnswer {
    const isWanted = ({ closedAt }: ModelAlert): boolean =>
      query.get('withClosed') === 'true' || closedAt === undefined;
    const alerts = this.all
      .filter(isWanted)
      .sort((a, b) => b.openedAt - a.openedAt)
      .slice(0, Math.min(100, Number(query.get('limit') ?? 100)))
      .map((alert) => ({ ...alert, memo: undefined }));
    return { status: 200, body: JSON.stringify({ alerts }) };
  }
}
