/** The live page's style sheet: light and dark, from 320 px wide, without movement for those who ask for none. */
export const PAGE_CSS = `
:root { color-scheme: light dark; --bg: #f7f7f8; --card: #fff; --ink: #1b1f24; --soft: #57606a; --line: #8c959f; --accent: #0550ae;
  --up: #116329; --busy: #7d4e00; --down: #a40e26; --unknown: #57606a; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --card: #161b22; --ink: #e6edf3; --soft: #9da7b1; --line: #6e7681;
  --accent: #79c0ff; --up: #56d364; --busy: #e3b341; --down: #ff7b72; --unknown: #9da7b1; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); } p { margin: .25rem 0; }
nav ul { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem; margin: 1rem 0; padding: 0; }
.numbers div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
.numbers dt { color: var(--soft); font-size: .8rem; } .numbers dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.picture { display: grid; gap: .25rem; grid-template-columns: 1fr; justify-items: stretch; }
.node { font: inherit; color: inherit; text-align: left; background: var(--card); border: 2px solid var(--line); border-radius: .5rem;
  padding: .5rem .75rem; width: 100%; cursor: pointer; }
.node[data-state=up] { border-color: var(--up); } .node[data-state=busy] { border-color: var(--busy); }
.node[data-state=down] { border-color: var(--down); border-style: double; border-width: 4px; } .node[data-state=unknown] { border-style: dashed; }
.node strong { display: block; } .node .state { font-size: .85rem; }
.node[data-state=up] .state { color: var(--up); } .node[data-state=busy] .state { color: var(--busy); }
.node[data-state=down] .state { color: var(--down); } .node[data-state=unknown] .state { color: var(--unknown); }
.node .note { color: var(--soft); font-size: .85rem; display: block; }
.arrow { position: relative; min-height: 2.25rem; display: flex; align-items: center; justify-content: center; color: var(--soft); font-size: .8rem; }
.arrow::before { content: ''; position: absolute; left: 50%; top: 0; bottom: 0; border-left: 2px solid var(--line); }
.arrow span { position: relative; background: var(--bg); padding: 0 .35rem; z-index: 1; }
.arrow i { position: absolute; left: calc(50% - 4px); top: 0; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); opacity: 0; }
.arrow[data-moving=yes] i { opacity: 1; animation: down 1s linear infinite; }
@keyframes down { from { top: 0; } to { top: calc(100% - 8px); } }
@keyframes right { from { left: 0; } to { left: calc(100% - 8px); } }
@media (max-width: 59.99rem) { .picture > * { grid-area: auto !important; } }
@media (min-width: 60rem) {
  .picture { grid-template-columns: 1.2fr 5.5rem 1.2fr 5.5rem 1.2fr 5.5rem 1.4fr; align-items: center;
    grid-template-areas: 'payment a10 orders . . . .' '. . a9 . . . .' 'client a1 gateway a2 inventory a3 postgres' '. . a4 . . . .' '. . rabbitmq a5 analytics a7 mongodb' '. . . a6 notifications a8 mail'; }
  .arrow:not(.vertical)::before { left: 0; right: 0; top: 50%; bottom: auto; border-left: 0; border-top: 2px solid var(--line); }
  .arrow:not(.vertical) i { top: calc(50% - 4px); left: 0; }
  .arrow:not(.vertical)[data-moving=yes] i { animation-name: right; }
  .arrow:not(.vertical) span { transform: translateY(-.9rem); background: none; padding: 0; }
}
@media (prefers-reduced-motion: reduce) { .arrow[data-moving=yes] i { animation: none; } }
button.act { font: inherit; color: var(--card); background: var(--accent); border: 0; border-radius: .4rem; padding: .45rem .9rem; cursor: pointer; margin: 0 .5rem .5rem 0; }
button.act:disabled { opacity: .6; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; }
#status { font-weight: 600; } #status[data-live=no] { color: var(--down); } #result { min-height: 1.5rem; }
label { display: block; font-size: .9rem; } input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .35rem .5rem; width: 100%; max-width: 24rem; }
dialog { color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: .5rem; width: min(44rem, calc(100vw - 2rem)); }
dialog ol { padding-left: 1.25rem; }
dialog ol.waterfall { list-style: none; padding: 0; font-size: .85rem; } .waterfall li { margin: .2rem 0; overflow-wrap: anywhere; }
.waterfall i { display: block; height: .5rem; background: var(--accent); border-radius: 2px; min-width: 3px; } .waterfall li[data-failed] i { background: var(--down); }
`;
