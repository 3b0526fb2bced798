"""From meaning to clauses: what must match, and what each match is worth (docs/search.md, "Ranking").

All scores are small whole numbers; a query of a dozen words stays below 512, above which the tie-break of the
embedded engine would lose bits.
"""

from __future__ import annotations

from itertools import islice, pairwise, product

from catalog.search import fields
from catalog.search.clauses import AllOf, AnyOf, Between, Clause, Match, OneOf, Phrase, Unscored
from catalog.search.meaning import Alternative, Group, Meaning, Word

_PERCENT = 100
# Readings of the whole query that are tried as a whole name or as neighbours.
_MOST_READINGS = 12


def compile_meaning(meaning: Meaning) -> Clause | None:
    """None when the words ask for everything."""
    required = [group for group in meaning.groups if not group.is_optional]
    # A word that asks nothing scores nothing either: "chè ngon nhất" is not about Nhất Tâm Trà.
    optional = [g for g in meaning.groups if g.is_optional and g.is_soft and not g.is_unknown]
    if not required:
        return None
    bonus = [_group(group) for group in optional]
    bonus += _neighbours(meaning.groups)
    bonus += _whole(meaning.groups)
    bonus += _brevity(meaning.groups)
    if meaning.categories:
        bonus.append(OneOf("categories", meaning.categories, fields.CATEGORY))
    head, *others = (_group(group) for group in required)
    if meaning.may_miss_one and len(others) > 1:
        others = [AnyOf(tuple(AllOf((*others[:place], *others[place + 1 :])) for place in range(len(others))))]
    if meaning.needs_neighbours:
        others.append(Unscored(AnyOf(tuple(_neighbours(meaning.groups)))))
    return AllOf((head, *others), tuple(bonus))


def _group(group: Group) -> Clause:
    clauses = [_alternative(alternative) for alternative in group.alternatives]
    if group.clause is not None:
        clauses.append(group.clause)
    return clauses[0] if len(clauses) == 1 else AnyOf(tuple(clauses))


def _alternative(alternative: Alternative) -> Clause:
    parts = tuple(_word(word, alternative.weight) for word in alternative.words)
    if len(parts) == 1:
        return parts[0]
    names = [word.folded for word in alternative.words]
    pairs = tuple(_phrase(pair, alternative.weight) for pair in pairwise(names))
    return AllOf(parts, pairs)


def _word(word: Word, weight: int) -> Clause:
    clauses: list[Clause] = []
    for text in fields.TEXTS:
        if word.exact:
            clauses.append(Match(f"{text.field}_exact", word.exact, _weighed(text.exact, weight)))
            if not word.is_loose and word.exact != word.folded:
                # Written without marks by the seller.
                clauses.append(Match(f"{text.field}_exact", word.folded, _weighed(text.folded, weight)))
        if word.is_loose or not word.exact:
            clauses.append(Match(text.field, word.folded, _weighed(text.folded, weight)))
    return AllOf((AnyOf(tuple(clauses)),), (Match("kind", word.folded, fields.KIND_TOO),))


def _neighbours(groups: tuple[Group, ...]) -> list[Clause]:
    """Words that stand beside each other in the query and in a name."""
    bonus = []
    for left, right in pairwise(groups):
        pairs = {
            (first.words[-1].folded, second.words[0].folded)
            for first in left.alternatives
            for second in right.alternatives
        }
        if pairs:
            found = [_phrase(pair, _PERCENT) for pair in sorted(pairs)[:_MOST_READINGS]]
            bonus.append(found[0] if len(found) == 1 else AnyOf(tuple(found)))
    return bonus


def _phrase(pair: tuple[str, str], weight: int) -> Clause:
    return AnyOf(tuple(Phrase(field, pair, _weighed(score, weight)) for field, score in fields.PHRASES))


def _whole(groups: tuple[Group, ...]) -> list[Clause]:
    """The query is a product's whole name, or begins as one."""
    worded = [group for group in groups if group.alternatives]
    if not worded:
        return []
    readings = []
    for choice in islice(product(*(group.alternatives for group in worded)), _MOST_READINGS):
        weight = min(alternative.weight for alternative in choice)
        text = " ".join(word.folded for alternative in choice for word in alternative.words)
        readings.append(Match("whole", text, _weighed(fields.WHOLE_NAME, weight)))
    firsts = dict.fromkeys((a.words[0].folded, a.weight) for a in worded[0].alternatives)
    return [
        AnyOf(tuple(readings)),
        AnyOf(tuple(Match("first", word, _weighed(fields.FIRST_WORD, weight)) for word, weight in firsts)),
    ]


def _brevity(groups: tuple[Group, ...]) -> list[Clause]:
    typed = sum(len(group.alternatives[0].words) for group in groups if group.alternatives)
    return [Between("size", None, typed + more, score) for more, score in fields.BREVITY] if typed else []


def _weighed(score: int, weight: int) -> int:
    return max(1, score * weight // _PERCENT)
