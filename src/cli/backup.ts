import { Command } from 'commander';

import { openStore } from '../record/store/sqlite/open-store.js';
import { DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';

/** `resolver-slo backup FILE`: a consistent copy of the database, also while a daemon writes. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the database consistently, also while the daemon runs')
    .argument('<file>', 'the copy; must not exist yet')
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .action(async (file: string, { config }: { config: string }) => {
      const store = openStore({ file: (await requireConfig(config)).store.file, access: 'read-only' });
      try {
        await store.backup(file);
      } finally {
        store.close();
      }
      process.stdout.write(`${file}: written\n`);
    });
}
