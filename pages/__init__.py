"""One file a page: guard, ask, draw."""
