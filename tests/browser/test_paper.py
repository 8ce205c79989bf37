"""What leaves the page by the browser's own means: a figure as a picture, a page as paper."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import text

from sales_core.accounts.choices import choose
from sales_core.viewer import Choices, Role
from tests.browser.shop import Shop, come_in, demo_shop, tile
from tests.browser.visits import Visit, fill_in
from tests.ops.people import PASSWORD, account
from tests.unit.colour_sight import contrast

pytestmark = pytest.mark.browser
LINES = 2_000
PRESSED = ("Sign out", "Export", "CSV", "Excel", "Receipt", "Filters", "Copy link", "keyboard_arrow", "download")
"""Words of what is pressed, and of icons, which have no place on paper."""


@pytest.fixture(scope="module")
def shop(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A small demo company, ending today."""
    log = tmp_path_factory.mktemp("paper") / "web.log"
    with demo_shop(new_database(), LINES, log) as made:
        yield made


def saved(page: Page, key: str) -> tuple[str, bytes]:
    """Name and bytes of the picture that a figure's one button saves; the button is reached by the keyboard."""
    card = page.locator(f".st-key-card-{key}")
    buttons = card.locator(".modebar-btn")
    expect(buttons).to_have_count(1)
    with page.expect_download() as begun:
        buttons.focus()
        page.keyboard.press("Enter")
    return begun.value.suggested_filename, Path(begun.value.path()).read_bytes()


def test_a_figure_is_saved_as_a_picture_of_itself_by_the_browser_alone(shop: Shop, visit: Callable[..., Visit]) -> None:
    ada = visit(width=1440, height=1000)
    come_in(ada, shop, shop.ada)
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    name, picture = saved(ada.page, "trend")
    assert re.fullmatch(r"net_sales_by_\w+_[\d-]{10}_[\d-]{10}_[0-9a-f]{8}\.png", name)
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    assert image.width > 1000
    assert (0x16, 0x68, 0xF5, 0xFF) in image.get_flattened_data()  # the line itself
    assert [url for url in asked if url.startswith("http")] == []


def paper(page: Page, folder: Path, name: str) -> str:
    """The text of the page as printed; the file stays beside the pictures."""
    page.pdf(path=folder / name, prefer_css_page_size=True, print_background=True)
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(folder / name).pages)
    return unicodedata.normalize("NFKC", text)  # letters that the font draws joined


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_prints_what_it_says_and_nothing_that_is_pressed(
    shop: Shop, visit: Callable[..., Visit], pictures: Path, scheme: str
) -> None:
    ada = visit(width=1280, height=900, color_scheme=scheme)
    come_in(ada, shop, shop.ada)
    text = paper(ada.page, pictures, f"paper_{scheme}.pdf")
    assert "Overview" in text
    for metric in ("net_sales", "orders"):
        assert tile(ada.page, metric).replace("\u2212", "-") in text.replace("\u2212", "-")
    assert "Net sales by channel" in text
    assert [word for word in PRESSED if word in text] == []
    ada.page.emulate_media(media="print")
    dark = ada.page.evaluate(
        """() => [...document.querySelectorAll("[data-testid=stMain] :is(h1,h2,p,td,.main-svg text)")]
        .filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e)[e.tagName === "text" ? "fill" : "color"])"""
    )
    assert set(dark) == {"rgb(15, 23, 42)"}


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_sheet_holds_figures_to_their_right_edge_beside_one_another(
    shop: Shop, visit: Callable[..., Visit], pictures: Path, width: int
) -> None:
    ada = visit(width=width, height=900)
    come_in(ada, shop, shop.ada)
    # What stands outside of a sheet is not in the file at all.
    lines = ada.page.locator(".main-svg :is(tspan, text:not(:has(tspan)))").all_text_contents()
    printed = squeezed(paper(ada.page, pictures, f"paper_{width}.pdf"))
    assert len(lines) > 20
    assert [line for line in lines if squeezed(line) not in printed] == []
    sheets = pypdf.PdfReader(pictures / f"paper_{width}.pdf").pages
    by_day, by_channel = (sheet_of(sheets, title) for title in ("Net sales by day", "Net sales by channel"))
    assert by_day == by_channel == sheet_of(sheets, "Average order value")


def squeezed(words: str) -> str:
    """Without the spaces, which a file of glyphs does not keep."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def sheet_of(sheets: Sequence[pypdf.PageObject], words: str) -> list[int]:
    """The sheets, from 0 on, that say it."""
    return [number for number, sheet in enumerate(sheets) if words in sheet.extract_text().replace("\n", " ")]


def test_a_table_prints_to_its_last_row(shop: Shop, visit: Callable[..., Visit], pictures: Path) -> None:
    ada = visit(width=1280, height=900)
    come_in(ada, shop, shop.ada)
    ada.page.goto(f"{shop.site.origin}/about")
    rows = ada.page.locator("[data-testid=stTable] tbody tr")
    expect(rows.first).to_be_visible()
    words = {word for row in rows.all() for word in row.locator("td, th").first.inner_text().split()}
    printed = set(paper(ada.page, pictures, "paper_about.pdf").split())
    assert len(words) > 20
    assert words - printed == set()


def test_a_person_chooses_how_numbers_are_written_and_that_figures_are_drawings(
    shop: Shop, visit: Callable[..., Visit]
) -> None:
    dora = account(shop.engine, "dora", Role.MANAGER)
    first = visit(width=1440, height=1000, locale="fr-FR")
    come_in(first, shop, dora)
    written = tile(first.page, "gross_margin_share")
    assert re.fullmatch(r"\d+,\d\s%", written)
    choose(shop.engine, "dora", Choices("en-GB", "svg"))
    other = visit(width=1440, height=1000, locale="fr-FR")
    come_in(other, shop, dora)
    assert tile(other.page, "gross_margin_share") == re.sub(r"\s", "", written).replace(",", ".")
    name, picture = saved(other.page, "trend")
    assert name.endswith(".svg")
    drawing = picture.decode()
    assert drawing.startswith("<svg")
    assert drawing.count('class="trace scatter') >= 2


def test_the_form_of_the_account_keeps_what_is_chosen(shop: Shop, visit: Callable[..., Visit]) -> None:
    account(shop.engine, "emil", Role.VIEWER)
    emil = visit(width=1280, height=900)
    emil.page.goto(f"{shop.site.origin}/account")
    fill_in(emil.page, "emil", PASSWORD)
    chooser = emil.page.get_by_role("combobox", name="Numbers and dates")
    chooser.click()
    chooser.fill("German (Germany)")
    emil.page.get_by_role("option", name=re.compile("^German .Germany.: −1.234.567,50")).click()
    emil.page.get_by_role("radio", name="SVG").check(force=True)
    emil.page.get_by_role("button", name="Keep").click()
    expect(emil.page.get_by_text("Kept, for every browser")).to_be_visible()
    emil.page.reload()
    expect(emil.page.get_by_role("combobox", name="Numbers and dates")).to_have_value(re.compile("German .Germany."))
    with shop.engine.connect() as connection:
        kept = text("SELECT locale, picture FROM app.users WHERE sign_in_name = 'emil'")
        connection.execute(text("SET ROLE dashboard_app"))
        assert tuple(connection.execute(kept).one()) == ("de-DE", "svg")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_a_ring_can_be_read_as_it_is_drawn(shop: Shop, visit: Callable[..., Visit], scheme: str) -> None:
    ada = visit(width=1440, height=1000, color_scheme=scheme)
    come_in(ada, shop, shop.ada)
    ring = ada.page.locator(".st-key-card-channel .polarlayer .frontplot")
    expect(ring.locator(".textpoint text").first).to_be_visible()
    drawn = ring.evaluate(
        """(ring) => [...ring.querySelectorAll(".textpoint text")].map((word) => {
          const box = word.getBoundingClientRect();
          const under = [...ring.querySelectorAll(".barlayer .point path")].find((slice) =>
            slice.isPointInFill(new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
              .matrixTransform(slice.getScreenCTM().inverse())));
          return [getComputedStyle(under).fill, getComputedStyle(word).fill];
        })"""
    )
    assert len(drawn) >= 2
    assert [pair for pair in drawn if contrast(_hex(pair[0]), _hex(pair[1])) < 4.5] == []


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])
