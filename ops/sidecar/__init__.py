"""Tells whether all is well: `python -m ops.sidecar`, a process of its own beside the app."""
