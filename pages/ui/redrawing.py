"""What draws again when a question changes: the fragment that holds the bar and all that it changes."""

import streamlit as st

BOARD = "board"
"""The key of that fragment on every page that has a bar."""


def redraw() -> None:
    """In a callback of a widget inside another fragment: draw the board again."""
    st.rerun(BOARD)
