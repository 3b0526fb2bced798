"""What shoppers mean by what they type; both engines search with the answer.

A query has several readings, from the strictest to the loosest; retrieval takes the first that finds something:

1. every word as it is written: with its marks where it has marks, decoded from Telex or VNI, split, expanded by
   synonyms and corrected only where the catalogue does not have it;
2. marks do not count;
3. a word may also be a near one, wishes need not come true, praise need not be in a name;
4. one of three or more words may be missing.

Words that nobody knows are dropped only beside enough known ones, so that "iphone 15" finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.search.clauses import Match
from catalog.search.intents import Intents, find_intents
from catalog.search.lexicon import Lexicon, category_parts
from catalog.search.meaning import Alternative, Group, Meaning, Word
from catalog.search.spelling import Spelling
from catalog.search.wordlists import Term, WordLists, folded_term
from catalog.search.words import decode_telex, decode_vni, fold_word, is_plain, words
from marketplace.kernel.text import normalise

# Longer than any name; what is beyond is cut.
MAX_CHARACTERS = 200
MAX_WORDS = 12
# No name has these; what stands between them is a thought of its own ("chè'; drop table--").
_SEPARATORS = re.compile(r"[\"'`;<>{}()\[\]|\\=%$^~*]+|--+|/\*|\*/")
_SYNONYM, _NEAR, _FAR = 60, 60, 45
_RUN_TOGETHER = 16
_LONGEST_TERM = 4
_MOST_ALTERNATIVES = 8
_MOST_TO_MISS_ONE_OF = 6


@dataclass(frozen=True, slots=True)
class Token:
    """A typed word after decoding. `marked` is its form with marks, or "" when it was typed without any."""

    typed: str
    folded: str
    marked: str
    clause: int


class Understanding:
    """Of one state of the catalogue and of the word lists; make a new one when either changes."""

    def __init__(self, lexicon: Lexicon, lists: WordLists) -> None:
        self.lexicon = lexicon
        self.lists = lists
        self._spelling = Spelling(lexicon)
        self._by_category = _categories_by_name(lexicon)
        self.strict = lru_cache(maxsize=4_096)(self._strict)

    def readings(self, text: str) -> Iterator[Meaning]:
        strict = self.strict(text[:MAX_CHARACTERS])
        yield from self._readings_of(strict)
        first = _first_thought(strict)
        if first != strict:
            yield from self._readings_of(first)

    def _readings_of(self, strict: Meaning) -> Iterator[Meaning]:
        known = _without_strangers(strict)
        if known is None:
            return
        yield known
        loose = _loosened(known)
        if sum(group.is_mistoned for group in known.groups) > 1 and not any(map(_is_borne_out, known.groups)):
            # Marks that are all wrong are rather those of something that is not sold here.
            yield replace(loose, needs_neighbours=True)
            return
        if loose != known:
            yield loose
        near = self._nearer(loose)
        if near != loose:
            yield near
        required = [group for group in known.groups if not group.is_optional]
        if 2 < len(required) <= _MOST_TO_MISS_ONE_OF and all(map(_is_solid, required)):
            yield replace(known, may_miss_one=True)

    def _strict(self, text: str) -> Meaning:
        intents = find_intents(text)
        tokens = self._tokens(intents.text)
        groups = tuple(self._groups(tokens))
        if groups and all(group.is_optional for group in groups) and not (intents.groups or intents.filters):
            # Only words that ask nothing: then they are what is asked for.
            groups = tuple(replace(group, is_optional=group.is_unknown) for group in groups)
        return Meaning(
            groups=(*groups, *intents.groups),
            filters=tuple(intents.filters.items()),
            understood=intents.understood,
            categories=self._named_categories(groups),
            is_about_something=bool(tokens) or _is_wish(intents),
        )

    # --- Words --------------------------------------------------------------------------------------------------------

    def _tokens(self, text: str) -> list[Token]:
        tokens = []
        for clause, part in enumerate(_SEPARATORS.split(text)):
            tokens += [self._token(word, clause) for word in words(part)]
        return tokens[:MAX_WORDS]

    def _token(self, word: str, clause: int) -> Token:
        long = self.lists.abbreviations.get(word)
        if long and len(long) == 1 and word not in self.lexicon.words:
            return Token(word, fold_word(long[0]), long[0], clause)
        if not self._is_word(fold_word(word)) and is_plain(word):
            for decode in (decode_telex, decode_vni):
                decoded = decode(word)
                if decoded != word and self._is_word(fold_word(decoded)):
                    return Token(word, fold_word(decoded), decoded if not is_plain(decoded) else "", clause)
        return Token(word, fold_word(word), "" if is_plain(word) else word, clause)

    def _is_word(self, folded: str) -> bool:
        return self.lexicon.knows(folded) or folded in self.lists.vocabulary

    # --- Groups -------------------------------------------------------------------------------------------------------

    def _groups(self, tokens: list[Token]) -> Iterator[Group]:
        place = 0
        while place < len(tokens):
            for length in range(min(_LONGEST_TERM, len(tokens) - place), 0, -1):
                span = tokens[place : place + length]
                group = self._known_term(span)
                if group:
                    yield replace(group, clause_number=span[0].clause)
                    break
            else:
                length = 1
                yield from (replace(g, clause_number=tokens[place].clause) for g in self._plain(tokens, place))
            place += length

    def _known_term(self, span: list[Token]) -> Group | None:
        """What the word lists say of it: other words for it, or that it asks nothing."""
        group = self._synonyms(span)
        for term, only_unmatched in self.lists.ignored.get(tuple(token.folded for token in span), ()):
            if _is_written(span, term):
                original = self._original(span)
                group = group or Group((original,) if original else ())
                # Typed without marks it may as well be a word of a name: "gia" is giá or gia vị.
                is_other = any(
                    not token.marked and token.folded != word for token, word in zip(span, term, strict=True)
                )
                is_kept = (only_unmatched or is_other) and not group.is_unknown
                return replace(group, is_optional=not is_kept, is_soft=is_kept)
        return group

    def _synonyms(self, span: list[Token]) -> Group | None:
        found: dict[Term, None] = {}
        for term, others in self.lists.synonyms.get(tuple(token.folded for token in span), ()):
            if _is_written(span, term):
                found |= dict.fromkeys(others)
        if not found:
            return None
        alternatives = [self._term(term) for term in found if self._is_known(term)]
        original = self._original(span)
        if original:
            alternatives.insert(0, original)
        return Group(tuple(alternatives[:_MOST_ALTERNATIVES])) if alternatives else None

    def _plain(self, tokens: list[Token], place: int) -> list[Group]:
        token = tokens[place]
        if self.lexicon.knows(token.folded):
            word = self._word(token)
            return [
                Group(
                    (Alternative((word,)),),
                    is_soft=token.folded.isdigit(),
                    is_mistoned=bool(token.marked) and not word.exact,
                )
            ]
        long = self.lists.abbreviations.get(token.typed, ())
        if long and all(self.lexicon.knows(fold_word(word)) for word in long):
            return [Group((Alternative((Word(fold_word(word)),)),)) for word in long]
        pieces = self._spelling.pieces(token.folded)
        if pieces:
            together = Match("joined", token.folded, _RUN_TOGETHER)
            return [Group((Alternative(tuple(Word(piece) for piece in pieces)),), clause=together)]
        near = self._spelling.near(token.marked or token.folded)
        if near:
            return [Group(tuple(self._near_word(word, _NEAR) for word in near), corrects=token.typed)]
        return [Group(is_optional=token.folded.isdigit(), corrects=token.typed)]

    def _original(self, span: list[Token]) -> Alternative | None:
        if all(self.lexicon.knows(token.folded) for token in span):
            return Alternative(tuple(self._word(token) for token in span))
        return None

    def _word(self, token: Token) -> Word:
        if token.marked and token.marked in self.lexicon.words:
            return Word(token.folded, token.marked, is_loose=False)
        if not token.marked and token.folded in self.lexicon.words:
            return Word(token.folded, token.folded)
        return Word(token.folded)

    def _term(self, term: Term) -> Alternative:
        made = tuple(Word(fold_word(word), word if word in self.lexicon.words else "", False) for word in term)
        return Alternative(made, _SYNONYM)

    def _near_word(self, folded: str, weight: int) -> Alternative:
        return Alternative((Word(folded),), weight, self.lexicon.forms[folded][0])

    def _is_known(self, term: Term) -> bool:
        return all(self.lexicon.knows(word) for word in folded_term(term))

    def _nearer(self, meaning: Meaning) -> Meaning:
        groups = tuple(self._nearer_group(group) for group in meaning.groups)
        if all(group.is_optional for group in groups):
            return meaning
        return replace(meaning, groups=groups)

    def _nearer_group(self, group: Group) -> Group:
        if group.is_soft or (group.clause is not None and not group.alternatives):
            return replace(group, is_optional=True, is_soft=True)
        first = group.alternatives[0] if group.alternatives else None
        if first is None or group.corrects or len(first.words) > 1:
            return group
        word = first.words[0]
        others = tuple(self._near_word(near, _FAR) for near in self._spelling.near(word.exact or word.folded))
        if not others:
            return group
        return replace(group, alternatives=(*group.alternatives, *others)[:12], corrects=word.exact or word.folded)

    def _named_categories(self, groups: tuple[Group, ...]) -> tuple[str, ...]:
        """The paths of the categories whose name, or half of it, is the whole query in some reading."""
        required = [group for group in groups if not group.is_optional]
        if not required or any(group.is_unknown for group in required) or len(required) > _LONGEST_TERM:
            return ()
        texts = [""]
        for group in required:
            texts = [
                f"{text} {' '.join(word.folded for word in alternative.words)}".strip()
                for text in texts
                for alternative in group.alternatives
            ][:24]
        return tuple(dict.fromkeys(path for text in texts for path in self._by_category.get(text, ())))


def _is_borne_out(group: Group) -> bool:
    """The catalogue has this very word, with its marks."""
    return any(word.exact and not is_plain(word.exact) for a in group.alternatives for word in a.words)


def _is_solid(group: Group) -> bool:
    """Understood without a guess."""
    return not (group.corrects or group.is_mistoned or group.is_unknown)


def _first_thought(meaning: Meaning) -> Meaning:
    """Only what stands before the first character that no name has, where that is about something."""
    known = [group for group in meaning.groups if group.alternatives and not group.is_optional]
    if not known:
        return meaning
    first = known[0].clause_number
    kept = tuple(g for g in meaning.groups if g.clause_number == first or not (g.alternatives or g.is_unknown))
    return replace(meaning, groups=kept)


def _is_written(span: list[Token], term: Term) -> bool:
    """Typed without marks a word may be any; typed with marks it is that one."""
    return all(token.marked in ("", word) for token, word in zip(span, term, strict=True))


def _without_strangers(meaning: Meaning) -> Meaning | None:
    """Without the words that nobody knows, where that is allowed; None when the query is about something else."""
    if not meaning.is_about_something:
        return None
    required = [group for group in meaning.groups if not group.is_optional]
    strangers = [group for group in required if group.is_unknown]
    known = [group for group in required if not group.is_unknown]
    if strangers:
        thoughts = {group.clause_number for group in known if group.alternatives}
        here = sum(group.clause_number in thoughts for group in strangers)
        if not known or sum(map(_is_solid, known)) < 2 * here:
            return None
    if meaning.groups and not known and not meaning.filters:
        return None
    return replace(meaning, groups=tuple(group for group in meaning.groups if not group.is_unknown))


def _loosened(meaning: Meaning) -> Meaning:
    return replace(meaning, groups=tuple(_loose_group(group) for group in meaning.groups))


def _loose_group(group: Group) -> Group:
    loose = (replace(a, words=tuple(replace(word, is_loose=True) for word in a.words)) for a in group.alternatives)
    return replace(group, alternatives=tuple(loose))


def _is_wish(intents: Intents) -> bool:
    return bool(intents.filters or intents.groups) or not normalise(intents.text)


def _categories_by_name(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for category in lexicon.categories:
        for name in (*category_parts(category.name), *category_parts(category.name_en)):
            found.setdefault(" ".join(fold_word(word) for word in words(name)), []).append(category.path)
    return {name: tuple(paths) for name, paths in found.items() if name}
