"""What people choose for themselves: how numbers and days are written, and what figures are saved as."""

from sqlalchemy import Engine

from db import accounts as rows
from sales_core.access import access
from sales_core.errors import AccountError
from sales_core.manner import manner_of
from sales_core.viewer import Choices

PICTURES = ("png", "svg")
"""The kinds of picture that a browser makes of a figure by itself; the first is made of whom nothing is known."""

LOCALES = (
    "en-US", "en-GB", "en-AU", "en-CA", "en-IE", "en-IN", "en-NZ", "en-ZA", "ar", "bg-BG", "cs-CZ", "da-DK", "de-AT",
    "de-CH", "de-DE", "el-GR", "es-ES", "es-MX", "et-EE", "fi-FI", "fr-CA", "fr-CH", "fr-FR", "he-IL", "hi-IN",
    "hr-HR", "hu-HU", "id-ID", "it-IT", "ja", "ko-KR", "lt-LT", "lv-LV", "nb-NO", "nl-BE", "nl-NL", "pl-PL", "pt-BR",
    "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-Hans-CN",
    "zh-Hant-TW",
)  # fmt: skip
"""What is offered; a browser may name any other."""


def choose(engine: Engine, sign_in_name: str, choices: Choices) -> None:
    """Keep the choices with the account, for every browser. AccountError for what can not be followed."""
    if choices.locale and manner_of(choices.locale) is None:
        raise AccountError(f"no numbers are known to be written as {choices.locale!r}; write a tag like de-DE")
    if choices.picture not in ("", *PICTURES):
        raise AccountError(f"figures are saved as {' or '.join(PICTURES)}, not as {choices.picture!r}")
    with access(engine) as connection:
        connection.execute(rows.set_choices(sign_in_name, choices.locale or None, choices.picture or None))
