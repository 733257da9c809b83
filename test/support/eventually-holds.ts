/** Waits until a check no longer throws; the last error if it never does. */
export async function eventuallyHolds(check: () => void, withinMs = 5_000): Promise<void> {
  for (const endMs = performance.now() + withinMs; ;) {
    try {
      check();
      return;
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
