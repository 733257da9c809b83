export type MackerelStatus = 'ok' | 'warning' | 'critical' | 'unknown';

/** An alert of Mackerel's, as its webhook tells of it: whatever monitor it is of, this project's or not. */
export interface MackerelAlert {
  readonly id: string;
  readonly org: string;
  /** `service`, `host`, `expression`, `external`, `check`, `connectivity`, `anomalyDetection`, `query`, or another. */
  readonly type: string;
  /** Name of the service it is about; `null`: of none. */
  readonly service: string | null;
  /** Name of the host it is about; `null`: of none. */
  readonly host: string | null;
  readonly monitorName: string;
  readonly status: MackerelStatus;
  readonly isOpen: boolean;
  /** What Mackerel says of it in a line. */
  readonly message: string;
  /** Of its monitor: what whoever is paged should know. */
  readonly memo: string;
  /** A picture of the graph. */
  readonly imageUrl: string | null;
  /** Its page at Mackerel. */
  readonly url: string | null;
  readonly openedAtMs: number;
  /** `null`: open. */
  readonly closedAtMs: number | null;
}

/** What a webhook told, and when. */
export interface ReceivedMackerelAlert {
  /** Rises with each that is received. */
  readonly id: number;
  readonly receivedAtMs: number;
  readonly alert: MackerelAlert;
}
