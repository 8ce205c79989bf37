"""How a page looks on paper: dark on white, what it says and nothing that one presses, no card cut in two."""

PAPER = """<style>
.modebar--hover:focus-within { opacity: 1; }
@media print {
  /* Figures keep the size they have on the screen: the widest page of a screen goes onto a sheet that lies, at 0.75. */
  @page { size: A4 landscape; margin: 10mm; }
  [data-testid="stMain"] { zoom: .75; }
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {
    display: flex !important; flex-wrap: nowrap !important; break-inside: avoid;
  }
  [data-testid="stColumn"] { min-width: 0 !important; }
  :root, html, body, .stApp, .stApp * { color-scheme: light !important; }
  html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"],
  [data-testid="stMainBlockContainer"], #root > div {
    position: static !important; display: block !important; height: auto !important; min-height: 0 !important;
    max-width: none !important; overflow: visible !important; padding: 0 !important; background: #fff !important;
  }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stDecoration"],
  [data-testid="stStatusWidget"], [data-testid="stPopoverBody"], [data-testid="stTooltipIcon"], .modebar-container,
  [data-testid="stElementToolbar"], [data-testid="stBottom"], [data-testid="stExpandSidebarButton"],
  [data-testid="stElementContainer"]:has(> :is([data-testid="stButton"], [data-testid="stDownloadButton"],
    [data-testid="stPopover"], [data-testid="stMenuButton"], [data-testid="stSelectbox"], [data-testid="stMultiSelect"],
    [data-testid="stTextInput"], [data-testid="stNumberInput"], [data-testid="stDateInput"], [data-testid="stForm"],
    [data-testid="stButtonGroup"], [data-testid="stRadio"], [data-testid="stToggle"], [data-testid="stFileUploader"])),
  .stButton, .stDownloadButton, .stPopover, .stSelectbox, .stMultiSelect, .stTextInput, .stNumberInput, .stDateInput,
  .stButtonGroup, .stRadio, .stFileUploader, .stForm, .stPagination, .stMenuButton, [class*="st-key-foot-"] {
    display: none !important;
  }
  [data-testid="stMain"] :is(h1, h2, h3, h4, p, li, td, th, label, span, div, a, strong, code) {
    color: #0f172a !important;
  }
  [data-testid="stMain"] :is(table, td, th, pre, code, [data-testid="stVerticalBlock"]) {
    background: transparent !important;
  }
  .main-svg { background: transparent !important; }
  .main-svg text { fill: #0f172a !important; }
  .main-svg .bg { fill: transparent !important; }
  [class*="st-key-card-"], [class*="st-key-tile-"], [data-testid="stPlotlyChart"], [data-testid="stMetric"], tr {
    break-inside: avoid;
  }
  [class*="st-key-card-"]:has([data-testid="stTable"]) { break-inside: auto; }
  [data-testid="stMain"] [data-testid="stVerticalBlock"] { display: block !important; height: auto !important; }
  [data-testid="stVerticalBlock"] > * { margin-bottom: .6rem; }
  .st-key-tiles { grid-template-columns: repeat(6, 1fr) !important; }
  :is([data-testid="stMetricDelta"], .stMarkdownBadge) { background: transparent !important; padding: 0 !important; }
  h1, h2, h3, [data-testid="stElementContainer"]:has(h1, h2, h3) { break-after: avoid; }
  /* A table that stands in a line of text would be taken for one picture and cut through. */
  [data-testid="stTable"] table { display: table !important; }
  thead { display: table-header-group; }
  [data-testid="stTable"], [data-testid="stTable"] * { max-height: none !important; overflow: visible !important; }
}
</style>"""

DARK_PAPER = """<style>
@media print {
  [data-testid="stMain"] canvas { filter: invert(1) hue-rotate(180deg); }
  [data-testid="stMetricChart"] svg { background: transparent !important; }
  .main-svg .gridlayer path { stroke: #e2e8f0 !important; }
}
</style>"""
"""On top where the page is drawn dark: pictures made of pixels are turned over."""
