"""Passwords: the rule, the hash, the comparison, and one-time passwords.

A password is hashed with SHA-256, written in base64 and then hashed with bcrypt: bcrypt alone looks at the
first 72 bytes only and stops at a NUL.
"""

import base64
import hashlib
import secrets
import unicodedata

import bcrypt

from sales_core.errors import AccountError

SHORTEST = 12
LONGEST = 1024
_ROUNDS = 12
_NOBODYS = "$2b$12$Fh05OEqt1dEGNllmaSXmpuCWYzVsF2wVHifk5qYKlntPuF/HLjHJa"
"""What a name without an account is compared with, so that it takes as long; it opens nothing."""
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another."""


def check_rule(password: str, sign_in_name: str) -> None:
    """AccountError, in words for the person who chose it, when the password may not be used."""
    if len(password) < SHORTEST:
        raise AccountError(f"A password needs at least {SHORTEST} characters; this one has {len(password)}.")
    if len(password) > LONGEST:
        raise AccountError(f"A password has at most {LONGEST} characters.")
    if password != password.strip():
        raise AccountError("A password begins and ends with a character that can be seen.")
    if len(set(password)) < 5:
        raise AccountError("A password needs at least five different characters.")
    if len(sign_in_name) > 3 and sign_in_name in password.lower():
        raise AccountError("A password does not contain the name it belongs to.")


def hashed(password: str) -> str:
    """What is stored of a password; takes about a quarter of a second, by intent."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(_ROUNDS)).decode()


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one. Without a stored one the answer is no, after as long a time."""
    same = bcrypt.checkpw(_digest(password), (stored or _NOBODYS).encode())
    return same and stored is not None


def one_time_password() -> str:
    """Four groups of four characters, 79 bits: easy to read out, not to guess."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def _digest(password: str) -> bytes:
    """One spelling for all keyboards, then 44 bytes whatever the length."""
    spelled = unicodedata.normalize("NFC", password).encode()
    return base64.b64encode(hashlib.sha256(spelled).digest())
