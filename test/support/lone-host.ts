import { execFileSync, spawnSync } from 'node:child_process';

/** A network namespace with nothing but its loopback, under settings of its own. */
export interface LoneHost {
  /** Puts a program into it. */
  readonly wrapper: readonly string[];
  close(): void;
}

let made = 0;

/** Needs what `canMakeNamespaces` tells. `settings` are those of sysctl, such as `net.ipv4.tcp_tw_reuse=0`. */
export function makeLoneHost(...settings: readonly string[]): LoneHost {
  const name = `slo-${String(process.pid)}-lone-${String(++made)}`;
  const host = {
    wrapper: ['ip', 'netns', 'exec', name],
    close: () => void spawnSync('ip', ['netns', 'delete', name]),
  };
  const ip = (...args: readonly string[]): unknown => execFileSync('ip', args, { stdio: 'pipe' });
  try {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('netns', 'exec', name, 'sysctl', '-qw', ...settings);
    return host;
  } catch (error) {
    host.close();
    throw error;
  }
}
