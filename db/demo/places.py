"""What the demo company is like, declared as data: where it sells, to whom, how, and what."""

from dataclasses import dataclass
from datetime import date

COMPANY = "Demo Trading"
SOURCE = "demo"
"""What `source` says in every row of the demo."""


@dataclass(frozen=True, slots=True)
class Territory:
    """`share` of all sales at the start, `trend` a year against the company's, `tax` share on net sales."""

    name: str
    region: str
    country: str
    currency: str
    share: float
    trend: float
    tax: float


TERRITORIES = (
    Territory("New England", "US East", "United States", "USD", 0.060, 0.98, 0.06),
    Territory("Mid-Atlantic", "US East", "United States", "USD", 0.105, 1.00, 0.07),
    Territory("Southeast", "US East", "United States", "USD", 0.080, 1.06, 0.07),
    Territory("Great Lakes", "US East", "United States", "USD", 0.070, 0.92, 0.06),
    Territory("California", "US West", "United States", "USD", 0.120, 1.04, 0.08),
    Territory("Texas", "US West", "United States", "USD", 0.085, 1.10, 0.08),
    Territory("Mountain", "US West", "United States", "USD", 0.035, 1.12, 0.05),
    Territory("Pacific Northwest", "US West", "United States", "USD", 0.045, 0.96, 0.09),
    Territory("Ontario", "Canada", "Canada", "CAD", 0.055, 1.02, 0.13),
    Territory("Quebec", "Canada", "Canada", "CAD", 0.030, 0.97, 0.15),
    Territory("Western Canada", "Canada", "Canada", "CAD", 0.020, 1.08, 0.12),
    Territory("Germany", "Europe", "Germany", "EUR", 0.065, 0.94, 0.19),
    Territory("France", "Europe", "France", "EUR", 0.045, 1.00, 0.20),
    Territory("Benelux", "Europe", "Netherlands", "EUR", 0.030, 1.09, 0.21),
    Territory("Iberia", "Europe", "Spain", "EUR", 0.020, 1.18, 0.21),
    Territory("London", "Europe", "United Kingdom", "GBP", 0.050, 1.01, 0.20),
    Territory("Northern England", "Europe", "United Kingdom", "GBP", 0.025, 0.90, 0.20),
    Territory("Tokyo", "Japan", "Japan", "JPY", 0.035, 1.15, 0.10),
    Territory("Kansai", "Japan", "Japan", "JPY", 0.018, 1.05, 0.10),
    Territory("Kyushu", "Japan", "Japan", "JPY", 0.007, 1.25, 0.10),
)
REGIONS = tuple(dict.fromkeys(place.region for place in TERRITORIES))

CHANNELS = ("Shop", "Online", "Partner", "Phone")
SHOP, ONLINE, PARTNER, PHONE = range(4)

SEGMENTS = ("Enterprise", "Mid-market", "Small business", "Public sector")
ENTERPRISE, MID_MARKET, SMALL_BUSINESS, PUBLIC_SECTOR = range(4)
CHANNEL_SHARES = (
    (0.05, 0.25, 0.50, 0.20),
    (0.15, 0.35, 0.25, 0.25),
    (0.35, 0.45, 0.05, 0.15),
    (0.05, 0.30, 0.30, 0.35),
)
"""By segment, the channels it orders through."""
SEGMENT_QUANTITY = (2.6, 1.6, 1.0, 1.5)
"""By segment, how many times the units of a small business are bought."""
SEGMENT_DISCOUNT = (0.35, 0.20, 0.06, 0.15)
"""By segment, the share of lines that carry a negotiated discount."""

TEAM_OF_REGION = {
    "US East": "Atlantic team",
    "US West": "Pacific team",
    "Canada": "Maple team",
    "Europe": "Continental team",
    "Japan": "Sakura team",
}
TEAMS = tuple(TEAM_OF_REGION[region] for region in REGIONS)
PEOPLE = 40


@dataclass(frozen=True, slots=True)
class Kind:
    """A subcategory, and the nouns of its products."""

    name: str
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """`price` is the median in US dollars, `cost` its share of the price, `units` the usual quantity of a line."""

    name: str
    price: float
    spread: float
    cost: float
    units: float
    share: float
    peak: int | None
    returned: float
    kinds: tuple[Kind, ...]

    @property
    def nouns(self) -> tuple[str, ...]:
        """What its products are called, kind by kind."""
        return tuple(noun for kind in self.kinds for noun in kind.nouns)


def _kinds(text: str) -> tuple[Kind, ...]:
    parts = (part.split(": ") for part in text.split("; "))
    return tuple(Kind(name, tuple(nouns.split(", "))) for name, nouns in parts)


CATEGORIES = (
    Category("Furniture", 210, 0.55, 0.58, 1.6, 0.07, None, 1.1,
             _kinds("Desks & Tables: Desk, Side Table; "
                    "Seating: Office Chair, Stool, Sofa, Bench; "
                    "Storage: Bookcase, Cabinet, Coat Stand, Shelf")),
    Category("Lighting", 64, 0.50, 0.52, 2.2, 0.08, 345, 1.0,
             _kinds("Lamps: Desk Lamp, Floor Lamp, Lantern; "
                    "Fixed Lights: Pendant, Wall Light, Ceiling Light; "
                    "Spots & Strips: Spotlight, Strip Light")),
    Category("Screens & Devices", 320, 0.50, 0.74, 1.4, 0.06, 335, 1.4,
             _kinds("Displays: Monitor, Tablet, Projector; "
                    "Input & Sound: Keyboard, Mouse, Headset, Webcam; "
                    "Printing & Docking: Printer, Scanner, Docking Station")),
    Category("Cables & Power", 19, 0.50, 0.42, 4.0, 0.10, None, 0.8,
             _kinds("Chargers: Charger, Battery Pack, Adapter; "
                    "Cables: Cable Set, Extension Lead, Cable Tray; "
                    "Sockets: Power Strip, Wall Plug")),
    Category("Paper & Packaging", 14, 0.40, 0.62, 8.0, 0.14, 320, 0.5,
             _kinds("Paper: Copy Paper, Card Stock, Notepad; "
                    "Packaging: Carton, Tape, Wrap; "
                    "Mailing: Envelope Box, Label Roll, Mailing Bag")),
    Category("Desk & Writing", 8, 0.50, 0.45, 7.0, 0.12, 245, 0.5,
             _kinds("Pens & Pencils: Pen Set, Pencil Box, Marker; "
                    "Books & Folders: Notebook, Folder, Planner; "
                    "Desk Tools: Stapler, Organiser, Ruler, Scissors")),
    Category("Kitchen & Coffee", 34, 0.60, 0.55, 3.0, 0.10, None, 1.0,
             _kinds("Coffee & Tea: Coffee Beans, Tea Chest; "
                    "Appliances: Kettle, Grinder; "
                    "Tableware: Mug Set, Carafe, Tray, Water Jug, Cutlery Set, Bowl")),
    Category("Cleaning", 12, 0.40, 0.55, 5.0, 0.10, 95, 0.4,
             _kinds("Cleaners: Hand Soap, Surface Spray, Descaler; "
                    "Cleaning Tools: Mop, Bucket, Broom, Sponge Pack; "
                    "Towels & Bags: Paper Towels, Bin Bags")),
    Category("Garden & Outdoor", 58, 0.60, 0.54, 2.0, 0.06, 140, 1.2,
             _kinds("Planting: Planter, Hose, Trellis, Watering Can; "
                    "Outdoor Furniture: Parasol, Garden Chair, Hammock; "
                    "Garden Decor: Bird House, Fire Bowl")),
    Category("Heating & Cooling", 120, 0.50, 0.63, 1.4, 0.05, 5, 1.3,
             _kinds("Heating: Heater, Radiator, Convector; "
                    "Cooling: Fan, Air Cooler; "
                    "Air & Control: Humidifier, Thermostat, Air Purifier")),
    Category("Safety & Workwear", 36, 0.50, 0.50, 4.0, 0.07, None, 1.6,
             _kinds("Footwear & Clothing: Safety Boots, Vest, Rain Jacket, Work Trousers, Apron; "
                    "Hand Protection: Gloves; "
                    "Head Protection: Helmet, Goggles, Ear Defenders")),
    Category("Gifts & Seasonal", 22, 0.50, 0.40, 3.0, 0.05, 345, 1.2,
             _kinds("Gifts: Hamper, Gift Box, Puzzle, Card Set; "
                    "Decoration: Candle, Garland, Ornament, Wreath; "
                    "Home: Blanket, Vase")),
)  # fmt: skip
"""`peak` is the day of the year that a category sells best on; `returned` is against the company's mean."""

SUBCATEGORIES = tuple((i, kind.name) for i, category in enumerate(CATEGORIES) for kind in category.kinds)
"""Each as the position of its category and its name; names differ over all categories."""

BRANDS = (
    "Brambleworks", "Copperlane", "Dunmeer", "Eastlark", "Fernhollow", "Gildmark", "Harrowpine", "Ivyquill",
    "Lorrimoor", "Mossbridge", "Oakrindle", "Pebblewick", "Quillhaven", "Thornlisk",
)  # fmt: skip
"""Makers, invented; the first ones make more of the series that products are named by."""

CURRENCIES = ("USD", "EUR", "GBP", "JPY", "CAD")
"""Currencies that orders are booked in."""
DOLLARS = {
    "USD": 1.0, "EUR": 1.09, "GBP": 1.27, "JPY": 0.0068, "CAD": 0.735, "CHF": 1.12, "AUD": 0.66, "NZD": 0.60,
    "SEK": 0.095, "NOK": 0.094, "DKK": 0.146, "PLN": 0.25, "CZK": 0.043, "HUF": 0.0027, "INR": 0.012, "CNY": 0.139,
    "KRW": 0.00073, "BRL": 0.18, "MXN": 0.055, "ZAR": 0.054, "SGD": 0.74, "HKD": 0.128, "ILS": 0.27, "TRY": 0.03,
}  # fmt: skip
"""Roughly what one unit is worth, where the random walk of a rate begins."""
GAPS = {"JPY": 10, "CAD": 6, "GBP": 2}
"""Days of history without a rate, by currency: their orders stay unconverted."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A promotion of every year: from month and day, for so many days, on some categories (none named: all)."""

    name: str
    month: int
    day: int
    days: int
    discount: float
    categories: tuple[str, ...] = ()

    def starts(self, year: int) -> date:
        """Its first day that year."""
        return date(year, self.month, self.day)


CAMPAIGNS = (
    Campaign("Spring refresh", 4, 6, 16, 0.12, ("Garden & Outdoor", "Cleaning", "Lighting")),
    Campaign("Summer clearance", 7, 1, 21, 0.20, ("Furniture", "Garden & Outdoor", "Safety & Workwear")),
    Campaign("Back to the desk", 8, 25, 17, 0.10, ("Desk & Writing", "Paper & Packaging", "Screens & Devices")),
    Campaign("Late November sale", 11, 20, 11, 0.15),
    Campaign("Gift weeks", 12, 5, 15, 0.10, ("Gifts & Seasonal", "Kitchen & Coffee")),
)
