/** What a command's end means to the shell that called it. */
export const EXIT = {
  /** All is well, or what was asked holds. */
  fine: 0,
  /** The input or the configuration is wrong, or what was asked does not hold. */
  wrong: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Something outside failed: the database, the network. */
  outside: 3,
} as const;
