/** The daemon does not answer, or not as it should. The message holds no token. */
export class DaemonSilent extends Error {
  override readonly name = 'DaemonSilent';
}
