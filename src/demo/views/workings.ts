import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { EngineName, RecommenderInfo, Shelf } from '../../index.ts';
import type { App } from '../app.ts';
import { bytes, count, milliseconds } from '../text.ts';
import { cross } from './icons.ts';

type Trace = Shelf['trace'];

const STAGE_WORDS: Record<Trace['stages'][number]['stage'], string> = {
  profile: 'Your events become a vector',
  candidates: 'The whole catalogue is swept',
  scoring: 'Every candidate is scored',
  reranking: 'Rules, then variety',
};

const STAGE_NAMES: Record<Trace['stages'][number]['stage'], string> = {
  profile: 'Profile',
  candidates: 'Candidates',
  scoring: 'Scoring',
  reranking: 'Re-ranking',
};

const GENERATOR_WORDS: Record<Trace['generators'][number]['name'], string> = {
  taste: 'nearest to your taste',
  recent: 'like your latest books',
  neighbours: 'loved by the same readers',
  popular: 'popular with everyone',
};

const RULE_WORDS: Record<keyof Trace['excluded'], string> = {
  disliked: 'not interested',
  purchased: 'already bought',
  'in-cart': 'in your basket',
  excluded: 'already elsewhere on the page',
  filtered: 'filtered',
  'page-item': 'the book of this page',
  liked: 'already liked',
};

const ENGINE_NAMES: Record<EngineName, string> = { webgpu: 'WebGPU', wasm: 'WASM SIMD', js: 'JavaScript' };

/** The rankings of the evaluation, in the order of the table. Others keep the names that the model's card gives them. */
const RANKING_NAMES: Record<string, string> = {
  pipeline: 'The whole pipeline',
  neighbours: 'Same readers (neighbours)',
  neighboursPage: '… as computed in the page',
  als: 'Taste (ALS)',
  alsPage: '… as computed in the page',
  popular: 'Most popular books',
};

const METRIC_NAMES: Record<string, string> = {
  ndcg: 'NDCG',
  recall: 'Recall',
  precision: 'Precision',
  map: 'MAP',
};

/** "ndcg@20" as "NDCG@20". */
function metricName(key: string): string {
  const [name, depth] = key.split('@');
  const words = METRIC_NAMES[name] ?? name;
  return depth === undefined ? words : `${words}@${depth}`;
}

/** Folders of whoever trained the model mean nothing to a visitor: file names alone. */
const withoutFolders = (text: string): string =>
  text.replace(/(?:\.{0,2}\/)?(?:[\w.-]+\/)+(?=[\w-]+\.\w)/g, '');

/** Why an engine was not timed, for a visitor; the full sentence is the tooltip. */
function whyNot(reason: string): string {
  if (reason.startsWith('not tried')) return 'not tried: the others are quick enough';
  if (/software/.test(reason)) return 'no graphics card here, only a stand-in';
  if (/has no WebGPU|navigator\.gpu/.test(reason)) return 'not in this browser';
  if (/no adapter|no device/.test(reason)) return 'the browser offers no graphics card';
  if (/no WebAssembly|without SIMD/.test(reason)) return 'not in this browser';
  if (/refuses WebAssembly/.test(reason)) return 'not allowed on this page';
  return 'cannot run here';
}

/** The browser lacks it for good: choosing it could only fail. An engine that was not tried, or a software GPU, may run. */
const isLacking = (reason: string | undefined): boolean =>
  reason !== undefined &&
  /has no WebGPU|navigator\.gpu|no WebAssembly|without SIMD|refuses WebAssembly/.test(reason);

/** A funnel of bars: how many books are left after each stage, on a logarithmic scale. */
function funnel(catalogue: number, { stages }: Trace): TemplateResult {
  const candidates = stages.find(({ stage }) => stage === 'candidates');
  const scoring = stages.find(({ stage }) => stage === 'scoring');
  const reranking = stages.find(({ stage }) => stage === 'reranking');
  const rows: [string, number][] = [
    ['In the catalogue', catalogue],
    ['Candidates', candidates?.out ?? 0],
    ['Scored', scoring?.out ?? 0],
    ['On your shelf', reranking?.out ?? 0],
  ];
  const widest = Math.log10(catalogue + 1);
  return html`<ol class="funnel" role="list">
    ${rows.map(([label, value]) => {
      const width = Math.max(2, (Math.log10(value + 1) / widest) * 100);
      return html`<li>
        <span class="funnel-label">${label}</span>
        <svg class="funnel-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect x=${50 - width / 2} y="0" width=${width} height="10" rx="1"></rect>`}
        </svg>
        <span class="funnel-count">${count(value)}</span>
      </li>`;
    })}
  </ol>`;
}

function stages({ stages: all, totalMs }: Trace): TemplateResult {
  const longest = Math.max(...all.map(({ ms }) => ms), 0.001);
  return html`<ol class="stages" role="list">
      ${all.map(
        ({ stage, ms, in: entered, out }) => html`<li>
          <span class="stage-name">${STAGE_NAMES[stage]}</span>
          <span class="stage-words">${STAGE_WORDS[stage]}</span>
          <span class="stage-flow">${count(entered)} → ${count(out)}</span>
          <meter min="0" max=${longest} .value=${ms} aria-label=${`Share of time: ${STAGE_NAMES[stage]}`}></meter>
          <span class="stage-ms">${milliseconds(ms)}</span>
        </li>`,
      )}
    </ol>
    <p class="small">All together ${milliseconds(totalMs)} inside the recommender.</p>`;
}

function generators(trace: Trace): TemplateResult {
  return html`<table class="generators">
    <thead>
      <tr><th scope="col">Generator</th><th scope="col">Found</th><th scope="col">Not found before</th><th scope="col">Quota</th><th scope="col">Time</th></tr>
    </thead>
    <tbody>
      ${trace.generators.map(({ name, produced, unique, quota, ms }) => {
        const share = (value: number) => (quota > 0 ? Math.min(100, (100 * value) / quota) : 0);
        return html`<tr>
          <th scope="row">
            ${name}<span class="small">${GENERATOR_WORDS[name]}</span>
            <svg class="quota" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect class="quota-track" width="100" height="4"></rect>
              ${svg`<rect class="quota-produced" width=${share(produced)} height="4"></rect><rect class="quota-unique" width=${share(unique)} height="4"></rect>`}
            </svg>
          </th>
          <td>${count(produced)}</td>
          <td>${count(unique)}</td>
          <td>${count(quota)}</td>
          <td>${milliseconds(ms)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function rules({ excluded, reranked }: Trace): TemplateResult {
  const left = Object.entries(excluded).filter(([, value]) => value > 0) as [
    keyof Trace['excluded'],
    number,
  ][];
  return html`<ul class="rules" role="list">
    ${left.map(([rule, value]) => html`<li><span>${count(value)}</span> left out: ${RULE_WORDS[rule]}</li>`)}
    ${left.length === 0 ? html`<li><span>0</span> left out by a rule</li>` : nothing}
    <li><span>${count(reranked.penalised)}</span> moved down: close to something you sent away</li>
    <li><span>${count(reranked.capped)}</span> held back: enough by that author</li>
  </ul>`;
}

/** What the visitor chose last: shown while it is being prepared; afterwards what is really in use counts. */
let asked: EngineName | 'auto' = 'auto';

function engine(app: App, { engine: choice }: RecommenderInfo): TemplateResult {
  const options: (EngineName | 'auto')[] = ['auto', 'webgpu', 'wasm', 'js'];
  // The first clause: what follows is about the others, and the list below has it.
  const why = choice.reason.split(';')[0].replace(/\.$/, '');
  return html`<p><strong>${choice.description}</strong>. ${why}.</p>
    <ul class="measured" role="list">
      ${choice.measured.map(
        ({ name, ms, unavailable }) => html`<li class=${name === choice.name ? 'is-chosen' : ''}>
          <span>${ENGINE_NAMES[name]}${name === choice.name ? html`<span class="visually-hidden">, in use</span>` : nothing}</span>
          ${
            ms === null
              ? html`<span title=${unavailable ?? nothing}>${unavailable === undefined ? 'not measured' : whyNot(unavailable)}</span>`
              : html`<span>${milliseconds(ms)} a search</span>`
          }
        </li>`,
      )}
    </ul>
    ${
      choice.measured.length > 0
        ? html`<p class="small">
            Timed once on this device with a trial search: a few made-up readers, compared with a sample of the books. A shelf of your own
            takes a little more.
          </p>`
        : nothing
    }
    <fieldset class="engine-choice">
      <legend>Compute with</legend>
      ${options.map(
        (name) => html`<label>
          <input
            type="radio"
            name="engine"
            value=${name}
            .checked=${live((app.engineBusy ? asked : app.engineWish) === name)}
            ?disabled=${isLacking(choice.measured.find((one) => one.name === name)?.unavailable)}
            @change=${() => {
              asked = name;
              void app.useEngine(name);
            }}
          />
          <span>${name === 'auto' ? 'Whatever is fastest' : ENGINE_NAMES[name]}</span>
        </label>`,
      )}
    </fieldset>
    <p class="engine-status" role="status">${app.engineBusy ? 'Preparing the engine …' : (app.engineProblem ?? '')}</p>
    <p class="small">Every engine gives the same books and the same scores, bit for bit: only the time differs.</p>`;
}

function packFacts({ pack, thread, storage, fromStorage }: RecommenderInfo): TemplateResult {
  const { card } = pack;
  const evaluated = card.evaluation?.metrics ?? {};
  const known = Object.keys(RANKING_NAMES).filter((name) => name in evaluated);
  const names = [...known, ...Object.keys(evaluated).filter((name) => !known.includes(name))];
  const metrics = names.map((name) => [name, evaluated[name]] as const);
  const columns = [...new Set(metrics.flatMap(([, values]) => Object.keys(values)))].slice(0, 3);
  return html`<dl class="facts">
      <div><dt>Model</dt><dd>${card.title}</dd></div>
      <div><dt>Version</dt><dd><code>${pack.name} ${pack.contentVersion}</code></dd></div>
      <div><dt>Size</dt><dd>${count(pack.items)} books × ${pack.dimension} dimensions, ${bytes(pack.bytes)}</dd></div>
      <div>
        <dt>Runs in</dt>
        <dd>
          ${thread === 'worker' ? 'a worker of this page' : 'this page’s own thread'}; kept in ${storage === 'indexeddb' ? 'IndexedDB' : 'memory'};
          ${fromStorage ? 'opened from this device' : 'downloaded on this visit'}
        </dd>
      </div>
      ${card.licence ? html`<div><dt>Licence</dt><dd>${card.licence}</dd></div>` : nothing}
      ${card.attribution ? html`<div><dt>Data</dt><dd>${card.attribution}</dd></div>` : nothing}
      ${card.command ? html`<div><dt>Made by</dt><dd><code>${withoutFolders(card.command)}</code></dd></div>` : nothing}
    </dl>
    ${
      metrics.length > 0
        ? html`<table class="generators">
              <thead>
                <tr><th scope="col">Held-out readers</th>${columns.map((name) => html`<th scope="col">${metricName(name)}</th>`)}</tr>
              </thead>
              <tbody>
                ${metrics.map(
                  ([name, values]) => html`<tr>
                    <th scope="row">${RANKING_NAMES[name] ?? name}</th>
                    ${columns.map((column) => html`<td>${values[column]?.toFixed(3) ?? '–'}</td>`)}
                  </tr>`,
                )}
              </tbody>
            </table>
            ${
              'pipeline' in evaluated
                ? html`<p class="small">
                    The whole pipeline may find less than its best list alone: it gives up some of the likeliest books for variety, and
                    some for what you send away.
                  </p>`
                : nothing
            }
            <p class="small">${withoutFolders(card.evaluation?.protocol ?? '').replace(/\s*Made by: .*$/s, '')}</p>`
        : nothing
    }`;
}

/** The panel that says how the shelf came about. */
export function workings(app: App): TemplateResult {
  const { shelf, info } = app.state;
  return html`<dialog
    class="drawer"
    id="workings"
    aria-labelledby="workings-title"
    data-testid="workings"
    @close=${() => app.workingsClosed()}
    @click=${(event: Event) => {
      // A click on the dialog itself is one on its backdrop: the content fills the rest.
      if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
    }}
  >
    <div class="drawer-body">
      <header class="drawer-head">
        <h2 id="workings-title">How this shelf was made</h2>
        <form method="dialog"><button class="round" aria-label="Close">${cross()}</button></form>
      </header>
      ${
        app.workingsOpen && shelf && info
          ? html`<p>
                ${shelf.personal ? 'From your own events, on this device.' : 'Nothing is known of you yet: popular books only.'} Like or
                send away a book, and these figures change.
              </p>
              ${funnel(info.pack.items, shelf.trace)}
              <h3>Stage by stage</h3>
              ${stages(shelf.trace)}
              <h3>Where candidates came from</h3>
              ${generators(shelf.trace)}
              <h3>What the rules did</h3>
              ${rules(shelf.trace)}
              <h3>The engine</h3>
              ${engine(app, info)}
              <h3>The model</h3>
              ${packFacts(info)}`
          : nothing
      }
    </div>
  </dialog>`;
}
