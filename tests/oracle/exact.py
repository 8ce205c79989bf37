"""Arithmetic that loses no digit."""

from decimal import Context, Inexact

EXACT = Context(prec=120, traps=[Inexact])
"""Sums and products of what is stored; a digit lost is an error."""
