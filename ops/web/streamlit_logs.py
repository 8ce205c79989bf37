"""Streamlit's loggers, through the same steps as every other's: it gives each a handler and a form of its own."""

import logging
from typing import Any

from streamlit import logger as streamlits


def adopt_streamlits_loggers() -> None:
    """From now on what Streamlit logs is one of our lines, also by loggers that it makes later; once a process."""
    streamlits.setup_formatter = _ours
    for logger in streamlits._loggers.values():
        _ours(logger)


def _ours(logger: Any) -> None:
    """Takes the place of the function that would add a handler; the one that there is goes."""
    own: logging.Handler | None = getattr(logger, "streamlit_console_handler", None)
    if own is not None:
        logger.removeHandler(own)
        del logger.streamlit_console_handler
    logger.propagate = True
