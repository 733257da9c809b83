/** The look of an SLO's own page: its charts, which are legible without colour too, and what stands around them. */
export const CHART_STYLES = `
.breadcrumb { font-size: 0.9rem; margin-bottom: 0.3rem; }
.breadcrumb ol { display: flex; flex-wrap: wrap; gap: 0.2rem 0.5rem; }
.breadcrumb li + li::before { content: "/"; color: var(--dim); margin-inline-end: 0.5rem; }
.slo-name { font-size: clamp(1.5rem, 1.2rem + 1.2vw, 2.2rem); letter-spacing: -0.015em; margin-bottom: 0.8rem; }
.slo h2 { font-size: 1.1rem; min-width: 0; }
.as-of { margin: calc(var(--gap) * 1.5) 0 0.6rem; }
.objectives, .slo.budget, .slo + .slo { margin-top: var(--gap); }
.objectives { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); }
.objectives .slo + .slo { margin-top: 0; }
.provenance { font-size: 0.85rem; color: var(--dim); display: grid; gap: 0.15rem; align-content: start; }
.alert-list h3, .chart-box h3 { font-size: 0.95rem; }
.chart-box h3 { margin-bottom: 0.5rem; }
.chart-box h3 .note { display: block; text-wrap: pretty; }
.alert-list ul { display: grid; margin-top: 0.3rem; font-size: 0.9rem; }
.alert-list li { display: grid; grid-template-columns: minmax(5.5rem, auto) 1fr; gap: 0 1rem; padding: 0.35rem 0; border-top: 1px solid var(--soft); }
.alert-list li > :last-child { grid-column: 2; }
.alert-list .alert-state strong { font-weight: 600; }
.alert-list .ok .alert-state { color: var(--dim); }
.alert-list .firing .alert-state { color: var(--bad-text); }
.alert-list .firing.ticket .alert-state, .alert-list .pending .alert-state { color: var(--risk-text); }

.measured > h2, .left-out > h2, .counting > h2, .machines > h2 { font-size: 1.2rem; margin: calc(var(--gap) * 1.6) 0 0.6rem; }
.drawn { min-width: 0; }
.ranges { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); align-items: start; }
.range { gap: 1.6rem; }
.range-title { font-weight: 650; padding-bottom: 0.6rem; border-bottom: 1px solid var(--soft); }
.chart-box { min-width: 0; container-type: inline-size; }
.chart-legend { display: flex; flex-wrap: wrap; gap: 0.15rem 1.2rem; font-size: 0.8rem; color: var(--dim); margin: 0.1rem 0 0.4rem; }
.chart-legend li { display: flex; gap: 0.4rem; align-items: center; }
.swatch { flex: none; }
.slo .legend { margin-top: 0.5rem; font-size: 0.78rem; }
.tick.on-dark { fill: var(--text); font-weight: 600; stroke-width: 4px; }
.all-answered { color: var(--met-text); font-size: 0.9rem; }

.burn-left { fill: var(--met); fill-opacity: 0.16; }
.burn-over { fill: var(--bad); fill-opacity: 0.28; }
.burn-line { fill: none; stroke: var(--text); stroke-width: 2; stroke-linejoin: round; }
.burn-pace { fill: none; stroke: var(--none); stroke-width: 1.5; stroke-dasharray: 5 4; }
.burn-zero { stroke: var(--bad); stroke-width: 1.2; }

.burn-rates { width: 100%; border-collapse: collapse; font-size: 0.85rem; }
.burn-rates th, .burn-rates td { padding: 0.28rem 0.5rem 0.28rem 0; text-align: start; vertical-align: middle; font-weight: 400; }
.burn-rates thead th { color: var(--dim); font-size: 0.8rem; }
.burn-rates tbody tr { border-top: 1px solid var(--soft); }
.burn-rates .number, .table-box .number { text-align: end; white-space: nowrap; }
.burn-rates tbody .number { font-weight: 600; }
.burn-rates .above .number { color: var(--bad-text); }
.burn-rates th { white-space: nowrap; }
.bar-cell { width: 46%; min-width: 3.5rem; }
.thresholds { color: var(--dim); font-size: 0.78rem; }
.burn-rates .exceeded { color: var(--bad-text); font-weight: 600; }
@container (max-width: 24rem) {
  .bar-cell { width: 34%; }
  .burn-rates th, .burn-rates td { padding-inline-end: 0.4rem; }
}
@container (max-width: 15rem) {
  .bar-cell { display: none; }
  .burn-rates thead td { display: none; }
  .burn-rates th, .burn-rates td { white-space: normal; overflow-wrap: anywhere; }
}
.bullet { display: block; }
.bullet-track { fill: var(--soft); }
.bullet-rate { fill: var(--p50); }
.bullet-above { fill: var(--bad); }
.bullet-one { stroke: var(--none); stroke-dasharray: 2 2; }
.bullet-threshold { stroke: var(--text); stroke-width: 2.5; }

.heat, .miss { shape-rendering: crispEdges; }
.heat-1 { fill: var(--heat-1); } .heat-2 { fill: var(--heat-2); } .heat-3 { fill: var(--heat-3); } .heat-4 { fill: var(--heat-4); } .heat-5 { fill: var(--heat-5); } .heat-6 { fill: var(--heat-6); }
.miss-1 { fill: var(--miss-1); } .miss-2 { fill: var(--miss-2); } .miss-3 { fill: var(--miss-3); } .miss-4 { fill: var(--miss-4); } .miss-5 { fill: var(--miss-5); }
.miss-ground, .strip-ground { fill: var(--soft); fill-opacity: 0.5; }
.promised-ground { stroke: var(--card); stroke-width: 4; stroke-opacity: 0.85; }
.promised { stroke: var(--text); stroke-width: 1.6; stroke-dasharray: 7 4; }
.tick.strong { fill: var(--text); font-weight: 600; }

.strips p { font-size: 0.85rem; margin-top: 0.5rem; }
.strip { display: block; }
.strip-failed { fill: var(--bad); }
.strip-ours { fill: var(--none); }

.figures-table { margin-top: 0.7rem; font-size: 0.85rem; }
.figures-table summary { cursor: pointer; color: var(--link); padding: 0.3rem 0; min-height: 24px; }
.table-box { overflow-x: auto; max-height: 28rem; overflow-y: auto; border: 1px solid var(--soft); border-radius: 6px; }
.table-box table { border-collapse: collapse; width: 100%; font-size: 0.8rem; }
.table-box th, .table-box td { padding: 0.25rem 0.6rem; font-weight: 400; text-align: start; white-space: nowrap; }
.table-box thead th { position: sticky; top: 0; background: var(--soft); color: var(--text); font-weight: 600; }
.table-box tbody tr + tr { border-top: 1px solid var(--soft); }

.left-out ul { display: grid; gap: 0.6rem; }
.left-out li { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; padding-inline-start: 0.8rem; border-inline-start: 4px solid var(--none); }
.counting ul { list-style: disc; padding-inline-start: 1.2rem; max-width: 75ch; display: grid; gap: 0.25rem; margin-bottom: 0.6rem; }
.counting h3 { font-size: 1rem; margin-bottom: 0.3rem; }
.machines ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; }

@media (prefers-contrast: more) {
  .burn-left { fill-opacity: 0.35; } .burn-over { fill-opacity: 0.5; }
}
@media (forced-colors: active) {
  /* Shades of one colour remain where colours are chosen by the reader. */
  .heat, .miss, .strip-failed, .strip-ours, .bullet-rate, .bullet-above, .burn-left, .burn-over { fill: CanvasText; }
  .heat-1, .miss-1 { fill-opacity: 0.2; } .heat-2, .miss-2 { fill-opacity: 0.4; } .heat-3, .miss-3 { fill-opacity: 0.6; } .heat-4, .miss-4 { fill-opacity: 0.8; } .heat-5 { fill-opacity: 0.9; }
  .burn-line, .promised, .bullet-threshold, .burn-zero { stroke: CanvasText; }
  .promised-ground { stroke: Canvas; }
  .bullet-track, .strip-ground, .miss-ground { fill: Canvas; stroke: CanvasText; }
  .bullet-above { fill: Highlight; }
  .table-box, .alert-list li, .burn-rates tbody tr { border-color: CanvasText; }
}
@media print {
  .heat, .miss, .burn-left, .burn-over, .strip-failed, .bullet-rate, .bullet-above { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .chart-box, .strips p { break-inside: avoid; }
  .range.slo { break-inside: auto; }
  .table-box { max-height: none; overflow: visible; }
  .ranges { grid-template-columns: 1fr; }
}
`.trim();
