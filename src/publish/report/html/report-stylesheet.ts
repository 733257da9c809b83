import { DARK_COLOURS, LIGHT_COLOURS } from '../../status-page/colours.js';

/**
 * The report's look, in the colours of the status page. Text reaches 4.5:1 on its ground and graphics 3:1,
 * in both schemes; on paper it is always the light one.
 */
export const REPORT_STYLESHEET = `
:root {
  color-scheme: light dark;
  ${LIGHT_COLOURS}
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${DARK_COLOURS}
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { font-size: clamp(93.75%, 87.5% + 0.15vw, 125%); -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 clamp(12px, 3vw, 48px); max-width: 76rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; line-break: strict;
}
h1, h2, h3, p, dl, dd, ul, figure { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
a { color: var(--link); text-underline-offset: 0.18em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; padding: 0.6rem 1rem; background: var(--card); z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }
.note { color: var(--dim); font-size: 0.85rem; }
.warning { padding: 0.55rem 0.9rem; border-radius: 8px; background: var(--risk-ground); border: 1px solid var(--risk); }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.patterns { position: absolute; }

header.report { padding: clamp(1.4rem, 4vw, 3rem) 0 1.2rem; display: grid; gap: 0.5rem; }
header.report h1 { font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.3rem); letter-spacing: -0.015em; }
header.report .plain { font-size: 1.15rem; }
footer.report { padding: 1.2rem 0 2.5rem; margin-top: 2rem; border-top: 1px solid var(--line); color: var(--dim); font-size: 0.85rem; }

.overview, .slo, .closing > section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: clamp(0.9rem, 2vw, 1.6rem); margin-bottom: clamp(0.9rem, 2vw, 1.6rem); min-width: 0; }
.overview h2, .closing h2 { font-size: 1.15rem; margin-bottom: 0.6rem; }
.slo { border-block-start: 5px solid var(--none); display: grid; gap: 0.7rem; scroll-margin-top: 1rem; grid-template-columns: minmax(0, 1fr); }
.slo.met { border-block-start-color: var(--met); }
.slo.at_risk { border-block-start-color: var(--risk); }
.slo.violated { border-block-start-color: var(--bad); }
.slo > header { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; justify-content: space-between; align-items: flex-start; }
.slo h2 { font-size: 1.35rem; letter-spacing: -0.01em; }
.slo h3 { font-size: 1rem; margin-bottom: 0.45rem; }
.badge { display: inline-flex; align-items: center; gap: 0.4rem; padding: 0.15rem 0.65rem 0.15rem 0.4rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; text-align: start; }
.badge.met { background: var(--met-ground); color: var(--met-text); }
.badge.at_risk { background: var(--risk-ground); color: var(--risk-text); }
.badge.violated { background: var(--bad-ground); color: var(--bad-text); }
.badge.no_data { background: var(--none-ground); color: var(--none-text); }
.icon { flex: none; }
.icon-shape { fill: var(--none); }
.icon.met .icon-shape { fill: var(--met); }
.icon.at_risk .icon-shape { fill: var(--risk); }
.icon.violated .icon-shape { fill: var(--bad); }
.icon-mark { fill: none; stroke: var(--card); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: 0.8rem 1.4rem; padding: 0.9rem 0; border-block: 1px solid var(--soft); }
.figures dt { font-size: 0.85rem; color: var(--dim); }
.figure { font-size: 1.45rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; }

.parts { columns: 2 26rem; column-gap: 2.4rem; margin-top: 0.6rem; }
.parts .part { break-inside: avoid; padding-bottom: 1.4rem; }
.chart-section { margin-top: 0.5rem; }
.part > * + *, .chart-section > * + * { margin-top: 0.45rem; }
ul { padding-inline-start: 1.15rem; }
li + li { margin-top: 0.2rem; }
li > ul { color: var(--dim); font-size: 0.9rem; }
ul[role="list"] { list-style: none; padding: 0; }

table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.3rem 0.7rem 0.3rem 0; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--soft); }
th:last-child, td:last-child { padding-inline-end: 0; }
@media screen and (min-width: 40.01rem), print { .number + :not(.number) { padding-inline-start: 0.6rem; } }
thead th { color: var(--dim); font-weight: 600; font-size: 0.82rem; }
tbody th { font-weight: 500; }
.number { text-align: end; white-space: nowrap; }
summary { cursor: pointer; font-weight: 600; padding: 0.3rem 0; }

.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; font-size: 0.85rem; color: var(--dim); }
.legend li { display: flex; align-items: center; gap: 0.45rem; margin: 0; }
.legend strong { color: var(--text); }
.chart { display: block; overflow: visible; margin: 0.3rem 0; }
.chart, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.bar.met { fill: var(--met); }
.bar.below { fill: var(--risk); }
.bar.far_below { fill: var(--bad); }
.bar.no_data { stroke: var(--line); }
.hatch { stroke: var(--none); stroke-width: 1.6; }
.burn-area { fill: var(--p50); opacity: 0.14; }
.burn-line { fill: none; stroke: var(--p50); stroke-width: 2.2; stroke-linejoin: round; }
.burn-zero { fill: none; stroke: var(--bad); stroke-width: 1.4; stroke-dasharray: 5 4; }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.line.p50 { stroke: var(--p50); stroke-width: 2.2; }
.line.p90 { stroke: var(--p90); stroke-dasharray: 6 4; }
.line.p99 { stroke: var(--p99); stroke-dasharray: 2 3; }
.beyond.p50 { fill: var(--p50); }
.beyond.p90 { fill: var(--p90); }
.beyond.p99 { fill: var(--p99); }
.grid { stroke: var(--soft); }
.axis { stroke: var(--none); }
.tick { font-size: 0.74rem; fill: var(--dim); paint-order: stroke; stroke: var(--card); stroke-width: 3px; }

@media screen and (max-width: 40rem) {
  /* A row becomes a list: nothing has to be scrolled sideways. */
  table.wide thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table.wide, table.wide tbody, table.wide tr, table.wide th, table.wide td { display: block; }
  table.wide tr { padding: 0.45rem 0; border-bottom: 1px solid var(--soft); }
  table.wide th, table.wide td { border: 0; padding: 0.06rem 0; text-align: start; white-space: normal; }
  table.wide td { display: flex; justify-content: space-between; gap: 1rem; }
  table.wide td:empty { display: none; }
  table.wide td::before { content: attr(data-title); color: var(--dim); flex: none; }
}
@media (forced-colors: active) {
  :root { --card: Canvas; --line: CanvasText; --dim: CanvasText; --none: CanvasText; --soft: Canvas; }
  .badge, .overview, .slo { border: 1px solid CanvasText; }
  .grid { stroke: CanvasText; stroke-opacity: 0.35; }
}
@page { margin: 16mm 15mm; }
@media print {
  :root { --ground: #fff; color-scheme: light; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; }
  .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  header.report { padding-top: 0; }
  .overview, .slo, .closing > section { border: 0; border-radius: 0; padding: 0; }
  .slo { break-before: page; border-block-start: 4px solid; padding-top: 0.8rem; }
  .closing { break-before: page; }
  .closing > section + section { margin-top: 1.2rem; }
  .parts { columns: 2; column-gap: 2rem; }
  .slo > header, .figures, .chart-section, figure, tr, li, .badge, details { break-inside: avoid; }
  h2, h3, summary, thead { break-after: avoid; }
  th, td { padding-block: 0.2rem; }
  .badge, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  /* What is folded up on the screen is open on paper. */
  details::details-content { content-visibility: visible; block-size: auto; }
  details > summary { list-style: none; }
}
`.trimStart();
