/// The look of the page: system fonts, light and dark, paper, and windows from a telephone to a wide screen.
/// Colours are of the Okabe-Ito palette, told apart with every common kind of colour blindness.
enum Stylesheet {
    static let text: StaticString = """
        :root { color-scheme: light dark;
          --ground: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --link: #0b5cad;
          --warn-ground: #fff4d6; --warn-line: #b57400; --right: #00775a; --wrong: #b84a00; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --ground: #12161c; --raised: #1a2028; --ink: #e6e9ed; --soft: #9aa5b1; --line: #333c47; --link: #7cc0ff;
          --warn-ground: #2f2610; --warn-line: #e0a526; --right: #2fc59b; --wrong: #ff8f45; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
        body { margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 5rem; max-width: 76rem; background: var(--ground); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
          overflow-wrap: anywhere; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .86em; }
        h1 { margin: 0; font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); line-height: 1.15; letter-spacing: -.015em; text-wrap: balance; }
        h2 { margin: 0 0 1.2rem; font-size: 1.4rem; letter-spacing: -.01em; }
        h3 { margin: 2rem 0 .8rem; font-size: 1.05rem; }
        p { margin: .5rem 0; max-width: 46rem; }
        a { color: var(--link); }
        section { margin-top: 3rem; padding-top: 2rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
        .subtitle { font-size: 1.1rem; color: var(--soft); }
        .quiet, .note { color: var(--soft); }
        .quiet { font-size: .9rem; }
        .note { display: block; font-size: .82rem; font-weight: 400; line-height: 1.4; }
        .good { color: var(--right); }
        .notice { margin: 1.2rem 0; padding: .8rem 1rem; max-width: none; background: var(--warn-ground);
          border-left: 4px solid var(--warn-line);
          border-radius: 0 6px 6px 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: 1.5rem 0; padding: 0;
          list-style: none; }
        .tiles li { padding: .9rem 1.1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; }
        .tiles .value { display: block; font-size: 2rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
        .tiles .of { display: block; margin-top: .3rem; font-size: .92rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .4rem 1.3rem; margin: 1.2rem 0 0; padding: 0; list-style: none; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .9rem 1.5rem; margin: 1rem 0 1.5rem; }
        .facts dt { font-size: .82rem; color: var(--soft); }
        .facts dd { margin: 0; font-variant-numeric: tabular-nums; }
        .table { margin: 1.6rem 0; }
        .table > figcaption { margin-bottom: .5rem; font-weight: 600; }
        .table .note { max-width: 46rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: .32rem .8rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        th:first-child { position: sticky; left: 0; padding-left: 0; background: var(--ground); }
        thead th { border-bottom: 2px solid var(--line); color: var(--soft); font-size: .84rem; font-weight: 500; vertical-align: bottom; }
        tbody th, tfoot th { font-weight: 500; }
        tfoot th, tfoot td { border-bottom: 0; border-top: 2px solid var(--line); font-weight: 600; }
        .number { text-align: right; }
        td.number { white-space: nowrap; }
        td code { overflow-wrap: anywhere; }
        .examples { margin: 0; padding: 0; list-style: none; font-size: .86rem; color: var(--soft); overflow-wrap: anywhere; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 0 3rem; }
        .columns > div { min-width: 0; }
        details { margin: 1rem 0; }
        summary { cursor: pointer; color: var(--link); }
        pre { padding: 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
          line-height: 1.45; }
        """

    static let charts: StaticString = """
        :root { --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b5578d; --c4: #2f96cf; --c5: #a17b00; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --c0: #56b4e9; --c1: #f0913a; --c2: #22c493; --c3: #e09cc4; --c4: #8fd0f5; --c5: #e6c744; } }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); }
        .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2rem 2.5rem;
          margin: 1.5rem 0; align-items: start; }
        .chart { margin: 0; min-width: 0; max-width: 38rem; break-inside: avoid; }
        .chart figcaption { font-weight: 600; }
        .chart > svg { display: block; width: 100%; height: auto; margin-top: .5rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: .4rem 0 0; padding: 0; list-style: none; font-size: .85rem; }
        .swatch { margin-right: .45rem; vertical-align: -1px; }
        svg text { fill: var(--ink); font-size: 11px; font-variant-numeric: tabular-nums; }
        svg .tick, svg .axis-name, svg .empty { fill: var(--soft); }
        svg .bar-label { font-size: 10px; } svg .bar-value { font-size: 9.5px; }
        svg .mark-text { font-weight: 600; }
        .grid { stroke: var(--line); stroke-width: .7; }
        .axis, .tickmark { stroke: var(--soft); stroke-width: 1; }
        .curve { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .marker, .bar { fill: var(--c); }
        .marker { stroke: var(--ground); stroke-width: .8; }
        .reference { stroke: var(--ink); stroke-width: 1.3; stroke-dasharray: 5 4; }
        .mark { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 1.5 3; }
        .tip { fill: transparent; }
        .wave { fill: var(--c0); }
        .key span { display: inline-block; padding: .1rem .4rem; border: 2px solid; border-radius: 4px; }
        .key .right { color: var(--right); } .key .wrong { color: var(--wrong); border-style: dashed; }
        .example { display: grid; grid-template-columns: 9.5rem 1fr; gap: 1rem 1.6rem; padding: 1rem 0;
          border-bottom: 1px solid var(--line); break-inside: avoid; }
        .example:last-child { border-bottom: 0; }
        .hits { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 10.5rem)); gap: .9rem; margin: 0; padding: 0;
          list-style: none; }
        .card { margin: 0; font-size: .82rem; line-height: 1.35; }
        .picture { position: relative; display: flex; flex-direction: column; justify-content: center; min-height: 4rem; padding: 3px;
          border: 3px solid var(--soft); border-radius: 7px; background: var(--raised); overflow: hidden; }
        .right .picture { border-color: var(--right); } .wrong .picture { border-color: var(--wrong); border-style: dashed; }
        .picture img { display: block; width: 100%; height: auto; border-radius: 3px; }
        .waveform { display: block; width: 100%; height: 3rem; }
        .waveform:first-child { margin-top: 1.1rem; }
        .nothing { text-align: center; color: var(--soft); }
        .badge { position: absolute; top: 0; left: 0; padding: 0 .45rem; border-radius: 0 0 6px 0; background: var(--soft);
          color: var(--ground); font-weight: 700; }
        .right .badge { background: var(--right); } .wrong .badge { background: var(--wrong); }
        .card strong, .card span { display: block; }
        .card figcaption { padding-top: .3rem; }
        .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--soft); }
        .details { font-variant-numeric: tabular-nums; }
        @media (max-width: 40rem) { .example { grid-template-columns: 1fr; } .example > .card { max-width: 12rem; }
          .hits { grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); }
          th, td { padding: .3rem .5rem; } .facts { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); }
          svg text { font-size: 13px; } svg .bar-label { font-size: 11.5px; } svg .bar-value { font-size: 11px; } }
        @media print { body { padding: 0; max-width: none; font-size: 10.5pt; } nav { display: none; } section { margin-top: 1.5rem;
          padding-top: 1rem; }
          a { color: inherit; } tr, .card, .tiles li { break-inside: avoid; } h2, h3, figcaption { break-after: avoid; }
          .scroll { overflow: visible; }
          .bar, .wave, .badge, .notice, .marker { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          .charts { grid-template-columns: 1fr 1fr; } .hits { grid-template-columns: repeat(5, 1fr); gap: .5rem; }
          .example { grid-template-columns: 7rem 1fr; } }
        """
}
