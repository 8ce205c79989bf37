"""Single documents: lists of them, page by page, and one with all that belongs to it, as a viewer may see them."""
