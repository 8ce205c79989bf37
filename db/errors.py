"""What can go wrong below the core: one base, translated once at the seam into sales_core.errors."""


class StoreError(Exception):
    """A server, a schema or a statement that failed; one sentence that names it."""
