/** Who does what, and files to copy. */
export const SETUP_STYLES = `
.sides { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.sides > div { display: grid; gap: 0.5rem; align-content: start; min-width: 0; }
.sides h3 { font-size: 1rem; }
.lead { max-width: 48rem; color: var(--dim); }
.panel > p { max-width: 48rem; }
.setups code { display: block; color: var(--dim); font-size: 0.85em; white-space: normal; }
.setups .note { display: block; }
.setups thead th { white-space: normal; min-width: 5.5rem; vertical-align: bottom; }
.setups td { font-weight: 600; }
.setups .nothing { font-weight: 400; }
.data .number { text-align: end; padding-inline-end: 0; padding-inline-start: 0.9rem; }
.snippets { margin-top: calc(var(--gap) * 1.6); }
.snippets > h2 { font-size: 1.25rem; margin-bottom: 0.4rem; }
.files { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); margin-top: var(--gap); }
.snippet { margin-top: 0; align-content: start; }
.snippet h3 { font-size: 1.1rem; }
.snippet pre { margin: 0; padding: 0.8rem 1rem; background: var(--soft); border-radius: 6px; overflow-x: auto; }
code, pre { font-family: ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.9em; }
.copy { justify-self: start; font: inherit; font-size: 0.9rem; padding: 0.3rem 0.9rem; min-height: 24px; color: var(--link); background: var(--card); border: 1px solid currentcolor; border-radius: 99px; cursor: pointer; }
.copy:hover { background: var(--soft); }
@media screen and (max-width: 44rem) {
  .setups, .setups tbody, .setups tr, .setups th[scope="row"], .setups td { display: block; }
  .setups thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .setups tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  .setups th[scope="row"], .setups td { border: 0; padding: 0.1rem 0; }
  .setups td.number { display: flex; justify-content: space-between; gap: 1rem; }
  .setups td.number::before { content: attr(data-column); color: var(--dim); font-weight: 400; }
}
@media print { .copy { display: none; } }
`;
