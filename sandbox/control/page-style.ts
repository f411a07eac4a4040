/** How the control page looks: light or dark as the reader's system says, one column where there is no room for two. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --surface: #ffffff; --line: #d9d6cf; --field: #8b867c; --text: #1f1d1a; --quiet: #5d584f;
  --accent: #7a4a00; --accent-ground: #fdf3e1; --button: #1f1d1a; --on-button: #ffffff; --focus: #1d5fd1;
  --good: #176138; --good-ground: #e3f3e9; --bad: #a3261b; --bad-ground: #fce9e7; --wait: #5d584f; --wait-ground: #eeece7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #171614; --surface: #211f1c; --line: #3a3732; --field: #857f74; --text: #ece9e3; --quiet: #b3ada2;
    --accent: #f0c27b; --accent-ground: #33291a; --button: #ece9e3; --on-button: #1b1a17; --focus: #8ab4ff;
    --good: #8fd6ab; --good-ground: #1c3325; --bad: #f3a59d; --bad-ground: #401f1c; --wait: #b3ada2; --wait-ground: #2f2c28;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 24px; padding-bottom: 12px; }
h1 { font-size: 24px; margin: 0; line-height: 1.3; }
h2 { font-size: 17px; margin: 0 0 12px; line-height: 1.3; }
h3, legend { font-size: 14px; font-weight: 600; margin: 0; padding: 0; }
p { margin: 4px 0 0; }
.quiet { color: var(--quiet); font-size: 14px; }
.numbers { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0 0; }
.numbers div { display: flex; gap: 6px; }
.numbers dt { color: var(--quiet); }
.numbers dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
main { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); padding-bottom: 40px; }
@media (min-width: 1000px) {
  main { grid-template-columns: 400px minmax(0, 1fr); align-items: start; }
  .side { grid-row: span 2; }
}
.side, .wide { display: grid; gap: 16px; min-width: 0; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 16px; min-width: 0; }
form { display: grid; gap: 12px; }
table ~ form { margin-top: 16px; }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 0; padding: 12px 0 0; display: grid; gap: 10px; min-width: 0; }
fieldset:first-of-type { border-top: 0; padding-top: 0; }
legend { float: left; }
legend + * { clear: both; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 10px; align-items: end; }
label { display: grid; gap: 3px; font-size: 14px; }
label.check { display: flex; align-items: center; gap: 8px; min-height: 32px; }
input, select, button { font: inherit; color: inherit; }
input:not([type=checkbox]), select {
  width: 100%; min-width: 0; min-height: 38px; padding: 6px 10px;
  border: 1px solid var(--field); border-radius: 7px; background: var(--surface);
}
input[type=checkbox] { width: 18px; height: 18px; margin: 0; flex: none; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
button { min-height: 38px; padding: 6px 14px; border: 1px solid var(--field); border-radius: 7px; background: transparent; cursor: pointer; }
button.main { background: var(--button); border-color: var(--button); color: var(--on-button); }
button.danger { border-color: var(--bad); color: var(--bad); }
button:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
#outcome:not(:empty) { margin: 12px 0 0; padding: 8px 12px; border-radius: 7px; background: var(--accent-ground); color: var(--accent); }
#outcome[data-bad=true]:not(:empty) { background: var(--bad-ground); color: var(--bad); }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; font-weight: 600; color: var(--quiet); }
th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
td.fixed { white-space: nowrap; font-variant-numeric: tabular-nums; }
@media (min-width: 701px) {
  #messages { table-layout: fixed; }
  #messages th:nth-child(1) { width: 92px; }
  #messages th:nth-child(2) { width: 128px; }
  #messages th:nth-child(4) { width: 24%; }
  #messages th:nth-child(5) { width: 28%; }
}
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 3px; }
.short { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.state { display: inline-block; white-space: nowrap; justify-self: start; padding: 0 8px; border-radius: 99px; background: var(--wait-ground); color: var(--wait); }
.state[data-kind=good] { background: var(--good-ground); color: var(--good); }
.state[data-kind=bad] { background: var(--bad-ground); color: var(--bad); }
@media (max-width: 700px) {
  header, main { padding-left: 12px; padding-right: 12px; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 10px 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 8px; border: 0; padding: 2px 0; }
  td::before { content: attr(data-label); color: var(--quiet); }
  td.fixed { white-space: normal; }
}
`;
