"""A made-up company of any size, from a seed: `python -m db.demo --lines N`, or `load`. See docs/demo.md."""

from db.demo.errors import DemoRefused
from db.demo.loading import DEFAULT_SEED, load

__all__ = ["DEFAULT_SEED", "DemoRefused", "load"]
