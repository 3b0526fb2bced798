"""How Vietnamese is cut into words and compared; both engines index and ask with these forms and no others.

text      "Chè Hoà Bình, 500g"
words     chè hòa bình 500g         NFC, lower case, tone mark on one place of a diphthong
folded    che hoa binh 500g         without marks, d for đ, i for a lone y (kỳ, kì -> ki)
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

from marketplace.kernel.text import fold, normalise

_WORD = re.compile(r"[^\W_]+")
_LONE_Y = re.compile(r"^(b|ch?|d|gi?|k?h|[klmr]|n[gh]?|ngh|ph?|qu|s|th?|tr|v|x)y$")
# Where old and new spelling put the tone mark at the end of a syllable: hoà, hòa; thuý, thúy (but quý).
_TONE_PLACES = {
    old: new
    for plain, after, before in (("oa", "àáảãạ", "òóỏõọ"), ("oe", "èéẻẽẹ", "òóỏõọ"), ("uy", "ỳýỷỹỵ", "ùúủũụ"))
    for old, new in zip((plain[0] + c for c in after), (c + plain[1] for c in before), strict=True)
}
_TONE_AT_END = re.compile(rf"(?<![qQ])({'|'.join(_TONE_PLACES)})(?!\w)")


def words(text: str) -> list[str]:
    """Lower-case words with their tone marks."""
    return _WORD.findall(place_tones(normalise(text)))


def folded_words(text: str) -> list[str]:
    return [fold_word(word) for word in words(text)]


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    folded = fold(word)
    return folded[:-1] + "i" if _LONE_Y.match(folded) else folded


def place_tones(text: str) -> str:
    return _TONE_AT_END.sub(lambda found: _TONE_PLACES[found[0]], text)


def is_plain(word: str) -> bool:
    """Typed without any mark, so it may stand for every word that folds to it."""
    return word.isascii()


def joined(folded: list[str]) -> list[str]:
    """Neighbours written as one, by two and by three: what "vietcuong" is looked up in."""
    pairs = [a + b for a, b in itertools.pairwise(folded)]
    triples = [a + b + c for a, b, c in zip(folded, folded[1:], folded[2:], strict=False)]
    return pairs + triples


# --- Typed on a keyboard whose Vietnamese input was off ---------------------------------------------------------------

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


def decode_telex(word: str) -> str:
    """`taan` -> tân, `cuwowng` -> cương, `ddooif` -> đồi; the word itself when there is nothing to decode."""
    letters: list[str] = []
    tone = ""
    for letter in word:
        if letter in _TONES and any(_is_vowel(before) for before in letters):
            tone = _TONES[letter]
        elif letter == "z" and tone:
            tone = ""
        elif letter in "aeo" and _double(letters, letter):
            pass
        elif letter == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif letter == "w":
            _apply_w(letters)
        else:
            letters.append(letter)
    return _with_tone(letters, tone)


def decode_vni(word: str) -> str:
    """`cu7o7ng` -> cương, `ma6t5` -> mật, `d9o6i2` -> đồi; the word itself when there is nothing to decode."""
    letters: list[str] = []
    tone = ""
    for letter in word:
        if letter in _VNI_TONES and any(_is_vowel(before) for before in letters):
            tone = _VNI_TONES[letter]
        elif letter == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif letter not in "678" or not _mark_last(
            letters, {"6": ("aeo", _CIRCUMFLEX), "7": ("ou", _HORN), "8": ("a", _BREVE)}[letter]
        ):
            letters.append(letter)
    return _with_tone(letters, tone)


def _is_vowel(letter: str) -> bool:
    return fold(letter[0]) in "aeiouy"


def _double(letters: list[str], vowel: str) -> bool:
    """The second a of taan, or of tana: it marks the nearest plain one before it."""
    return _mark_last(letters, (vowel, _CIRCUMFLEX))


def _mark_last(letters: list[str], mark: tuple[str, str]) -> bool:
    plain, accent = mark
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] in plain:
            letters[index] = unicodedata.normalize("NFC", letters[index] + accent)
            # "uo7" marks both: ươ.
            if (
                accent == _HORN
                and letters[index] == "ơ"
                and index
                and letters[index - 1] == "u"
                and letters[:1] != ["q"]
            ):
                letters[index - 1] = "ư"
            return True
    return False


def _apply_w(letters: list[str]) -> None:
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] == "ơ" or letters[index] == "ư":
            continue
        if letters[index] in "ou":
            _mark_last(letters, ("ou", _HORN))
            return
        if letters[index] == "a":
            letters[index] = "ă"
            return
    if not any(letter in "ơư" for letter in letters):
        letters.append("ư")


def _with_tone(letters: list[str], tone: str) -> str:
    if tone:
        letters[_tone_position(letters)] += tone
    return place_tones(unicodedata.normalize("NFC", "".join(letters)))


def _tone_position(letters: list[str]) -> int:
    """On the marked vowel if there is one; else on the vowel before a final consonant; else on the first of two."""
    vowels = [index for index, letter in enumerate(letters) if _is_vowel(letter)]
    if len(vowels) > 1 and "".join(letters[: vowels[0] + 1]) in ("qu", "gi"):
        vowels = vowels[1:]
    marked = [index for index in vowels if letters[index] in "âêôăơư"]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return vowels[0]
    has_final = vowels[-1] < len(letters) - 1
    return vowels[1] if has_final or len(vowels) > 2 else vowels[0]
