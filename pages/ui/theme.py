"""What the configuration of Streamlit cannot say about looks; colours and fonts stand in .streamlit/config.toml."""

import streamlit as st

from pages.ui.paper import DARK_PAPER, PAPER

_STYLE = """<style>
/* Only the page's own title is in the display face. */
[data-testid="stMain"] :is(h2, h3, h4), [data-testid="stSidebar"] :is(h1, h2, h3, h4) {
  font-family: "Source Sans", sans-serif; letter-spacing: 0;
}
[data-testid="stMain"] h1 { padding: 0 0 .1rem; letter-spacing: -.01em; }
[class*="st-key-card-"] h2 { padding: 0; font-size: 1.0625rem; font-weight: 600; line-height: 1.3; }
[data-testid="stMainBlockContainer"] { max-width: 88rem; padding-inline: clamp(1rem, 4vw, 3.5rem); }
/* Figures of tables and tiles stand in columns. */
[data-testid="stTable"] td, [data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
[data-testid="stTable"] :is(td, th):not(:first-child) { text-align: right !important; white-space: nowrap; }
[data-testid="stTable"] :is(td, th) { padding-block: .28rem; }
[class*="st-key-names"] [data-testid="stTable"] :is(td, th):not(:first-child) {
  text-align: left !important; white-space: normal;
}
/* Totals: heavier, under a rule; the one of all under a heavier one. */
[data-testid="stTable"] tr:has(td strong) td { border-top: 1px solid light-dark(#94a3b8, #64748b); font-weight: 650; }
[data-testid="stTable"] tr:has(td strong):last-child td { border-top: 2px solid light-dark(#475569, #a3b0c2); }
[data-testid="stTable"] tr:has(td strong) + tr:not(:has(td strong)) td { border-top-color: transparent; }
/* The choices of the sales page: measures over the rest, all side by side where there is room. */
.st-key-choosers { display: flex; flex-flow: row wrap; gap: .6rem .75rem; }
.st-key-choosers > * { flex: 1 1 calc(50% - .75rem); min-width: 0; width: auto; }
.st-key-choosers > :first-child { flex-basis: 100%; }
@media (min-width: 641px) {
  .st-key-choosers > * { flex-basis: 0; }
}
@media (min-width: 1200px) {
  .st-key-choosers > :first-child { flex: 1.7 1 0; }
}
/* Figures of several measures: lines and bars two in a row where there is room. */
[class*="st-key-measures-"] h3 { padding: 0; font-size: 1rem; font-weight: 600; }
@media (min-width: 1200px) {
  :is(.st-key-measures-lines, .st-key-measures-bars) {
    display: grid; grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  :is(.st-key-measures-lines, .st-key-measures-bars) > :last-child:nth-child(odd) { grid-column: 1 / -1; }
}
/* A ring is pressed, not turned. */
.polarlayer .angulardrag { pointer-events: none !important; }
.polarlayer .maindrag { cursor: pointer !important; }
/* Tiles: quiet label, tight change, the course along the bottom edge. */
[class*="st-key-tile-"] { padding: .8rem 1rem .7rem !important; overflow: hidden; }
[data-testid="stMetricLabel"] { opacity: .82; }
[class*="st-key-tile-"] [data-testid="stMetricLabel"] { min-height: 2.5em; }
[class*="st-key-tile-"] [data-testid="stMetricLabel"] * { white-space: normal; overflow: visible; line-height: 1.25; }
[data-testid="stMetricDelta"] { white-space: nowrap; }
[class*="st-key-tile-"] [data-testid="stProgress"] p { font-size: .8rem; opacity: .8; }
/* Cards of a row are as tall as one another; what stands under a figure stands at its foot. */
[class*="st-key-card-"] > :last-child:has([class*="st-key-foot-"]) { margin-top: auto; }
[class*="st-key-names-metrics"] [data-testid="stTable"] td:nth-child(2) { min-width: 15rem; }
[class*="st-key-cardhead-"] { row-gap: .5rem; }
[class*="st-key-card-"] [data-testid="stHeading"] > [data-testid="stMarkdownContainer"] { margin-bottom: -.35rem; }
[class*="st-key-cardhead-"] [data-testid="stHeading"] > [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
[class*="st-key-foot-"] button { min-height: 1.75rem; padding: .1rem .3rem; font-size: .8125rem; opacity: .8; }
[class*="st-key-foot-"] button:hover, [class*="st-key-foot-"] button:focus-visible { opacity: 1; }
[class*="st-key-foot-"] { margin-left: -.3rem; }
[data-testid="stMain"] h1 { margin-bottom: .3rem; }
.st-key-head h1 { overflow-wrap: anywhere; }
[class*="st-key-chips-"] button { min-height: 1.9rem; padding: .1rem .7rem; border-radius: 1rem; font-size: .8125rem; }
[class*="st-key-chips-"] { width: auto; flex: 0 1 auto; }
[class*="st-key-tile-"] { position: relative; }
[class*="st-key-tile-"]:has([class*="st-key-press-"]) [data-testid="stMetricLabel"] { padding-right: 1.3rem; }
[class*="st-key-tile-"] > :has(> [class*="st-key-press-"]), [class*="st-key-tile-"] > [class*="st-key-press-"] {
  position: absolute; top: .45rem; right: .55rem; width: auto;
}
[class*="st-key-press-"] button[kind="tertiary"] { min-height: 1.6rem; padding: 0 .2rem; opacity: .55; }
[class*="st-key-press-"] button[kind="tertiary"]:is(:hover, :focus-visible) { opacity: 1; }
[data-testid="stDialog"] :is(h1, h2, h3) { font-family: "Source Sans", sans-serif; letter-spacing: 0; }
.st-key-look h3 { font-size: 1.75rem; font-weight: 650; padding: 0; font-variant-numeric: tabular-nums; }
@media (min-width: 641px) {
  .st-key-head-title { margin-top: -.75rem; }
}
/* What is written on the accent: white on the deep one, ink on the pale one. */
:is([data-testid="stBaseButton-primary"]:enabled, [data-testid="stMultiSelectTagsContainer"] [data-tag])
:is(p, span, svg) {
  color: light-dark(#ffffff, #0b1220);
}
/* Captions are quiet by their colour, not by fading all that stands in them. */
[data-testid="stCaptionContainer"] { opacity: 1; color: light-dark(#5b6779, #a3b0c2); }
[data-testid="stCaptionContainer"] p { color: inherit; }
/* The first columns of these tables hold words. */
[class*="st-key-words"] [data-testid="stTable"] :is(td, th):nth-child(2) { text-align: left !important; }
:is([class*="st-key-words3"], [class*="st-key-words4"]) [data-testid="stTable"] :is(td, th):nth-child(3),
[class*="st-key-words4"] [data-testid="stTable"] :is(td, th):nth-child(4) { text-align: left !important; }
/* A page named by somebody else stays a page: three lines of the name, all of it for who reads it aloud or finds it. */
[data-testid="stMain"] h1 {
  display: -webkit-box; overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
}
@media (max-width: 640px) {
  [data-testid="stMain"] h1 { font-size: 2.1rem; }
  [data-testid="stMainBlockContainer"] { padding-inline: 1rem; }
  [data-testid="stMetricValue"] { font-size: 1.5rem; }
  .st-key-head-bar { justify-content: flex-start; }
}
@media (prefers-reduced-motion: reduce) { * { animation-duration: .01ms !important; transition: none !important; } }
</style>"""


def dress() -> None:
    """Lay the style on the page; once a run."""
    st.html(_STYLE)
    st.html(PAPER + (DARK_PAPER if st.context.theme.type == "dark" else ""))
