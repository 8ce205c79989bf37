"""Accounts: who exists (`directory`), how that is changed (`book`), how one comes in (`check`)."""
