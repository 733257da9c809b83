// Visitors of the status page who come back at once, and keep coming.
import { Agent, get } from 'node:http';

const LANES = 16;

/** Asks for a page as fast as it comes; `stop` resolves with the number of pages seen. */
export function startVisitors(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  let isEnding = false;
  let pages = 0;
  const lane = async () => {
    while (!isEnding) if ((await statusOf(url, agent)) === 200) pages++;
  };
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  return {
    stop: async () => {
      isEnding = true;
      await lanes;
      agent.destroy();
      return pages;
    },
  };
}

function statusOf(url, agent) {
  return new Promise((resolve) => {
    const request = get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(null));
  });
}
