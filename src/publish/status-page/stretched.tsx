import type { ComponentChildren, VNode } from 'preact';

/** Size of the coordinate system paths are in, fine enough for whole numbers; a chart stretches it to its own width. */
export const PLOT = { width: 1_000, height: 240 } as const;

/** Children of which coordinates are those of `PLOT`, stretched over their box; strokes keep their width. */
export function Stretched({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <svg
      width="100%"
      height="100%"
      viewBox={`0 0 ${String(PLOT.width)} ${String(PLOT.height)}`}
      preserveAspectRatio="none"
      overflow="visible"
    >
      {children}
    </svg>
  );
}
