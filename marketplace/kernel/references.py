"""References that people read aloud, banks rewrite and nobody can guess.

A reference is a prefix of two letters, nine random characters and a check character, all from an alphabet
without O, 0, I and 1 (FACTS 4.1, "Reconciliation code advice"): `DH7K3QX9MPW4`. 31⁹ values are 2.6 × 10¹³.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[:31]
_LENGTH = 9


def new(prefix: str) -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return prefix + body + check_character(prefix + body)


def check_character(text: str) -> str:
    """Weighted sum modulo 31 (a prime): finds every single slip and every swap of two neighbours."""
    total = sum((position + 2) * _value(character) for position, character in enumerate(text))
    return ALPHABET[total % len(ALPHABET)]


def is_valid(reference: str) -> bool:
    return len(reference) > 3 and check_character(reference[:-1]) == reference[-1]


def find(prefix: str, text: str) -> list[str]:
    """Valid references with this prefix inside a text that a bank has upper-cased, cut up and added to."""
    packed = re.sub(r"[^A-Z0-9]", "", text.upper())
    pattern = re.compile(f"(?=({prefix}[{ALPHABET}]{{{_LENGTH + 1}}}))")
    return list(dict.fromkeys(match for match in pattern.findall(packed) if is_valid(match)))


def _value(character: str) -> int:
    # Prefix letters may lie outside the alphabet (an "O" or "I").
    return ALPHABET.find(character) if character in ALPHABET else ord(character) % 31
