"""What the demo can refuse."""

from db.errors import StoreError


class DemoRefused(StoreError):
    """The demo can not be loaded into this database; nothing was changed."""
