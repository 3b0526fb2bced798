"""The embedded engine: a tantivy index in a folder beside the database, nothing to install and nothing to run."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tantivy
from tantivy import Order as Direction
from tantivy import Query

from catalog.search.clauses import Between, Clause
from catalog.search.contract import Facet
from catalog.search.documents import Document
from catalog.search.embedded.folder import IndexFolder
from catalog.search.embedded.queries import compile_clause, every
from catalog.search.embedded.schema import document, schema
from catalog.search.engine import Answer, EngineUnavailable, IndexEngine, Position, Request, Row
from catalog.search.facets import AGGREGATIONS, read_buckets
from catalog.search.lexicon import Lexicon, make_lexicon

logger = logging.getLogger(__name__)

_WRITER_BYTES = 50_000_000
_MANY_TERMS = 200_000
# In the folder of an index that is being filled: the last id that is in it.
_PROGRESS = "progress"
# Hits beyond the page that are fetched at first, to settle between equal scores by rank.
_SLACK = 64


@dataclass(frozen=True, slots=True)
class _Open:
    path: Path
    stamp: str
    searcher: tantivy.Searcher

    @property
    def generation(self) -> str:
        return f"{self.path.name}-{self.stamp}"


def _write(path: Path, documents: Sequence[Document], removed: Sequence[int]) -> None:
    try:
        writer = tantivy.Index.open(str(path)).writer(_WRITER_BYTES, 1)
        ids = [*removed, *(source.id for source in documents)]
        if ids:
            writer.delete_documents_by_query(Query.term_set_query(schema(), "id", ids))
        for source in documents:
            writer.add_document(document(source))
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise EngineUnavailable(reason=str(error)) from error


class _Ranked(NamedTuple):
    score: int
    rank: int
    raw: float
    address: tantivy.DocAddress


class EmbeddedEngine(IndexEngine):
    name = "embedded"

    def __init__(self, root: Path) -> None:
        self.folder = IndexFolder(root)
        self._open: _Open | None = None

    # --- Reading ------------------------------------------------------------------------------------------------------

    def run(self, request: Request) -> Answer:
        searcher = self._searcher()
        try:
            return self._run(searcher, request)
        except ValueError as error:
            # tantivy raises ValueError for files that it cannot read.
            self._mark_damaged(error)
            raise EngineUnavailable from error

    def read_lexicon(self) -> Lexicon:
        # The generation of what is read here: by now another process may have moved the pointer on.
        opened = self._opened()

        def terms(field: str) -> list[tuple[str, int]]:
            return opened.searcher.terms_with_prefix(field, "", limit=_MANY_TERMS)

        words = [pair for text in ("name", "alias", "kind", "about", "old") for pair in terms(f"{text}_exact")]
        return make_lexicon(words, terms("category_labels"), terms("seller_label"), opened.generation)

    def generation(self) -> str:
        path = self.folder.current()
        return f"{path.name}-{_stamp(path)}" if path else ""

    def lapsed(self, day: int, limit: int) -> list[int]:
        searcher = self._searcher()
        found = searcher.search(compile_clause(Between("lapses_on", 1, day)), limit, count=False)
        addresses = [address for _score, address in found.hits]
        return [int(value or 0) for value in searcher.fast_field_values("id", addresses)]

    def needs_rebuild(self) -> bool:
        """No index, one of an older schema, or one that cannot be read."""
        try:
            self._searcher()
        except EngineUnavailable:
            return True
        return (self.folder.root / "damaged").exists()

    def count(self) -> int:
        return int(self._searcher().num_docs)

    # --- Writing ------------------------------------------------------------------------------------------------------

    def writing(self) -> AbstractContextManager[None]:
        return self.folder.locked()

    def write(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Into the index that is read and into the one that a rebuild is filling."""
        documents, removed = list(documents), list(removed)
        targets = [path for path in (self.folder.current(), self.folder.building()) if path]
        if not targets:
            raise EngineUnavailable
        for path in targets:
            _write(path, documents, removed)

    def begin_rebuild(self, *, resume: bool = False) -> int:
        half_way = self.folder.building() if resume else None
        if half_way:
            return int((half_way / _PROGRESS).read_text())
        path = self.folder.begin()
        tantivy.Index(schema(), path=str(path))
        (path / _PROGRESS).write_text("0")
        return 0

    def fill(self, documents: Iterable[Document], last_id: int) -> None:
        path = self.folder.building()
        if path is None:
            raise EngineUnavailable
        _write(path, list(documents), [])
        (path / _PROGRESS).write_text(str(last_id))

    def finish_rebuild(self) -> None:
        path = self.folder.building()
        if path is None:
            raise EngineUnavailable
        self.folder.finish(path)
        (self.folder.root / "damaged").unlink(missing_ok=True)

    # ------------------------------------------------------------------------------------------------------------------

    def _searcher(self) -> tantivy.Searcher:
        return self._opened().searcher

    def _opened(self) -> _Open:
        """Opened once, and again when another process has committed or a rebuild has moved the pointer."""
        path = self.folder.current()
        if path is None:
            raise EngineUnavailable
        stamp = _stamp(path)
        opened = self._open
        if opened is None or opened.path != path or opened.stamp != stamp:
            try:
                index = tantivy.Index.open(str(path))
                opened = self._open = _Open(path, stamp, index.searcher())
            except (ValueError, OSError) as error:
                self._mark_damaged(error)
                raise EngineUnavailable from error
        return opened

    def _mark_damaged(self, error: Exception) -> None:
        logger.error("The embedded search index cannot be read and will be built again: %s", error)
        self._open = None
        with suppress(OSError):
            (self.folder.root / "damaged").touch()

    def _run(self, searcher: tantivy.Searcher, request: Request) -> Answer:
        always = [*request.base, *([request.text] if request.text else [])]
        query = every([*always, *request.filters.values()])
        rows, total = self._rows(searcher, request, query)
        counts = self._counts(searcher, request, always, query)
        return Answer(rows=rows[: request.limit], total=total, counts=counts, has_more=len(rows) > request.limit)

    def _rows(self, searcher: tantivy.Searcher, request: Request, query: Query) -> tuple[list[Row], int]:
        """The page and one row more where there is one; and how many there are in all."""
        if request.order.key:
            return self._rows_by_key(searcher, request, query)
        return self._rows_by_score(searcher, request, query)

    def _rows_by_key(self, searcher: tantivy.Searcher, request: Request, query: Query) -> tuple[list[Row], int]:
        order, after = request.order, request.after
        offset, seen, total = request.offset, request.offset, None
        if after:
            total = searcher.search(query, 1, count=True).count
            key = int(after.key)
            rest = Between(order.key, None, key - 1) if order.is_descending else Between(order.key, key + 1, None)
            query = Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, compile_clause(rest))])
            offset, seen = 0, after.seen
        found = searcher.search(
            query,
            request.limit + 1,
            count=total is None,
            order_by_field=order.key,
            offset=offset,
            order=Direction.Desc if order.is_descending else Direction.Asc,
        )
        rows = [
            Row(_card(searcher, address), Position(key, 0, seen + place))
            for place, (key, address) in enumerate(found.hits, start=1)
        ]
        return rows, found.count if total is None else total

    def _rows_by_score(self, searcher: tantivy.Searcher, request: Request, query: Query) -> tuple[list[Row], int]:
        """tantivy leaves the order of equal scores open, so fetch until the last score that is needed is whole.

        What it scores is the whole score and, below it, the first bits of the rank; the rows go by both, as in
        Elasticsearch.
        """
        first = request.after.seen if request.after else request.offset
        fetch = first + request.limit + 1 + _SLACK
        while True:
            found = searcher.search(query, fetch, count=True, weight_by_field="boost")
            hits = found.hits
            ranks = searcher.fast_field_values("rank", [address for _score, address in hits])
            ranked = sorted(
                _Ranked(-int(score), -int(rank or 0), score, address)
                for (score, address), rank in zip(hits, ranks, strict=True)
            )
            start = _place_after(ranked, request.after) if request.after else request.offset
            end = start + request.limit + 1
            if len(hits) < fetch or (end <= len(ranked) and ranked[end - 1].raw > ranked[-1].raw):
                break
            fetch *= 4
        rows = [
            Row(_card(searcher, row.address), Position(-row.score, -row.rank, first + place))
            for place, row in enumerate(ranked[start:end], start=1)
        ]
        return rows, found.count

    def _counts(
        self, searcher: tantivy.Searcher, request: Request, always: list[Clause], query: Query
    ) -> dict[Facet, list[tuple[str, int]]]:
        """A facet in which something is chosen counts without its own condition; the others are counted together."""
        plain = [facet for facet in request.facets if facet not in request.filters]
        counts = _aggregate(searcher, query, plain)
        for chosen in request.facets:
            if chosen in request.filters:
                others = [clause for facet, clause in request.filters.items() if facet is not chosen]
                counts |= _aggregate(searcher, every([*always, *others]), [chosen])
        return counts


def _aggregate(searcher: tantivy.Searcher, query: Query, facets: Sequence[Facet]) -> dict[Facet, list[tuple[str, int]]]:
    if not facets:
        return {}
    answer = searcher.aggregate(query, {facet.value: AGGREGATIONS[facet] for facet in facets})
    return {facet: read_buckets(answer[facet.value]) for facet in facets}


def _place_after(ranked: Sequence[_Ranked], after: Position) -> int:
    last = (-int(after.key), -after.tie)
    return next((place for place, row in enumerate(ranked) if row[:2] > last), len(ranked))


def _stamp(path: Path) -> str:
    """tantivy replaces this file at every commit; two commits may fall into one tick of the clock of files."""
    try:
        found = (path / "meta.json").stat()
    except OSError:
        return "0"
    return f"{found.st_mtime_ns}-{found.st_ino}"


def _card(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return bytes(searcher.doc(address).get_first("card")).decode()
