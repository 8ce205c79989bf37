"""Words that demo names are made of. Every name is invented by joining them; none is taken from anywhere."""

from dataclasses import dataclass

import numpy as np


def _listed(text: str, between: str = " ") -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split(between))


COMPANY_HEADS = _listed(
    "Alder Amber Ash Barley Birch Bramble Bright Bronze Cedar Clear Clover Copper Coral Crest Dale Dapple Dawn Deep "
    "Drift East Elder Ember Fair Fern Flint Fox Frost Glen Golden Granite Green Hazel Heather High Holly Iron Ivy "
    "Juniper Kestrel Lark Linden Long Maple Marsh Mead Mill Moor Moss North Oak Old Otter Pebble Pine Plum Quill Raven "
    "Reed River Robin Rowan Rush Sable Sand Silver Slate South Spruce Stone Summer Swift Thistle Thorn Vale Velvet "
    "West Whin Willow Winter Wren"
)
COMPANY_TAILS = _listed(
    "bank beck bourne bridge brook burn cliff combe croft dell dene down fell field ford gate grove hallow harbour "
    "haven heath hill hithe holt hurst lake land ley light march mead mere mill moor mount pool quay ridge rise shaw "
    "shore side stead strand thorpe vale view wade water way well wick wood worth yard"
)
COMPANY_KINDS = _listed(
    "Supplies; Trading; Works; Interiors; Stores; Partners; Provisions; Outfitters; Goods; Workshop; Studio; Depot; "
    "Fittings; Merchants; House; Builders; Kitchens; Gardens; Offices; Labs; Press; Foods; Motors; Marine; Clinics; "
    "Schools Group; Hotels; Joinery; Electrical; Logistics",
    "; ",
)
PUBLIC_KINDS = ("Council", "College", "Hospital", "Library", "School", "Museum", "Water Board", "Fire Service")

FIRST_NAMES = _listed(
    "Ada Alma Anton Astrid Bela Bram Carla Cyril Dara Dorian Edda Elio Esme Felix Fenna Greta Hugo Ida Ilja Ines Jonas "
    "Juna Kasper Keiko Lena Linus Mabel Marlon Mina Nadia Nils Odile Otis Petra Quentin Ravi Rosa Sami Selma Tobias "
    "Uma Viktor Wanda Xenia Yara Zeno"
)
LAST_NAMES = _listed(
    "Aldermoor Ashdale Bellwick Birkhall Brandreth Calloway Corvane Dunmere Eastlake Fairholt Fenmarsh Gildersen "
    "Harrowby Hollins Ivesdale Jarrow Kestelman Lindqvale Lorimer Marchbank Merrowin Nethercott Oakhurst Pellworth "
    "Quillan Ravensby Rosslyn Sandoval Selwick Stormont Tarrant Thorley Umberfield Vantreight Wexcombe Winslade "
    "Yarrowby Zellman"
)

SERIES = _listed(
    "Alva Arden Brio Calla Corvo Delta Doro Edvin Elva Faro Finn Gala Halden Indra Juno Kivi Lago Lumo Marlo Mira Nola "
    "Norr Ondo Orla Pavo Piro Quado Rana Rilo Sanna Solo Tarn Tevo Ulma Vanto Vela Wilma Yksi Zora Zeno"
)


@dataclass(frozen=True, slots=True)
class ProductName:
    """A name like 'Lumo Desk Lamp', with the positions of its series and of its noun."""

    text: str
    series: int
    noun: int


def company_names(rng: np.random.Generator, kinds: tuple[str, ...], count: int) -> list[str]:
    """`count` different company names; past every combination of the words a number follows."""
    heads, tails = len(COMPANY_HEADS), len(COMPANY_TAILS)
    return [
        f"{COMPANY_HEADS[head]}{COMPANY_TAILS[tail]} {kinds[kind]}{_ordinal(round_)}"
        for round_, head, tail, kind in _shuffled(rng, heads, tails, len(kinds), count)
    ]


def person_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different names of people."""
    drawn = _shuffled(rng, len(FIRST_NAMES), len(LAST_NAMES), 1, count)
    return [f"{FIRST_NAMES[first]} {LAST_NAMES[last]}{_ordinal(round_)}" for round_, first, last, _ in drawn]


def product_names(rng: np.random.Generator, nouns: tuple[str, ...], count: int) -> list[ProductName]:
    """`count` different product names of one category."""
    drawn = _shuffled(rng, len(SERIES), len(nouns), 1, count)
    return [
        ProductName(f"{SERIES[series]} {nouns[noun]}{_ordinal(round_)}", series, noun)
        for round_, series, noun, _ in drawn
    ]


def _shuffled(
    rng: np.random.Generator, first: int, second: int, third: int, count: int
) -> list[tuple[int, int, int, int]]:
    """`count` different combinations as (round, first, second, third), in a random order; a round uses each once."""
    combinations = first * second * third
    order = rng.permutation(combinations)
    picked = np.arange(count)
    cell = order[picked % combinations]
    parts = (picked // combinations, cell // (second * third), cell // third % second, cell % third)
    return list(zip(*(part.tolist() for part in parts), strict=True))


def _ordinal(round_: int) -> str:
    """Nothing for the first round, ' 2' for the second."""
    return f" {round_ + 1}" if round_ else ""
