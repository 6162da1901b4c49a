/** The page's whole style sheet: light and dark, screen and paper, system fonts, nothing from outside. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --soft: #f3f5f7;
  --good: #116329; --warn: #7d4e00; --bad: #b3131d; --ask: #6f2dbd; --answered: #0b5c74; }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e6e8ea; --quiet: #a0a8b0; --line: #3a4148;
  --soft: #1e2226; --good: #5fcf80; --warn: #e3b341; --bad: #ff8080; --ask: #cfa3ff; --answered: #6cc6de; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1.25rem 3rem; background: var(--back); color: var(--text);
  font: 15px/1.5 "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; display: inline; }
p { margin: .4rem 0; }
a { color: inherit; }
.quiet, .pass .finding { color: var(--quiet); }
.verdict { margin: 1rem 0; padding: .8rem 1rem; border-left: 6px solid var(--bad); background: var(--soft); }
.verdict.ready { border-color: var(--good); }
.verdict strong { font-size: 1.25rem; margin-right: .6rem; color: var(--bad); }
.verdict.ready strong { color: var(--good); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .6rem 0 0; padding: 0; font-weight: 600; }
.tone-good { color: var(--good); } .tone-warn { color: var(--warn); } .tone-bad { color: var(--bad); }
.tone-ask { color: var(--ask); } .tone-answered { color: var(--answered); } .tone-quiet, .tone-live { color: var(--quiet); }
.badge { display: inline-block; min-width: 6.2rem; font-weight: 600; white-space: nowrap; }
.problem { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
.row-head { display: flex; flex-wrap: wrap; gap: 0 .6rem; align-items: baseline; }
.row-head:not(:first-child) { margin-top: 1rem; }
code, pre { font-family: Consolas, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: .92em; }
code { color: var(--quiet); }
pre { margin: .3rem 0 .5rem; padding: .5rem .7rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: 4px; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--quiet); max-width: 17rem; } dd { margin: 0; min-width: 0; max-height: 14rem; overflow: auto; }
ol, ul { margin: .3rem 0; padding-left: 1.4rem; }
table { width: 100%; border-collapse: collapse; margin: .3rem 0; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: .9em; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 6.8rem; } td:nth-child(2) { width: 34%; } .first td:first-child { width: 10rem; }
td dl { display: block; font-size: .9em; margin: .25rem 0 0; color: var(--quiet); }
td dt { max-width: none; } td dd { padding-left: 1rem; }
.source { font-size: .85em; color: var(--quiet); }
@media (max-width: 40rem) { td, th { display: block; width: auto !important; border: 0; padding: .1rem 0; }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); } thead { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; } }
@page { margin: 15mm; }
@media print { :root { color-scheme: light; --back: #fff; --text: #000; --quiet: #444; --line: #bbb; --soft: #fff;
  --good: #116329; --warn: #7d4e00; --bad: #b3131d; --ask: #6f2dbd; --answered: #0b5c74; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2, .row-head { break-after: avoid; }
  pre, li { break-inside: avoid-page; } dd { max-height: none; overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; }
  a[href]::after { content: none; } }
`;
