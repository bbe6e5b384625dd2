//! The look, for light and for dark. No rule here needs a character that XML escapes.

/// Rules of the drawings.
pub(crate) const CHART: &str = "\
.cu-chart text{font:12px system-ui,'DejaVu Sans',sans-serif;fill:#475569}\
.cu-chart .cu-title{font-size:15px;font-weight:600;fill:#0f172a}\
.cu-chart .cu-unit,.cu-chart .cu-day{fill:#64748b}\
.cu-chart .cu-end{text-anchor:end}\
.cu-chart .cu-mid{text-anchor:middle}\
.cu-ground{fill:#fff}\
.cu-grid{stroke:#e2e8f0;stroke-width:1}\
.cu-axis{stroke:#94a3b8;stroke-width:1}\
.cu-threshold{stroke:#c62828;stroke-width:1.5;stroke-dasharray:6 4;fill:none}\
.cu-line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}\
.cu-s0{stroke:#2563eb}.cu-s1{stroke:#c2410c}.cu-s2{stroke:#15803d}\
.cu-s3{stroke:#7e22ce}.cu-s4{stroke:#0f766e}.cu-s5{stroke:#be185d}\
.cu-d0{fill:#2563eb}.cu-d1{fill:#c2410c}.cu-d2{fill:#15803d}\
.cu-d3{fill:#7e22ce}.cu-d4{fill:#0f766e}.cu-d5{fill:#be185d}\
.cu-dash1{stroke-dasharray:7 3}.cu-dash2{stroke-dasharray:2 3}\
.cu-ok{fill:#d1fae5}.cu-alarm{fill:#c62828}.cu-missing{fill:#e2e8f0;stroke:#94a3b8;stroke-dasharray:3 2}\
.cu-chart .cu-small{font-size:10px}.cu-chart .cu-name{font-weight:600;fill:#0f172a}\
.cu-chart .cu-halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}\
.cu-box{fill:#fff;stroke-width:1.5}.cu-call{fill:none}.cu-chart .cu-head{stroke:none}.cu-inferred{stroke-dasharray:4 3}\
.cu-none{stroke:#94a3b8}.cu-well{stroke:#15803d}.cu-throttled{stroke:#7e22ce}.cu-erring{stroke:#b45309}.cu-faulty{stroke:#c62828}\
.cu-head.cu-none{fill:#94a3b8}.cu-head.cu-well{fill:#15803d}.cu-head.cu-throttled{fill:#7e22ce}.cu-head.cu-erring{fill:#b45309}.cu-head.cu-faulty{fill:#c62828}\
.cu-bar.cu-none{fill:#e2e8f0}.cu-bar.cu-well{fill:#bbf7d0}.cu-bar.cu-throttled{fill:#e9d5ff}.cu-bar.cu-erring{fill:#fde68a}.cu-bar.cu-faulty{fill:#fecaca}\
.cu-h-ok{fill:#15803d}.cu-h-throttle{fill:#7e22ce}.cu-h-error{fill:#d97706}.cu-h-fault{fill:#c62828}\
.cu-chart .cu-on-ok{fill:#065f46}.cu-chart .cu-on-alarm{fill:#fff;font-weight:600}.cu-chart .cu-on-missing{fill:#334155}\
@media screen and (prefers-color-scheme:dark){\
.cu-chart text{fill:#a9b4c4}\
.cu-chart .cu-title{fill:#e6ebf2}\
.cu-chart .cu-unit,.cu-chart .cu-day{fill:#8493a8}\
.cu-ground{fill:#171c24}\
.cu-grid{stroke:#2a323e}\
.cu-axis{stroke:#5b6779}\
.cu-threshold{stroke:#f87171}\
.cu-s0{stroke:#7aa2f7}.cu-s1{stroke:#fb923c}.cu-s2{stroke:#4ade80}\
.cu-s3{stroke:#c084fc}.cu-s4{stroke:#2dd4bf}.cu-s5{stroke:#f472b6}\
.cu-d0{fill:#7aa2f7}.cu-d1{fill:#fb923c}.cu-d2{fill:#4ade80}\
.cu-d3{fill:#c084fc}.cu-d4{fill:#2dd4bf}.cu-d5{fill:#f472b6}\
.cu-ok{fill:#14432f}.cu-alarm{fill:#ef4444}.cu-missing{fill:#2a323e;stroke:#5b6779}\
.cu-chart .cu-name{fill:#e6ebf2}\
.cu-chart .cu-halo{stroke:#171c24}\
.cu-box{fill:#1d2430}\
.cu-none{stroke:#5b6779}.cu-well{stroke:#4ade80}.cu-throttled{stroke:#c084fc}.cu-erring{stroke:#fbbf24}.cu-faulty{stroke:#f87171}\
.cu-head.cu-none{fill:#5b6779}.cu-head.cu-well{fill:#4ade80}.cu-head.cu-throttled{fill:#c084fc}.cu-head.cu-erring{fill:#fbbf24}.cu-head.cu-faulty{fill:#f87171}\
.cu-bar.cu-none{fill:#2a323e}.cu-bar.cu-well{fill:#14432f}.cu-bar.cu-throttled{fill:#3b1f57}.cu-bar.cu-erring{fill:#4a3411}.cu-bar.cu-faulty{fill:#571f24}\
.cu-h-ok{fill:#4ade80}.cu-h-throttle{fill:#c084fc}.cu-h-error{fill:#fbbf24}.cu-h-fault{fill:#f87171}\
.cu-chart .cu-on-ok{fill:#a7f3d0}.cu-chart .cu-on-alarm{fill:#1b0505}.cu-chart .cu-on-missing{fill:#cbd5e1}\
}";

/// Rules of widgets on a grid.
pub(crate) const BOARD: &str = "\
body.cu-wide{max-width:84rem}\
.cu-board{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));grid-auto-rows:48px;gap:8px}\
.cu-widget{display:flex;flex-direction:column;min-width:0;min-height:0;overflow:hidden;padding:12px;box-sizing:border-box;background:#fff;border:1px solid #e2e8f0;border-radius:8px}\
.cu-widget h2{font-size:.9rem;line-height:20px;margin:0 0 8px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}\
.cu-widget svg{display:block;width:100%;flex:1 1 auto;min-height:0}\
.cu-body{overflow:auto;min-height:0;font-size:.9rem}\
.cu-body h3,.cu-body h4,.cu-body h5,.cu-body h6{margin:.6rem 0 .3rem;line-height:1.25}\
.cu-body h3{font-size:1.15rem}.cu-body h4{font-size:1rem}.cu-body h5,.cu-body h6{font-size:.9rem}\
.cu-body h3:first-child,.cu-body h4:first-child,.cu-body p:first-child{margin-top:0}\
.cu-body p{max-width:none}\
.cu-body ul,.cu-body ol{margin:.4rem 0;padding-left:1.4rem}\
.cu-body pre{margin:.5rem 0;padding:.5rem .75rem;background:#f8fafc}\
.cu-body code{font:.85em ui-monospace,'DejaVu Sans Mono',monospace;background:#f1f5f9;padding:.1em .3em;border-radius:4px}\
.cu-body hr{border:0;border-top:1px solid #e2e8f0;margin:.75rem 0}\
.cu-body a{color:#1d4ed8}\
.cu-body .cu-scroll{margin:0}\
.cu-note{color:#64748b;font-style:italic}\
.cu-body .cu-alarms{list-style:none;margin:0;padding:0}\
.cu-alarms li{display:flex;gap:.75rem;align-items:baseline;padding:.3rem 0;border-bottom:1px solid #e2e8f0}\
.cu-state{flex:none;font-size:.72rem;font-weight:600;padding:.1rem .45rem;border-radius:4px}\
.cu-is-ok{background:#d1fae5;color:#065f46}.cu-is-alarm{background:#c62828;color:#fff}.cu-is-missing{background:#e2e8f0;color:#334155}\
.cu-aside{margin-left:auto;color:#64748b;font-size:.8rem}\
.cu-area{stroke:none}\
.cu-slice{stroke:#fff;stroke-width:1.5}\
.cu-rail{stroke:#e2e8f0}\
.cu-chart .cu-mark{fill:#b91c1c;font-size:11px}\
.cu-chart .cu-number-big{fill:#0f172a;font-weight:600}\
@media (max-width:60rem){.cu-board{display:block}.cu-widget{margin:0 0 8px;max-height:none}.cu-widget svg{height:auto}}\
@media print{.cu-board{display:block}.cu-widget{margin:0 0 8px;break-inside:avoid}.cu-widget svg{height:auto}.cu-body{overflow:visible}}\
@media screen and (prefers-color-scheme:dark){\
.cu-widget{background:#171c24;border-color:#2a323e}\
.cu-body pre,.cu-body code{background:#0f131a}\
.cu-body hr,.cu-alarms li{border-color:#2a323e}\
.cu-body a{color:#7aa2f7}\
.cu-note,.cu-aside{color:#8493a8}\
.cu-is-ok{background:#14432f;color:#a7f3d0}.cu-is-alarm{background:#ef4444;color:#1b0505}.cu-is-missing{background:#2a323e;color:#cbd5e1}\
.cu-slice{stroke:#171c24}\
.cu-rail{stroke:#2a323e}\
.cu-chart .cu-mark{fill:#fca5a5}\
.cu-chart .cu-number-big{fill:#e6ebf2}\
}";

/// How many colours lines have; further ones begin again, dashed.
pub(crate) const COLOURS: usize = 6;
/// How many kinds of dashes there are, the unbroken line included.
pub(crate) const DASHES: usize = 3;

/// Rules of a page around the drawings.
pub(crate) const PAGE: &str = "\
:root{color-scheme:light dark}\
body{margin:0 auto;max-width:64rem;padding:2rem 1.25rem 4rem;font:16px/1.55 system-ui,'DejaVu Sans',sans-serif;color:#1e293b;background:#f8fafc}\
h1{font-size:1.75rem;line-height:1.2;margin:0 0 1rem}\
h2{font-size:1.2rem;margin:2.25rem 0 .5rem}\
p{margin:.5rem 0;max-width:46rem;white-space:pre-line}\
figure{margin:1rem 0}\
figure svg{display:block;width:100%;height:auto;border:1px solid #e2e8f0;border-radius:8px}\
figcaption{margin:.4rem .2rem 0;font-size:.875rem;color:#64748b}\
pre{overflow-x:auto;margin:1rem 0;padding:.75rem 1rem;font:13px/1.5 ui-monospace,'DejaVu Sans Mono',monospace;background:#fff;border:1px solid #e2e8f0;border-radius:8px}\
.cu-scroll{overflow-x:auto;margin:1rem 0}\
table{border-collapse:collapse;width:100%;font-size:.9rem}\
caption{text-align:left;padding:0 0 .4rem;font-size:.875rem;color:#64748b}\
th,td{padding:.4rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid #e2e8f0}\
th,td:first-child{white-space:nowrap}\
th{font-weight:600;color:#475569}\
.cu-number{text-align:right;font-variant-numeric:tabular-nums}\
@media screen{.cu-whole{white-space:nowrap}}\
.cu-facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.75rem;margin:1.25rem 0}\
.cu-facts div{padding:.6rem .8rem;background:#fff;border:1px solid #e2e8f0;border-radius:8px}\
.cu-facts dt{font-size:.8rem;color:#475569}\
.cu-facts dd{margin:0;font-size:1.3rem;font-weight:600;line-height:1.35;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}\
.cu-contents ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.75rem 0;padding:0;list-style:none}\
.cu-contents a{color:#1d4ed8}\
@page{margin:12mm}\
@media print{\
body{max-width:none;padding:0;background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}\
h1,h2,h3,caption{break-after:avoid}\
figure,tr,.cu-facts div{break-inside:avoid}\
.cu-scroll{overflow:visible}\
.cu-contents{display:none}\
}\
@media screen and (prefers-color-scheme:dark){\
body{color:#d5dce6;background:#0f131a}\
figure svg,pre{border-color:#2a323e}\
pre{background:#171c24}\
figcaption,caption{color:#8493a8}\
th,td{border-color:#2a323e}\
th{color:#a9b4c4}\
.cu-facts div{background:#171c24;border-color:#2a323e}\
.cu-facts dt{color:#a9b4c4}\
.cu-contents a{color:#7aa2f7}\
}";
