"""The card that people sign in on, alone on its page, in the colours of the theme."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_STYLE = """<style>
.stApp, [data-testid="stHeader"] {{ background: {around}; }}
.st-key-sign_in_card {{ margin-top: clamp(0rem, 7vh, 5rem); }}
.st-key-sign_in_card h2 {{ padding-bottom: 0; }}
.st-key-sign_in_card form, .st-key-sign_in_card [data-testid="stForm"] {{
  padding: 1.9rem 2rem 2rem; background: {card}; border-radius: 1rem;
  box-shadow: 0 1px 2px rgb(15 23 42 / .06), 0 12px 32px -12px rgb(15 23 42 / .18);
}}
.st-key-sign_in_card :is(h2, h3) > a, .st-key-sign_in_card [data-testid="stHeaderActionElements"] {{ display: none; }}
.st-key-sign_in_card [data-testid="stElementContainer"]:has([data-testid="stFormSubmitButton"]),
.st-key-sign_in_card [data-testid="stFormSubmitButton"],
.st-key-sign_in_card [data-testid="stFormSubmitButton"] button {{
  width: 100%;
}}
.st-key-sign_in_card [data-testid="stFormSubmitButton"] button {{
  min-height: 2.6rem; margin-top: .4rem; border-color: {accent}; background: {accent}; color: {on_accent};
}}
.st-key-sign_in_card [data-testid="stFormSubmitButton"] button:is(:hover, :active, :focus-visible) {{
  border-color: {accent}; background: {accent}; color: {on_accent}; filter: brightness(.93);
}}
</style>"""


@contextmanager
def card() -> Iterator[None]:
    """Whatever is drawn inside stands in the middle, under the name of the house."""
    theme = st.context.theme.type or "light"
    st.html(
        _STYLE.format(
            around=st.get_option(f"theme.{theme}.secondaryBackgroundColor"),
            card=st.get_option(f"theme.{theme}.backgroundColor"),
            accent=st.get_option(f"theme.{theme}.primaryColor"),
            on_accent="#ffffff" if theme == "light" else st.get_option("theme.dark.backgroundColor"),
        )
    )
    with st.container(horizontal_alignment="center"), st.container(width=400, key="sign_in_card", gap="medium"):
        st.markdown("## :primary[:material/monitoring:] Sales dashboard", text_alignment="center")
        yield
        st.caption(
            "Forgotten your password? Whoever keeps the accounts can give you a new one.", text_alignment="center"
        )
