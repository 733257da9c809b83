/** A cell on its way into the store: `series` is the position of its series in the import, `data` its stored form. */
export interface ImportedCell {
  /** Minutes since the epoch. */
  readonly start: number;
  readonly series: number;
  readonly data: Uint8Array;
}

/** Cells in order of start, then series; each key once. */
export type CellRun = Iterable<ImportedCell>;

/** All cells of several runs that begin at one time. */
export interface SameStart {
  readonly start: number;
  readonly cells: readonly ImportedCell[];
}

/** Goes through several runs at once, start by start; one series may come from several of them. */
export function* mergeRuns(runs: readonly CellRun[]): Generator<SameStart> {
  const heap = runs.map(openCursor).filter((cursor) => cursor !== null);
  heap.sort((a, b) => a.cell.start - b.cell.start);
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    const { start } = top.cell;
    const cells: ImportedCell[] = [];
    for (let next: Cursor | undefined = top; next?.cell.start === start; next = heap[0]) {
      takeStart(next, cells);
      if (next.isDone) removeTop(heap);
      else siftDown(heap);
    }
    yield { start, cells };
  }
}

interface Cursor {
  readonly rest: Iterator<ImportedCell>;
  cell: ImportedCell;
  isDone: boolean;
}

function openCursor(run: CellRun): Cursor | null {
  const rest = run[Symbol.iterator]();
  const first = rest.next();
  return first.done === true ? null : { rest, cell: first.value, isDone: false };
}

function takeStart(cursor: Cursor, cells: ImportedCell[]): void {
  const { start } = cursor.cell;
  while (cursor.cell.start === start) {
    cells.push(cursor.cell);
    const next = cursor.rest.next();
    if (next.done === true) {
      cursor.isDone = true;
      return;
    }
    cursor.cell = next.value;
  }
}

function removeTop(heap: Cursor[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  siftDown(heap);
}

/** Restores the order of a binary heap whose first element may have become too large. */
function siftDown(heap: Cursor[]): void {
  let at = 0;
  for (;;) {
    const smallest = [2 * at + 1, 2 * at + 2].reduce(
      (best, child) => (startAt(heap, child) < startAt(heap, best) ? child : best),
      at,
    );
    const [a, b] = [heap[at], heap[smallest]];
    if (smallest === at || a === undefined || b === undefined) return;
    heap[at] = b;
    heap[smallest] = a;
    at = smallest;
  }
}

function startAt(heap: readonly Cursor[], index: number): number {
  return heap[index]?.cell.start ?? Infinity;
}
