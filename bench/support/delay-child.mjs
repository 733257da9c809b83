// A responder that answers each query exactly so long after the kernel received it. It looks at the
// clock without pause, so it takes a core; and it notes the delay that each reply really had.
import { setPriority } from 'node:os';

import { ADDRESS_BYTES, LARGEST_BYTES, openStampedSocket } from './datagram-calls.mjs';

/** Replies that wait at a time, at most. */
const QUEUE = 1 << 15;
/** How often it looks for messages of its parent: between, nothing disturbs it. */
const LOOKS_PER_TURN = 4_096;
const HEADER_BYTES = 12;
/** A record for the name asked (a pointer to offset 12): A, IN, TTL 300, 192.0.2.10. */
const ANSWER = Uint8Array.of(0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 192, 0, 2, 10);

const { port, delayMs, isFavoured } = JSON.parse(process.argv[2]);
const socket = openStampedSocket(port);
if (isFavoured) favourThisProcess();
const queue = Array.from({ length: QUEUE }, () => ({
  bytes: new Uint8Array(LARGEST_BYTES),
  to: new Uint8Array(ADDRESS_BYTES),
  length: 0,
  receivedMs: 0,
}));
let first = 0;
let waiting = 0;
let replies = [];

process.on('message', () => {
  process.send({ replies });
  replies = [];
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
turn();

/** Whoever else is busy on this machine, the delay should be the one promised; only root may ask for that. */
function favourThisProcess() {
  try {
    setPriority(-20);
  } catch {
    console.error('the responder runs at the usual priority: its delay may be longer than promised');
  }
}

function turn() {
  for (let i = 0; i < LOOKS_PER_TURN; i++) {
    const received = waiting < QUEUE ? socket.receive() : null;
    if (received !== null) enqueue(received);
    if (waiting > 0 && socket.nowMs() >= queue[first].receivedMs + delayMs) reply();
  }
  setImmediate(turn);
}

function enqueue({ bytes, from, atMs }) {
  const slot = queue[(first + waiting++) % QUEUE];
  slot.bytes.set(bytes);
  slot.length = toReply(slot.bytes, bytes.length);
  slot.to.set(from);
  slot.receivedMs = atMs;
}

function reply() {
  const { bytes, length, to, receivedMs } = queue[first];
  const sentMs = socket.nowMs();
  socket.send(bytes, length, to);
  replies.push([numberOf(bytes), socket.baseMs + receivedMs, sentMs - receivedMs]);
  first = (first + 1) % QUEUE;
  waiting--;
}

/** Makes the query an answer, in place; its length. */
function toReply(bytes, length) {
  let at = HEADER_BYTES;
  while (at < length && bytes[at] !== 0) at += bytes[at] + 1;
  const end = at + 5;
  bytes[2] |= 0x80; // QR
  bytes[3] = 0x80; // RA, NOERROR
  bytes.set([0, 1, 0, 0, 0, 0], 6);
  bytes.set(ANSWER, end);
  return end + ANSWER.length;
}

/** Of `q17.example.org`: 17. */
function numberOf(bytes) {
  let number = 0;
  for (let i = 1; i < bytes[HEADER_BYTES]; i++) number = number * 10 + bytes[HEADER_BYTES + 1 + i] - 48;
  return number;
}
