import type { BoundLibc } from './libc.js';
import { EPOLL_CLOEXEC, EPOLL_CTL_ADD, EPOLL_EVENT, EPOLLIN } from './linux.js';

/** Tells which of many sockets have something to read. */
export interface Readiness {
  /** `null`, or the error's code. A descriptor leaves by being closed. */
  add(fd: number): string | null;
  /** Descriptors of sockets with a datagram or an error, at most 256; each until it is read. */
  ready(): readonly number[];
  close(): void;
}

const MAX_READY = 256;

/** An epoll instance (epoll(7)); `null` if there is none to be had. */
export function openReadiness({ calls, errorCode }: BoundLibc): Readiness | null {
  const epoll = calls.epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) return null;
  const events = new Uint8Array(MAX_READY * EPOLL_EVENT.bytes);
  const eventsView = new DataView(events.buffer);
  const event = new Uint8Array(EPOLL_EVENT.bytes);
  const eventView = new DataView(event.buffer);
  let isClosed = false;
  return {
    add: (fd) => {
      eventView.setUint32(0, EPOLLIN, true);
      eventView.setUint32(EPOLL_EVENT.dataAt, fd, true);
      return calls.epoll_ctl(epoll, EPOLL_CTL_ADD, fd, event) === 0 ? null : errorCode();
    },
    ready: () => {
      if (isClosed) return [];
      const count = calls.epoll_wait(epoll, events, MAX_READY, 0);
      const readable: number[] = [];
      for (let i = 0; i < count; i++)
        readable.push(eventsView.getUint32(i * EPOLL_EVENT.bytes + EPOLL_EVENT.dataAt, true));
      return readable;
    },
    close: () => {
      // A descriptor closed twice may be somebody else's by then.
      if (!isClosed) calls.close(epoll);
      isClosed = true;
    },
  };
}
