import { Command } from 'commander';

import { systemClock } from '../../domain/clock.js';
import type { PluginDeps } from './plugin-deps.js';
import { sloCheckPlugin, sloPlugin } from './slo.js';

/** A new plugin is a file and a line here. */
const METRIC_PLUGINS = [sloPlugin];
const CHECK_PLUGINS = [sloCheckPlugin];

/** `plugin NAME`: metrics for mackerel-agent. */
export function pluginCommand(deps: PluginDeps = systemDeps()): Command {
  const command = new Command('plugin').description('metrics as a plugin of mackerel-agent prints them');
  for (const make of METRIC_PLUGINS) command.addCommand(make(deps));
  return command;
}

/** `check-plugin NAME`: checks for mackerel-agent, which reads the exit code: 0 OK, 1 WARNING, 2 CRITICAL, else UNKNOWN. */
export function checkPluginCommand(deps: PluginDeps = systemDeps()): Command {
  const command = new Command('check-plugin').description('checks as a plugin of mackerel-agent makes them');
  for (const make of CHECK_PLUGINS) command.addCommand(make(deps));
  return command;
}

function systemDeps(): PluginDeps {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, env, clock: systemClock };
}
