"""How far apart two colours are for eyes of a kind: CIEDE2000 after a simulation of colour blindness.

The simulation is Machado, Oliveira and Fernandes (2009) at full severity, in linear light; the difference is that
of Sharma, Wu and Dalal (2005), whose published pairs the tests check it against.
"""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
_TO_XYZ: tuple[Triple, Triple, Triple] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def apart(one: str, other: str, sight: str) -> float:
    """The CIEDE2000 difference of two colours written #rrggbb, seen by eyes of a kind."""
    return ciede2000(_lab(_seen(one, sight)), _lab(_seen(other, sight)))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio, from 1 to 21."""
    lighter, darker = sorted((_times(_TO_XYZ, _linear(c))[1] for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ciede2000(one: Triple, other: Triple) -> float:
    """The difference of two colours in CIE L*a*b*."""
    mean_chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7))
    chroma = [hypot(c[1] * stretch, c[2]) for c in (one, other)]
    hue = [degrees(atan2(c[2], c[1] * stretch)) % 360 for c in (one, other)]
    light, strong = (one[0] + other[0]) / 2, sum(chroma) / 2
    turn = 0.0 if not all(chroma) else _turn(hue[1] - hue[0])
    middle = sum(hue) if not all(chroma) else (hue[0] + turn / 2) % 360
    weight = (
        1
        - 0.17 * cos(radians(middle - 30))
        + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6))
        - 0.20 * cos(radians(4 * middle - 63))
    )
    by_light = (other[0] - one[0]) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (chroma[1] - chroma[0]) / (1 + 0.045 * strong)
    by_hue = 2 * sqrt(chroma[0] * chroma[1]) * sin(radians(turn / 2)) / (1 + 0.015 * strong * weight)
    twist = -2 * sqrt(strong**7 / (strong**7 + 25.0**7)) * sin(radians(60 * exp(-(((middle - 275) / 25) ** 2))))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue)


def _turn(difference: float) -> float:
    """The shorter way round from one hue to the other; half a turn is taken as it is, to a rounding."""
    if abs(difference) <= 180 + 1e-9:
        return difference
    return difference - 360 if difference > 0 else difference + 360


def _seen(colour: str, sight: str) -> Triple:
    return _times(SIGHTS[sight], _linear(colour))


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _times(matrix: tuple[Triple, Triple, Triple], colour: Triple) -> Triple:
    x, y, z = (min(1.1, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in matrix)
    return x, y, z


def _lab(linear: Triple) -> Triple:
    x, y, z = (_root(value / white) for value, white in zip(_times(_TO_XYZ, linear), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
