import { afterEach, beforeEach, expect } from 'vitest';

import { openSockets, settles, StreamRig, type RigOptions } from './stream-rig.js';

/** A responder whose connections can be counted. */
export interface CountedResponder {
  open(): number;
  close(): Promise<void>;
}

export interface StreamBench {
  /** Closed after the test. */
  kept<T extends CountedResponder>(responder: T): T;
  rig(options?: RigOptions): StreamRig;
}

/** After every test of this file, whatever its outcome was: no socket and no timer of ours may be left, nor a count of them. */
export function streamBench(): StreamBench {
  const rigs: StreamRig[] = [];
  const responders: CountedResponder[] = [];
  let socketsBefore = 0;
  beforeEach(() => {
    socketsBefore = openSockets();
  });
  afterEach(async () => {
    const opened = responders.splice(0);
    // Of all sockets, those that are not the responders' are ours: a responder need not have noticed.
    const theirs = (): number => opened.reduce((sum, responder) => sum + responder.open() + 1, 0);
    const timers = rigs.reduce((sum, rig) => sum + rig.close(), 0);
    const unstamped = rigs.splice(0).reduce((sum, rig) => sum + rig.unstamped.count, 0);
    const sockets = await settles(() => openSockets() - socketsBefore - theirs(), 0);
    for (const responder of opened) await responder.close();
    expect({ sockets, timers, unstamped }).toEqual({ sockets: 0, timers: 0, unstamped: 0 });
    expect(await settles(openSockets, socketsBefore)).toBe(socketsBefore);
  });
  return {
    kept: (responder) => {
      responders.push(responder);
      return responder;
    },
    rig: (options) => {
      const rig = new StreamRig(options);
      rigs.push(rig);
      return rig;
    },
  };
}
