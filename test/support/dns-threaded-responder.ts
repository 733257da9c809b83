import { Worker } from 'node:worker_threads';

export interface ThreadedResponder {
  readonly port: number;
  close(): Promise<void>;
}

/** In a thread of its own, so that it answers while the test's event loop stands still. */
const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
const answer = (query) => {
  const reply = Buffer.from(query);
  reply[2] |= 0x80;
  return reply;
};
if (workerData.transport === 'udp') {
  const socket = require('node:dgram').createSocket('udp4');
  socket.on('message', (query, peer) =>
    setTimeout(() => socket.send(answer(query), peer.port, peer.address), workerData.delayMs));
  socket.bind(0, '127.0.0.1', () => parentPort.postMessage(socket.address().port));
} else {
  const listener = require('node:net').createServer((connection) => {
    connection.on('error', () => undefined);
    connection.on('data', (frame) => setTimeout(() => {
      const message = answer(frame.subarray(2));
      connection.write(Buffer.concat([frame.subarray(0, 2), message]));
    }, workerData.delayMs));
  });
  listener.listen(0, '127.0.0.1', () => parentPort.postMessage(listener.address().port));
}
`;

/** Answers every query with NOERROR and no records, `delayMs` after it came. */
export async function startThreadedResponder(transport: 'udp' | 'tcp', delayMs: number): Promise<ThreadedResponder> {
  const worker = new Worker(CODE, { eval: true, workerData: { transport, delayMs } });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { port, close: () => worker.terminate().then(() => undefined) };
}
