import { GRAPH_STYLES } from "../graph/drawing";

/*
 * Every pair of ink and ground has a contrast of at least 4.5 to 1 (WCAG AA), in light and in dark.
 */
export const STYLES = `
:root{color-scheme:light dark;--ground:#f7f8fa;--paper:#fff;--ink:#1b2026;--muted:#59616b;--line:#dde1e7;--soft:#f0f2f5;--link:#0b57c2;--mark:#ffe9a8;
--create:#166a35;--update:#7f5200;--replace:#7327a8;--delete:#b01f17;--move:#0b57c2;--drift:#9a3b00;--outputs:#0a6470;--warn:#fff2f0;--warnline:#e6a39d}
@media (prefers-color-scheme:dark){:root{--ground:#12161b;--paper:#1a1f25;--ink:#e7eaee;--muted:#a4adb8;--line:#313943;--soft:#232a32;--link:#7ab4ff;--mark:#5c4a12;
--create:#6fd28f;--update:#e9b949;--replace:#d3a4f7;--delete:#ff938a;--move:#7ab4ff;--drift:#ffa870;--outputs:#63cbd8;--warn:#2d1a1a;--warnline:#7d3b37}}
*{box-sizing:border-box}
.layer{content-visibility:auto;contain-intrinsic-size:auto 40rem}
[hidden]{display:none!important}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 clamp(.75rem,3vw,2rem)}
header{padding-top:1.75rem}
footer{padding-bottom:3rem;color:var(--muted);font-size:.875rem}
h1,h2,h3,h4,p{margin:0}
h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.125rem;margin:2rem 0 .75rem}
h3{font-size:1rem;overflow-wrap:anywhere}
h4{font-size:.8125rem;margin:1rem 0 .25rem;color:var(--muted);font-weight:600}
code,pre,.diff tbody th{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8125rem}
code{overflow-wrap:anywhere;white-space:pre-wrap}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
[tabindex="-1"]:focus:not(:focus-visible){outline:none}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;z-index:2;background:var(--paper);padding:.5rem .75rem}
.kicker{color:var(--muted);font-size:.875rem}
.meta{color:var(--muted);font-size:.875rem;margin-top:.25rem}
.owner,.path,small,i{color:var(--muted);font-weight:400;font-style:normal}
small,.owner,.path,i{font-size:.8125rem}
.owner{white-space:nowrap}
.tallies{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin-top:.5rem;font-weight:600}
.layer>.tallies{margin:.125rem 0 .5rem;font-size:.8125rem}
.create{color:var(--create)}.update{color:var(--update)}.replace{color:var(--replace)}.delete,.failed{color:var(--delete)}
.move,.import,.forget{color:var(--move)}.drift{color:var(--drift)}.outputs{color:var(--outputs)}
div.move{color:inherit}
.alert,.calm,.layer,.quiet{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:.875rem 1rem;margin-top:1rem}
.alert{background:var(--warn);border-color:var(--warnline)}
.alert h2{color:var(--delete);margin:0 0 .375rem}
.alert ul{margin:0;padding-left:1.125rem}
.alert li+li,.alert div+div{margin-top:.5rem}
.alert pre{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.625rem .75rem}
.calm{margin-top:1.25rem}
.calm h2{margin:0;font-size:1rem;font-weight:600}
.calm h2::before{content:"\\2713\\00a0\\00a0";color:var(--create)}
pre{margin:.375rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
.wide+.wide,.edges{margin-top:.75rem}
.graph{padding:.5rem;text-align:center}
.graph svg{max-width:max(100%,58rem);height:auto;vertical-align:top}
.graph .vast{max-width:none}
table{border-collapse:collapse;width:100%;text-align:left;font-size:.875rem}
th,td{padding:.4375rem .625rem;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--muted);font-size:.8125rem;font-weight:600}
.layers thead th,.layers .number,.layers tbody td:nth-child(2){white-space:nowrap}
.layers thead .number{color:var(--ink)}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number{color:var(--muted)}
td.number.create,td.number.update,td.number.replace,td.number.delete,td.number.move,td.number.import,td.number.forget,td.number.drift,td.number.outputs{font-weight:700}
td.number.create{color:var(--create)}td.number.update{color:var(--update)}td.number.replace{color:var(--replace)}td.number.delete{color:var(--delete)}
td.number.move,td.number.import,td.number.forget{color:var(--move)}td.number.drift{color:var(--drift)}td.number.outputs{color:var(--outputs)}
.edges>summary{padding:.25rem 0;color:var(--muted);font-size:.875rem}
summary{cursor:pointer}
#filter{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:.625rem .75rem}
fieldset{display:flex;flex-wrap:wrap;gap:.375rem;border:0;margin:0;padding:0;min-width:0;align-items:center}
legend{float:left;padding:0;margin-right:.5rem;color:var(--muted);font-size:.8125rem}
.chip{position:relative}
.chip input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.chip>span{display:block;border:1px solid var(--line);border-radius:99px;padding:.1875rem .625rem;font-size:.8125rem;font-weight:600}
.chip input:checked+span{background:var(--soft);border-color:currentColor;box-shadow:inset 0 0 0 1px currentColor}
.chip input:checked+span::before{content:"\\2713\\00a0"}
.chip input:focus-visible+span{outline:3px solid var(--link);outline-offset:2px}
.search{display:flex;align-items:center;gap:.5rem;flex:1 1 20rem;color:var(--muted);font-size:.8125rem}
.search input{flex:1;min-width:8rem;font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--muted);border-radius:6px;padding:.3125rem .5rem}
button{font:inherit;font-size:.8125rem;color:var(--ink);background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.3125rem .75rem;cursor:pointer}
#shown{flex-basis:100%;color:var(--muted);font-size:.8125rem}
.filtered .quiet,.filtered .layer>.tallies{display:none}
.change{border-top:1px solid var(--line)}
.change>summary{display:flex;align-items:baseline;gap:.25rem .75rem;padding:.375rem .25rem;list-style:none}
.change>summary::-webkit-details-marker{display:none}
.change>summary::before{content:"\\25b8";color:var(--muted);width:.75rem;flex:none}
.change[open]>summary::before{content:"\\25be"}
.change>summary:hover{background:var(--soft)}
.change>summary b{font-size:.8125rem}
.change>summary b,.change>summary small{white-space:nowrap;flex:none}
.act{flex:none;width:5.75rem;font-size:.8125rem;font-weight:600}
.act>span{display:inline-block;min-width:1.5rem;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.names{flex:1;min-width:0}
.body{padding:0 .25rem .75rem 1.75rem}
.body p{font-size:.875rem;margin-bottom:.375rem}
.diff{border:1px solid var(--line);border-radius:6px;background:var(--paper)}
.diff th,.diff td{padding:.25rem .625rem;overflow-wrap:anywhere}
.diff tbody th{font-weight:400;width:28%;min-width:9rem}
.diff b{white-space:nowrap;font-family:system-ui,sans-serif}
.diff thead th{background:var(--soft)}
mark{background:var(--mark);color:inherit;border-radius:2px}
.quiet ul{margin:.25rem 0 0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.125rem 1.5rem}
@media (max-width:42rem){
.change>summary{flex-wrap:wrap}
.names{flex-basis:100%;order:1;padding-left:1.5rem}
.body{padding-left:.25rem}
.diff thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
.diff,.diff tbody,.diff tr,.diff th,.diff td{display:block;width:auto}
.diff th,.diff td,.diff tbody th{border-top:0;padding:.125rem .625rem;width:auto;min-width:0}
.layers tbody td:nth-child(2){white-space:normal;overflow-wrap:anywhere;min-width:6rem}
.diff tr{border-top:1px solid var(--line);padding:.25rem 0}
.both td::before{color:var(--muted);font-size:.75rem}
.both td:nth-child(2)::before{content:"before "}.both td:nth-child(3)::before{content:"after "}.both td:nth-child(4)::before{content:"read by "}
.search{flex-wrap:wrap;flex-basis:100%}
}
@media (min-width:60rem) and (min-height:40rem){
html{scroll-padding-top:8rem}
#filter{position:sticky;top:.5rem;z-index:1;box-shadow:0 2px 10px rgb(0 0 0/.08)}
}
@media print{
.layer{content-visibility:visible}
:root{--ground:#fff;--paper:#fff;--soft:#fff;--ink:#000;--muted:#444}
#filter,.skip{display:none}
body{font-size:11px}
.change,.alert li{break-inside:avoid-page}
.wide{overflow:visible}
.graph svg{max-width:100%;height:auto}
}
${GRAPH_STYLES}
.layer-graph tspan.create{fill:var(--create)}.layer-graph tspan.update{fill:var(--update)}.layer-graph tspan.replace{fill:var(--replace)}
.layer-graph tspan.delete{fill:var(--delete)}.layer-graph tspan.drift{fill:var(--drift)}.layer-graph tspan.move,.layer-graph tspan.import{fill:var(--move)}
.layer-graph tspan[class]{font-weight:600}
.layer-graph .layer{color:inherit}
.layer-graph a rect{cursor:pointer}
.layer-graph a:hover rect{fill:var(--soft)}
.layer-graph a:focus-visible{outline:none}
.layer-graph a:focus-visible rect{stroke:var(--link);stroke-width:4}
.layer-graph .delete rect,.layer-graph .failed rect{stroke:var(--delete)}.layer-graph .replace rect{stroke:var(--replace)}
.layer-graph .update rect{stroke:var(--update)}.layer-graph .create rect{stroke:var(--create)}.layer-graph .drift rect{stroke:var(--drift)}
`;
