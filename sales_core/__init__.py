"""Knows sales; no Streamlit inside."""
