"""Clauses as tantivy queries."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy
from tantivy import Occur, Query

from catalog.search.clauses import AllOf, AnyOf, Between, Clause, Match, OneOf, Phrase, Prefix, Unscored
from catalog.search.embedded.schema import schema


def compile_clause(clause: Clause) -> Query:
    match clause:
        case Match(field, value, score):
            return _scored(Query.term_query(schema(), field, value, "basic"), score)
        case Prefix(field, value, score):
            return _scored(Query.regex_query(schema(), field, f"{value}.*"), score)
        case Phrase(field, values, score):
            return _scored(Query.phrase_query(schema(), field, list(values)), score)
        case OneOf(field, values, score):
            return _scored(Query.term_set_query(schema(), field, list(values)), score)
        case Between(field, low, high, score):
            kind = tantivy.FieldType.Unsigned
            return _scored(Query.range_query(schema(), field, kind, lower_bound=low, upper_bound=high), score)
        case AnyOf(parts):
            return Query.disjunction_max_query([compile_clause(part) for part in parts])
        case Unscored(part):
            return _scored(compile_clause(part), 0)
        case AllOf(parts, bonus):
            return Query.boolean_query(
                [(Occur.Must, compile_clause(part)) for part in parts]
                + [(Occur.Should, compile_clause(part)) for part in bonus]
            )


def every(clauses: Iterable[Clause]) -> Query:
    """All of them, or everything when there are none."""
    compiled = [(Occur.Must, compile_clause(clause)) for clause in clauses]
    return Query.boolean_query(compiled) if compiled else Query.all_query()


def _scored(query: Query, score: int) -> Query:
    return Query.const_score_query(query, float(score))
