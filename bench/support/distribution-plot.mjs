// A cumulative distribution as SVG: which share of the replies took no longer than so much.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line as lineOf } from 'd3-shape';

const SIZE = { width: 720, height: 400 };
const PLOT = { left: 56, right: 690, top: 84, bottom: 344 };
const TICKS_US = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** The last share drawn: beyond it lie the rare and long. */
const LAST_SHARE = 0.99;

/** Colours apart in lightness too, on white and on black; the dashes tell them apart without colour. */
const STROKES = [
  { light: '#0b5cad', dark: '#6cb6ff', dash: '' },
  { light: '#b3261e', dark: '#ff8f87', dash: '8 4' },
  { light: '#1f7a3d', dark: '#6fdd8b', dash: '2 3' },
  { light: '#7a4f9a', dark: '#d2a8ff', dash: '10 3 2 3' },
];

/** `curves` are `{ name, us }`, values at evenly spaced shares from 0 to 1; at most four. */
export function distributionPlot({ title, curves }) {
  const x = scaleLog([TICKS_US[0], TICKS_US.at(-1)], [PLOT.left, PLOT.right]).clamp(true);
  const y = scaleLinear([0, 1], [PLOT.bottom, PLOT.top]);
  const parts = [
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(curves.map(({ name, us }) => `${name}: median ${String(us[(us.length - 1) / 2])} µs`).join('; '))}</desc>`,
    `<style>${stylesheet()}</style>`,
    `<text x="${String(PLOT.left)}" y="24" class="title">${escaped(title)}</text>`,
    ...curves.map(({ name }, i) => legend(name, i)),
    ...TICKS_US.map((us) => verticalTick(x(us), timeText(us))),
    ...SHARES.map((share) => horizontalTick(y(share), `${String(share * 100)} %`)),
    `<text x="${String((PLOT.left + PLOT.right) / 2)}" y="386" text-anchor="middle">round-trip time (logarithmic)</text>`,
    ...curves.map(({ us }, i) => `<path class="curve s${String(i)}" d="${pathOf(us, x, y)}"/>`),
  ];
  const box = `0 0 ${String(SIZE.width)} ${String(SIZE.height)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img">\n${parts.join('\n')}\n</svg>\n`;
}

function pathOf(us, x, y) {
  const points = us.map((value, i) => [value, i / (us.length - 1)]).filter(([, share]) => share <= LAST_SHARE);
  return lineOf(
    ([value]) => rounded(x(Math.max(TICKS_US[0], value))),
    ([, share]) => rounded(y(share)),
  )(points);
}

/** Two rows of two. */
function legend(name, i) {
  const left = PLOT.left + (i % 2) * 330;
  const top = 46 + Math.floor(i / 2) * 20;
  return `<path class="curve s${String(i)}" d="M${String(left)},${String(top - 4)}h36"/><text x="${String(left + 44)}" y="${String(top)}">${escaped(name)}</text>`;
}

function verticalTick(at, text) {
  const x = String(rounded(at));
  return `<path class="grid" d="M${x},${String(PLOT.top)}V${String(PLOT.bottom)}"/><text x="${x}" y="${String(PLOT.bottom + 18)}" text-anchor="middle">${text}</text>`;
}

function horizontalTick(at, text) {
  const y = String(rounded(at));
  return `<path class="grid" d="M${String(PLOT.left)},${y}H${String(PLOT.right)}"/><text x="${String(PLOT.left - 8)}" y="${String(rounded(at + 4))}" text-anchor="end">${text}</text>`;
}

function stylesheet() {
  const strokes = (scheme) => STROKES.map((stroke, i) => `.s${String(i)}{stroke:${stroke[scheme]}}`).join('');
  const dashes = STROKES.map(({ dash }, i) => (dash === '' ? '' : `.s${String(i)}{stroke-dasharray:${dash}}`)).join('');
  return [
    'text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}',
    '.grid{stroke:#d1d9e0;fill:none}.curve{fill:none;stroke-width:2.5}',
    strokes('light') + dashes,
    `@media (prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#3d444d}${strokes('dark')}}`,
  ].join('');
}

function timeText(us) {
  return us < 1_000 ? `${String(us)} µs` : `${String(us / 1_000)} ms`;
}

function rounded(value) {
  return Math.round(value * 10) / 10;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
