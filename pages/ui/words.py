"""Text of answers on its way into Streamlit's Markdown: names of customers and products stay text."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|$<>~:^=&\"'])")


def plain(text: str) -> str:
    """The text with everything escaped that Markdown, its directives, emoji codes or TeX would take for their own."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " ").replace("\r", " "))
