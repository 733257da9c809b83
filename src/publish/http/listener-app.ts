import { isIPv6 } from 'node:net';

import fastify from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../../domain/log.js';
import type { ListenAddress } from '../config.js';
import { answerBrokenRequests } from './client-error.js';
import { errorBody, HttpError, listenFailed } from './errors.js';

export interface ListenerAppOptions {
  readonly log: Log;
  /** Set on every answer, errors included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly notFound: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  /** What is asked by POST with a JSON body of at most so many bytes is answered as well; `null`: only reads are. */
  readonly changeBytes: number | null;
}

const READS = ['GET', 'HEAD'];
const READ_BODY_BYTES = 1_024;

/**
 * A fastify application as all our listeners need it: read only unless told otherwise, every answer with the given
 * headers, slow or stalled clients cut off, errors as JSON without anything of the inside.
 */
export function createListenerApp(options: ListenerAppOptions): FastifyInstance {
  const { changeBytes } = options;
  const isChanging = changeBytes !== null;
  const methods = isChanging ? [...READS, 'POST'] : READS;
  const app = fastify({
    logger: false,
    trustProxy: 'loopback',
    bodyLimit: changeBytes ?? READ_BODY_BYTES,
    forceCloseConnections: true,
    return503OnClosing: false,
    // A client that trickles its request, or says nothing, holds a socket only this long; one that stops reading
    // twice as long, since Node.js takes what the kernel still took at first for progress.
    connectionTimeout: 20_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 15_000,
    // Node.js itself would answer what names no host, without our headers.
    http: { headersTimeout: 8_000, connectionsCheckingInterval: 2_000, requireHostHeader: false },
    clientErrorHandler: answerBrokenRequests(options.headers),
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    schemaErrorFormatter: (errors, part) => new HttpError(400, 'BAD_REQUEST', schemaMessage(errors[0], part)),
    frameworkErrors: (error, request, reply) => {
      void reply.headers(options.headers);
      sendError(badPath(error, request), reply, options.log);
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(options.headers);
    if (!methods.includes(request.method)) return refuseMethod(request, reply, methods);
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') throw hostMissing();
    return undefined;
  });
  // What is expected of us and we do not know may be ignored (RFC 9110 §10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  if (isChanging) app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error: FastifyError | HttpError, _request, reply) => sendError(error, reply, options.log));
  app.setNotFoundHandler(options.notFound);
  return app;
}

/** Opens the listener; resolves with where it listens (the port chosen, where 0 was asked for). Throws `ListenError`. */
export async function listen(app: FastifyInstance, wanted: ListenAddress): Promise<ListenAddress> {
  try {
    await app.listen({ host: wanted.host, port: wanted.port });
  } catch (error) {
    throw listenFailed(wanted, error);
  }
  const address = app.server.address();
  return { host: wanted.host, port: typeof address === 'object' && address !== null ? address.port : wanted.port };
}

/** `127.0.0.1:8080`, `[::1]:8080`: as in a URL and in the Host header. */
export function authorityOf(address: ListenAddress): string {
  const host = isIPv6(address.host) ? `[${address.host}]` : address.host;
  return `${host}:${String(address.port)}`;
}

/** RFC 9112 §3.2. */
function hostMissing(): HttpError {
  return new HttpError(400, 'BAD_REQUEST', 'the request must have a Host header, found none');
}

/** What is wrong with a path that no route was looked up for. */
function badPath(error: FastifyError, request: FastifyRequest): FastifyError | HttpError {
  if (error.code === 'FST_ERR_BAD_URL') return badEscapes(request);
  return error.statusCode === 414 ? new HttpError(414, 'URI_TOO_LONG', 'a part of the path is too long') : error;
}

function badEscapes(request: FastifyRequest): HttpError {
  const path = request.url.split('?', 1)[0] ?? '';
  const message = `the path must have valid percent escapes of UTF-8, found "${path.slice(0, 200)}"`;
  return new HttpError(400, 'BAD_REQUEST', message);
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply, methods: readonly string[]): FastifyReply {
  const message = `only ${ENGLISH.format(methods)} are answered here, found ${request.method}`;
  return reply
    .code(405)
    .header('allow', methods.join(', '))
    .header('connection', 'close')
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody('METHOD_NOT_ALLOWED', message));
}

function sendError(error: FastifyError | HttpError, reply: FastifyReply, log: Log): FastifyReply {
  const statusCode = error.statusCode ?? 500;
  if (!(error instanceof HttpError) && statusCode >= 500) log.error({ err: error }, 'an HTTP request failed');
  const isShown = error instanceof HttpError || statusCode < 500;
  const body = isShown ? errorBody(codeOf(error), error.message) : errorBody('INTERNAL', 'an internal error occurred');
  if (error instanceof HttpError && error.retryAfterSeconds !== null) {
    void reply.header('retry-after', String(error.retryAfterSeconds));
  }
  return reply.code(statusCode).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body);
}

/** Codes are ours: what the framework calls it is nobody's business. */
function codeOf(error: FastifyError | HttpError): string {
  if (error instanceof HttpError) return error.code;
  if (error.statusCode === 413) return 'BODY_TOO_LARGE';
  return error.statusCode === 415 ? 'MEDIA_TYPE_UNKNOWN' : 'BAD_REQUEST';
}

const ENGLISH = new Intl.ListFormat('en');

interface SchemaIssue {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

function schemaMessage(issue: SchemaIssue | undefined, part: string): string {
  if (issue === undefined) return 'the request is not valid';
  if (part !== 'querystring') return bodyMessage(issue, part);
  const unknownKey = issue.params['additionalProperty'];
  if (typeof unknownKey === 'string') return `query parameter "${unknownKey.slice(0, 60)}" is not known here`;
  const name = issue.instancePath.slice(1);
  const problem = issue.keyword === 'type' ? 'must be given once' : (issue.message ?? 'is not valid');
  return `query parameter "${name}" ${problem}`;
}

/** Names the key that is wrong, missing or not known. */
function bodyMessage({ instancePath, params, keyword, message }: SchemaIssue, part: string): string {
  const keys = instancePath.split('/').slice(1);
  const named = (key: string): string => `"${[...keys, key.slice(0, 60)].join('.')}"`;
  const { additionalProperty, missingProperty, allowedValues } = params;
  if (typeof additionalProperty === 'string') return `key ${named(additionalProperty)} is not known here`;
  if (typeof missingProperty === 'string') return `key ${named(missingProperty)} is missing`;
  const what = keys.length === 0 ? (part === 'body' ? 'the body' : part) : `"${keys.join('.')}"`;
  if (keyword === 'enum' && Array.isArray(allowedValues)) return `${what} must be one of ${allowedValues.join(', ')}`;
  return `${what} ${message ?? 'is not valid'}`;
}
