import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';

import { errorBody } from './errors.js';

/** As the HTTP parser tells of it: `HPE_HEADER_OVERFLOW`, `ERR_HTTP_REQUEST_TIMEOUT`, … */
type ClientError = Error & { readonly code?: string };

interface BrokenRequest {
  readonly statusCode: number;
  readonly code: string;
  readonly message: string;
}

const READ_ANSWER_WITHIN_MS = 1_000;

/**
 * Answers what never became a request, by hand since there is nothing to answer it with, and with the
 * headers of all other answers; then the connection is at its end (RFC 9112 §2.2, §9.6).
 */
export function answerBrokenRequests(headers: Readonly<Record<string, string>>) {
  return (error: ClientError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || socket.writableEnded) return;
    if (!socket.writable) return void socket.destroy(error);
    socket.end(answerTo(error, headers));
    // Closing at once, with something unread, would reset the connection, and take the answer away from its reader.
    socket.resume();
    const timer = setTimeout(() => socket.destroy(error), READ_ANSWER_WITHIN_MS);
    socket.once('close', () => clearTimeout(timer));
  };
}

function answerTo(error: ClientError, headers: Readonly<Record<string, string>>): string {
  const { statusCode, code, message } = brokenBy(error);
  const body = errorBody(code, message);
  const lines = Object.entries({
    ...headers,
    'cache-control': 'no-store',
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(statusCode)} ${STATUS_CODES[statusCode] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}

function brokenBy({ code }: ClientError): BrokenRequest {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { statusCode: 408, code: 'REQUEST_TIMEOUT', message: 'the request did not arrive in time' };
  if (code === 'HPE_HEADER_OVERFLOW')
    return { statusCode: 431, code: 'HEADERS_TOO_LARGE', message: 'the request line and its headers are too large' };
  return { statusCode: 400, code: 'BAD_REQUEST', message: 'this is no valid HTTP request' };
}
