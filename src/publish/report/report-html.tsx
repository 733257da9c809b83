import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { StateIcon } from '../status-page/state-badge.js';
import type { Figure, ReportContent, SloContent } from './content/block.js';
import { Blocks, isChart, isFolded, ReportSection } from './html/report-blocks.js';
import { REPORT_STYLESHEET } from './html/report-stylesheet.js';

/** The report as one file that asks for nothing else: no script, no request, and a stylesheet for paper too. */
export function reportHtml(content: ReportContent): string {
  return `<!doctype html>${renderToString(<Report content={content} />)}\n`;
}

function Report({ content }: { readonly content: ReportContent }): VNode {
  return (
    <html lang={content.locale}>
      <head>
        <meta charset="utf-8" />
        <title>{content.title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={content.description} />
        <meta name="color-scheme" content="light dark" />
        {/* Nothing may be loaded or run, whatever a name may hold. */}
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <style dangerouslySetInnerHTML={{ __html: REPORT_STYLESHEET }} />
      </head>
      <body>
        <a class="skip" href="#content">
          {content.skipToContent}
        </a>
        <main id="content" tabindex={-1}>
          <ReportBody content={content} />
        </main>
        <footer class="report">{content.footer}</footer>
      </body>
    </html>
  );
}

/** What a report says, below whatever page it stands in. */
export function ReportBody({ content }: { readonly content: ReportContent }): VNode {
  return (
    <>
      <Patterns />
      <header class="report">
        <h1>{content.title}</h1>
        <Blocks blocks={content.lead} />
      </header>
      <Overview content={content} />
      <div class="slos" dangerouslySetInnerHTML={{ __html: content.slos.map(sloHtml).join('') }} />
      <div class="closing">
        {content.closing.map((section) => (
          <ReportSection section={section} level={2} />
        ))}
      </div>
    </>
  );
}

/** Its first column leads to the SLOs, which stand in the same order. */
function Overview({ content: { overview, slos } }: { readonly content: ReportContent }): VNode | null {
  const [block] = overview.blocks;
  if (block?.kind !== 'table') return null;
  return (
    <section class="overview">
      <h2>{overview.title}</h2>
      <table class="wide">
        <thead>
          <tr>
            {block.columns.map(({ title, isNumber }) => (
              <th scope="col" class={isNumber ? 'number' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slos.map((slo, i) => (
            <OverviewRow slo={slo} cells={block.rows[i] ?? []} titles={block.columns.map(({ title }) => title)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface OverviewRowProps {
  readonly slo: SloContent;
  readonly cells: readonly string[];
  readonly titles: readonly string[];
}

function OverviewRow({ slo, cells, titles }: OverviewRowProps): VNode {
  return (
    <tr>
      <th scope="row">
        <a href={`#${slo.id}`}>
          <bdi>{cells[0]}</bdi>
        </a>
      </th>
      {cells.slice(1, -1).map((cell, i) => (
        <td class="number" data-title={titles[i + 1]}>
          {cell}
        </td>
      ))}
      <td data-title={titles.at(-1)}>
        <StateMark slo={slo} />
      </td>
    </tr>
  );
}

function StateMark({ slo: { state } }: { readonly slo: SloContent }): VNode {
  return (
    <span class={`badge ${state.kind}`}>
      <StateIcon state={state.kind} />
      {state.text}
    </span>
  );
}

const made = new WeakMap<SloContent, string>();

/** One SLO's part of the report, made once: of many SLOs the parts may be made one by one before the whole. */
export function sloHtml(slo: SloContent): string {
  const known = made.get(slo);
  if (known !== undefined) return known;
  const html = renderToString(<Slo slo={slo} />);
  made.set(slo, html);
  return html;
}

function Slo({ slo }: { readonly slo: SloContent }): VNode {
  return (
    <article class={`slo ${slo.state.kind}`} id={slo.id} aria-labelledby={`${slo.id}-title`}>
      <header>
        <div>
          <h2 id={`${slo.id}-title`}>
            <bdi>{slo.title}</bdi>
          </h2>
          <p class="note">
            <bdi>{slo.service}</bdi> · <bdi>{slo.name}</bdi>
          </p>
        </div>
        <StateMark slo={slo} />
      </header>
      <Blocks blocks={slo.lead} />
      {slo.figures.length > 0 && <Figures figures={slo.figures} />}
      {slo.sections.filter(isChart).map((section) => (
        <ReportSection section={section} level={3} />
      ))}
      <div class="parts">
        {slo.sections
          .filter((section) => !isChart(section) && !isFolded(section))
          .map((section) => (
            <ReportSection section={section} level={3} />
          ))}
      </div>
      {slo.sections.filter(isFolded).map((section) => (
        <ReportSection section={section} level={3} />
      ))}
    </article>
  );
}

function Figures({ figures }: { readonly figures: readonly Figure[] }): VNode {
  return (
    <dl class="figures">
      {figures.map(({ label, value, note }) => (
        <div>
          <dt>{label}</dt>
          <dd class="figure">{value}</dd>
          {note !== '' && <dd class="note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** The pattern of days without data. */
function Patterns(): VNode {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </defs>
    </svg>
  );
}
