"""Files into facts: stage by COPY, check as a set, match with what is there, publish. All in one transaction.

Every table that an import works on is a temporary one, dropped at the commit; see docs/intake.md for the rules.
"""
