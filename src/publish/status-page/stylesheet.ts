import { CHART_STYLES } from './chart-styles.js';
import { SETUP_STYLES } from './setup-styles.js';
import { DARK_COLOURS, LIGHT_COLOURS } from './colours.js';
import { DAYS_PER_ROW } from './day-level.js';

/**
 * The pages' look. Served as a file of its own, so that the content security policy can forbid
 * inline styles. Text colours reach 4.5:1 on their ground and graphics 3:1, in both schemes.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  ${LIGHT_COLOURS}
  --radius: 12px; --gap: clamp(12px, 1.6vw, 24px);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${DARK_COLOURS}
  }
}
@media (prefers-contrast: more) {
  :root { --line: #55616c; --dim: #2c3843; --none-text: #2c3843; --soft: #c9d1d8; }
}
@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark) {
  :root { --line: #93a3b0; --dim: #d5dee6; --none-text: #d5dee6; --soft: #3c4955; }
}

*, ::before, ::after { box-sizing: border-box; }
html { font-size: clamp(100%, 90.625% + 0.2vw, 150%); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body {
  margin: 0 auto; padding: 0 clamp(12px, 3vw, 48px); max-width: 150rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, dl, dd, ol, ul { margin: 0; padding: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
:is(h1, h2, h3, h4):lang(ja) { word-break: auto-phrase; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; border-radius: 3px; }
main:focus { outline: none; }
.note { color: var(--dim); font-size: 0.85rem; font-weight: 400; }
.nothing { color: var(--dim); padding: 1rem 0; }
.skip { position: absolute; left: -999rem; padding: 0.6rem 1rem; background: var(--card); z-index: 1; }
.skip:focus { left: 1rem; top: 1rem; }

header.site { padding: clamp(1rem, 2.4vw, 2rem) 0 1rem; display: flex; flex-wrap: wrap; gap: 0.4rem 1.8rem; align-items: center; }
header.site h1, .site-title { font-size: clamp(1.2rem, 1.05rem + 0.8vw, 1.7rem); font-weight: 700; line-height: 1.25; letter-spacing: -0.01em; min-width: 0; }
.site-name { display: flex; gap: 0.7rem; align-items: center; }
.logo { display: block; height: 2.4rem; max-width: min(12rem, 45vw); object-fit: contain; flex: none; }
.site-title a { color: inherit; text-decoration: none; }
.site-title a:hover { text-decoration: underline; }
header.site nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem; }
header.site nav a { display: block; padding: 0.3rem 0.7rem; border-radius: 99px; text-decoration: none; color: var(--dim); font-size: 0.95rem; }
header.site nav a:hover { color: var(--text); background: var(--soft); }
header.site nav a[aria-current] { color: var(--text); background: var(--soft); font-weight: 600; }
header.site li, footer.site li { margin: 0; }
header.site .languages { margin-inline-start: auto; }
footer.site {
  margin-top: 2.5rem; padding: 1.2rem 0 2.5rem; border-top: 1px solid var(--line);
  color: var(--dim); font-size: 0.85rem; display: flex; flex-wrap: wrap; gap: 0.3rem 2rem; align-items: baseline; justify-content: space-between;
}
footer.site ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
footer.site a { display: inline-block; padding: 0.3rem 0; min-width: 24px; min-height: 24px; }

.notice { padding: 0.75rem 1rem; margin-bottom: 1rem; border-radius: var(--radius); border: 1px solid; }
.notice[hidden] { display: none; }
.notice.demo { background: var(--soft); border: 1px dashed var(--none); }
.notice.made { background: var(--soft); border-color: var(--line); }
.notice.stale { background: var(--risk-ground); border-color: var(--risk); }
/* In one piece where a line can hold it. */
.instant { display: inline-block; max-width: 100%; }

.overall {
  display: flex; gap: 1rem; align-items: flex-start; padding: clamp(1rem, 2vw, 1.6rem);
  background: var(--card); border: 1px solid var(--line); border-inline-start: 6px solid var(--none); border-radius: var(--radius);
}
.overall h1, .overall h2 { font-size: clamp(1.25rem, 1.05rem + 0.9vw, 1.75rem); letter-spacing: -0.01em; }
.overall .icon { width: 2.2rem; height: 2.2rem; flex: none; }
.overall.met { border-inline-start-color: var(--met); }
.overall.at_risk { border-inline-start-color: var(--risk); }
.overall.violated { border-inline-start-color: var(--bad); }

.icon { vertical-align: -0.15em; flex: none; }
li > .icon { align-self: center; }
.icon-shape { fill: var(--none); }
.icon.met .icon-shape { fill: var(--met); }
.icon.at_risk .icon-shape { fill: var(--risk); }
.icon.violated .icon-shape { fill: var(--bad); }
.icon-mark { fill: none; stroke: var(--card); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

.attention, .services { margin-top: var(--gap); }
.attention h2 { font-size: 1rem; margin-bottom: 0.4rem; }
.attention li { display: flex; flex-wrap: wrap; gap: 0 0.6rem; align-items: baseline; padding: 0.25rem 0; }
.services ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.6rem; }
.services li { display: flex; flex-wrap: wrap; gap: 0 0.5rem; align-items: baseline; }

.events { margin-top: var(--gap); display: grid; gap: 0.8rem; }
.events > h2, .past > h2 { font-size: 1.1rem; }
.event { background: var(--card); border: 1px solid var(--line); border-inline-start: 6px solid var(--risk); border-radius: var(--radius); padding: 0.8rem clamp(0.9rem, 1.6vw, 1.4rem); display: grid; gap: 0.35rem; }
.event.critical, .event.major { border-inline-start-color: var(--bad); }
.event.maintenance { border-inline-start-color: var(--link); }
.event h3 { font-size: 1.05rem; }
.event-facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: baseline; color: var(--dim); font-size: 0.9rem; }
.tag { color: var(--risk-text); background: var(--risk-ground); padding: 0.1rem 0.6rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; }
.event.critical .tag, .event.major .tag { color: var(--bad-text); background: var(--bad-ground); }
.event.maintenance .tag { color: var(--text); background: var(--soft); }
.prose { display: grid; gap: 0.5rem; max-width: 48rem; min-width: 0; }
.prose > * { min-width: 0; }
.prose ul, .prose ol { padding-inline-start: 1.4rem; }
.prose ul { list-style: disc; }
.prose ol { list-style: decimal; }
.prose pre, .prose table { overflow-x: auto; max-width: 100%; }
.prose pre { padding: 0.6rem 0.8rem; background: var(--soft); border-radius: 6px; }
.prose blockquote { margin: 0; padding-inline-start: 0.8rem; border-inline-start: 3px solid var(--line); color: var(--dim); }
.prose table { border-collapse: collapse; display: block; }
.prose th, .prose td { padding: 0.2rem 0.6rem; border: 1px solid var(--line); }
.event h1, .page-title { font-size: clamp(1.35rem, 1.1rem + 1vw, 2rem); line-height: 1.25; letter-spacing: -0.01em; }
.page-title { margin-bottom: 0.6rem; }
.event.over, .event.completed, .event.cancelled { border-inline-start-color: var(--none); }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: clamp(0.9rem, 1.6vw, 1.4rem); margin-top: var(--gap); display: grid; gap: 0.6rem; grid-template-columns: minmax(0, 1fr); }
.panel h2, .updates h2, .month h2 { font-size: 1.15rem; }
.updates { margin-top: calc(var(--gap) * 1.2); }
.update { margin: 0.8rem 0 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); display: grid; gap: 0.3rem; }
.update.resolved { border-inline-start-color: var(--met); }
.update h3 { font-size: 1rem; }
.update h3 .instant { font-weight: 400; color: var(--dim); font-size: 0.9rem; margin-inline-start: 0.4rem; }
.effects li { padding: 0.3rem 0; display: flex; flex-wrap: wrap; gap: 0.1rem 0.8rem; }
.month { margin-top: calc(var(--gap) * 1.4); }
.month > header { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; align-items: baseline; margin-bottom: 0.4rem; }
.years ul { display: flex; flex-wrap: wrap; gap: 0.3rem; }
.years a { display: block; padding: 0.25rem 0.7rem; border-radius: 99px; text-decoration: none; }
.years a[aria-current] { background: var(--soft); color: var(--text); font-weight: 600; }
/* What is placed within its table scrolls with it, instead of widening the page. */
.scroller { position: relative; overflow-x: auto; max-width: 100%; }
.data { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
.data th, .data td { padding: 0.35rem 0.9rem 0.35rem 0; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--soft); white-space: nowrap; overflow-wrap: normal; }
.data tbody th { font-weight: 500; white-space: normal; min-width: 10rem; }
.data thead th { color: var(--dim); font-weight: 600; font-size: 0.85rem; }
.months .below { color: var(--bad-text); font-weight: 600; }
.months .below::before { content: "▼ "; font-size: 0.7em; }
.months .no_data { color: var(--dim); }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.affected { font-size: 0.9rem; color: var(--dim); }
.past { margin-top: calc(var(--gap) * 1.6); display: grid; gap: 0.5rem; }
.incidents li { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; align-items: baseline; padding: 0.35rem 0; border-bottom: 1px solid var(--soft); }
.incidents .instant { color: var(--dim); font-size: 0.9rem; }

.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin-top: calc(var(--gap) * 1.5); font-size: 0.85rem; color: var(--dim); }
.legend li { display: flex; align-items: flex-end; gap: 0.5rem; }
.legend .key { width: 0.6rem; height: 1.2rem; }

.service { margin-top: calc(var(--gap) * 1.4); }
.service > header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; margin-bottom: 0.7rem; }
.service > header h2 { font-size: 1.25rem; }
.cards { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); }
.cards > div { display: grid; min-width: 0; }
.evidence { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.evidence > * { min-width: 0; }

.slo { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: clamp(0.9rem, 1.6vw, 1.4rem); min-width: 0; display: flex; flex-direction: column; gap: 0.8rem; }
/* Where there are many, they are not laid out before they are looked at. */
/* Scrolling smoothly over what grows on the way would end short of its target. */
html:has(.of-many) { scroll-behavior: auto; }
.service.of-many .cards > div { content-visibility: auto; contain-intrinsic-size: auto 24rem; }
.slo:target { outline: 3px solid var(--focus); outline-offset: 2px; }
.slo > header { display: flex; gap: 0.5rem 1rem; align-items: flex-start; justify-content: space-between; }
.slo > header h3 { font-size: 1.1rem; min-width: 0; }
.slo h3 a { color: inherit; text-decoration-color: var(--line); }
.slo h3 a:hover { text-decoration-color: currentcolor; }
.slo > .days { margin-top: auto; }
.slo h4, .days h3 { font-size: 0.85rem; font-weight: 600; margin-bottom: 0.45rem; }
.description { color: var(--dim); }
.promise .note { white-space: nowrap; }
.badge { display: inline-flex; align-items: center; gap: 0.4rem; flex: none; padding: 0.15rem 0.65rem 0.15rem 0.4rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; }
.badge.met { background: var(--met-ground); color: var(--met-text); }
.badge.at_risk { background: var(--risk-ground); color: var(--risk-text); }
.badge.violated { background: var(--bad-ground); color: var(--bad-text); }
.badge.no_data { background: var(--none-ground); color: var(--none-text); }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: 0.6rem 1.4rem; padding: 0.7rem 0; border-block: 1px solid var(--soft); }
.figures dt { font-size: 0.85rem; color: var(--dim); }
.figure { font-size: 1.35rem; font-weight: 650; line-height: 1.3; letter-spacing: -0.01em; }
.gauge-box { padding-top: 0.45rem; }
.gauge { display: block; }
.gauge-track { fill: var(--soft); }
.gauge-left { fill: var(--met); }
.gauge.at_risk .gauge-left { fill: var(--risk); }
.gauge.violated .gauge-track { fill: var(--bad); }

.alerts-none { color: var(--dim); font-size: 0.9rem; }
.alerts { display: grid; gap: 0.4rem; font-size: 0.9rem; }
.alerts li { padding-inline-start: 0.7rem; border-inline-start: 4px solid var(--soft); }
.alerts .page { border-color: var(--bad); }
.alerts .ticket { border-color: var(--risk); }

.bars { position: relative; display: grid; grid-template-columns: repeat(90, minmax(0, 1fr)); align-items: end; gap: 1px; height: 2.4rem; }
.bars li { height: 100%; display: flex; align-items: flex-end; }
.bars li::before, .key { content: ""; display: block; width: 100%; border-radius: 1.5px; background: var(--met); height: 100%; print-color-adjust: exact; -webkit-print-color-adjust: exact; forced-color-adjust: none; }
.bars .below::before { height: 62%; background: var(--risk); }
.bars .far_below::before { height: 30%; background: var(--bad); }
.key.below { background: linear-gradient(to top, var(--risk) 62%, transparent 62%); }
.key.far_below { background: linear-gradient(to top, var(--bad) 30%, transparent 30%); }
.bars .no_data::before, .key.no_data { background: repeating-linear-gradient(135deg, var(--none) 0 1px, transparent 1px 4px); box-shadow: inset 0 0 0 1px var(--line); }
.bars span { position: absolute; top: calc(100% + 0.15rem); inset-inline-start: 0; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; font-size: 0.8rem; }
.bars li:hover span { clip-path: none; width: 100%; height: auto; background: var(--card); z-index: 1; white-space: normal; }
.bars li:hover::before { filter: brightness(0.75); }
.bars-axis { display: flex; justify-content: space-between; color: var(--dim); font-size: 0.8rem; margin-top: 0.15rem; min-height: 1.3em; }
.bars-axis .rows { display: none; }
.days-below { font-size: 0.85rem; color: var(--dim); margin-top: 0.1rem; }
@container (max-width: 24rem) {
  .bars { grid-template-columns: repeat(${String(DAYS_PER_ROW)}, minmax(0, 1fr)); grid-auto-rows: 1.5rem; height: auto; gap: 4px 2px; }
  .bars-axis .one-row { display: none; }
  .bars-axis .rows { display: inline; }
}
.days { container-type: inline-size; }

.percentiles { display: flex; flex-wrap: wrap; gap: 0.1rem 1.4rem; font-size: 0.85rem; margin-bottom: 0.3rem; }
.percentiles div { display: flex; gap: 0.5rem; align-items: center; }
.percentiles dt { display: flex; gap: 0.4rem; align-items: center; color: var(--dim); }
.percentiles dd { font-weight: 600; }
.percentiles dd.note { font-weight: 400; }
.latency h4 .note { display: block; }
.chart { display: block; overflow: visible; }
.line { fill: none; stroke-width: 1.8; stroke-linecap: butt; stroke-linejoin: round; }
.line.p50 { stroke: var(--p50); stroke-width: 2.2; stroke-linecap: round; }
.line.p90 { stroke: var(--p90); stroke-dasharray: 6 4; }
.line.p99 { stroke: var(--p99); stroke-dasharray: 2 3; stroke-width: 1.6; }
.beyond.p50 { fill: var(--p50); }
.beyond.p90 { fill: var(--p90); }
.beyond.p99 { fill: var(--p99); }
.lane { fill: var(--bad-ground); }
.grid { stroke: var(--soft); }
.axis { stroke: var(--none); }
.patterns { position: absolute; }
.hatch { stroke: var(--none); stroke-width: 1.6; }
.gap { stroke: var(--line); stroke-width: 1; }
.tick { font-size: 0.72rem; fill: var(--dim); paint-order: stroke; stroke: var(--card); stroke-width: 3px; }

.provenance { display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; font-size: 0.85rem; color: var(--dim); }

.how { margin-top: calc(var(--gap) * 2); }
.how h2 { font-size: 1.1rem; margin-bottom: 0.6rem; }
.how dl { display: grid; gap: 0.8rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.how dt { font-weight: 600; }
.how dd { color: var(--dim); }

${CHART_STYLES}
${SETUP_STYLES}
@media (forced-colors: active) {
  /* Drawings are not forced: what they share with text and ground follows by hand. */
  :root { --card: Canvas; --line: CanvasText; --dim: CanvasText; --none: CanvasText; --soft: Canvas; --bad-ground: Canvas; }
  .badge, .slo, .overall { border: 1px solid CanvasText; }
  .gauge { border: 1px solid CanvasText; border-radius: 4px; }
  .figures, .event, .alerts li { border-color: CanvasText; }
  .grid { stroke: CanvasText; stroke-opacity: 0.35; }
}
@media print {
  :root { --ground: #fff; color-scheme: light; }
  html { font-size: 11px; }
  .skip, .services, header.site nav, footer.site ul { display: none; }
  .service.of-many .cards > div { content-visibility: visible; }
  .slo { break-inside: avoid; }
  .cards { grid-template-columns: 1fr 1fr; }
}
`.trimStart();
