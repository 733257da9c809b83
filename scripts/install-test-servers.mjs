// Installs the real servers that tests start, where that is possible (root on Debian or Ubuntu);
// elsewhere says what is missing: the tests that need it then count as skipped.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Program or file → the Debian package that brings it. */
const NEEDED = {
  '/usr/sbin/unbound': 'unbound',
  '/usr/sbin/named': 'bind9',
  '/usr/sbin/kresd': 'knot-resolver',
  '/usr/sbin/pdns_recursor': 'pdns-recursor',
  '/usr/bin/dnsdist': 'dnsdist',
  '/usr/bin/dnssec-signzone': 'bind9-utils',
  '/usr/bin/dig': 'bind9-dnsutils',
  '/usr/bin/dnsperf': 'dnsperf',
  '/usr/bin/prometheus': 'prometheus',
  '/usr/bin/promtool': 'prometheus',
  '/usr/bin/prometheus-blackbox-exporter': 'prometheus-blackbox-exporter',
  '/usr/bin/chromium': 'chromium',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/unshare': 'util-linux',
  '/usr/bin/mount': 'mount',
  '/usr/bin/getent': 'libc-bin',
  '/usr/bin/prlimit': 'util-linux',
  '/usr/sbin/ip': 'iproute2',
  '/usr/sbin/sysctl': 'procps',
  // Without it nobody sees how wide Japanese is.
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': 'fonts-noto-cjk',
};

const missing = Object.entries(NEEDED).filter(([program]) => !existsSync(program));
if (missing.length > 0) {
  const packages = [...new Set(missing.map(([, name]) => name))];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(packages);
  else console.error(`tests that need these Debian packages will be skipped: ${packages.join(' ')}`);
}

function install(packages) {
  console.error(`installing for the tests: ${packages.join(' ')} …`);
  // Packages must not start their servers: the tests start their own, on loopback.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages)) return;
  console.error(`could not install ${packages.join(' ')}; the tests that need them will be skipped`);
}
