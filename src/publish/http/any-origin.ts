import type { onRequestHookHandler } from 'fastify';

/** Pages of other sites may read the answer, also one that says what is wrong with the request. */
export const anyOrigin: onRequestHookHandler = (_request, reply, done) => {
  void reply.header('access-control-allow-origin', '*');
  done();
};
