"""The colours of figures, as slots that the page's theme fills in the browser.

Streamlit replaces these codes by `theme.chartCategoricalColors` of the theme in force, so a figure is right in light
and dark without the server knowing which. The colours themselves stand in .streamlit/config.toml, and
tests/unit/test_palette.py holds them apart for every kind of colour sight.
"""

SERIES = ("#000001", "#000002", "#000003", "#000004", "#000005", "#000006")
"""One after the other; neighbours, first and last included, are told apart by everyone."""

OTHER = "#000007"
"""The rest, when not all is drawn by itself."""

NOW, BEFORE = SERIES[0], SERIES[1]

BACKGROUND = "#000038"
"""The page itself, for the gaps between parts."""

INK = "#000036"
"""Words inside a figure, as the words around it."""

_ON = dict(
    zip((*SERIES, OTHER), (BACKGROUND, "#0b1220", "#0b1220", "#ffffff", "#0b1220", BACKGROUND, INK), strict=True)
)


def on(colour: str) -> str:
    """What words on a part of that colour are written in, so that they can be read in both themes."""
    return _ON[colour]


VEIL = (96, 150, 250)
"""Red, green, blue of the shade under a line; laid on thinly, it suits both themes."""


def veil(opacity: float) -> str:
    """The shade at an opacity from 0 to 1."""
    red, green, blue = VEIL
    return f"rgba({red},{green},{blue},{opacity})"


def series(count: int) -> tuple[str, ...]:
    """Colours for `count` series in order; more than there are repeat from the first."""
    return tuple(SERIES[i % len(SERIES)] for i in range(count))


SHADES = ((0.0, veil(0.22)), (0.35, veil(0.55)), (1.0, NOW))
"""From the least to the most, as parts of a scale; thin enough at its start to suit both themes."""

LAND = "rgba(128,140,160,0.16)"
"""Land without a value."""

EMPTY = "rgba(128,140,160,0.6)"
"""The mark of a place without a value."""

RISING, FALLING, TOTAL = SERIES[2], SERIES[1], NOW
"""Steps up and down, and where they lead; told apart by direction and sign too."""
