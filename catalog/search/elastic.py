"""The Elasticsearch engine, and the one file that imports its libraries.

`<prefix>-products` is an alias of the index that is read; `<prefix>-products-building` of the one that a rebuild is
filling. Text is cut and folded by the analysis below exactly as `catalog.search.words` does it; synonyms are expanded
when a query is understood, so they change without touching an index.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch_dsl import Boolean, Document, Index, Integer, Keyword, Long, Text, analyzer, token_filter
from elasticsearch_dsl.analysis import char_filter, tokenizer

from catalog.search import fields
from catalog.search.clauses import AllOf, AnyOf, Between, Clause, Match, OneOf, Phrase, Prefix, Unscored
from catalog.search.contract import Facet
from catalog.search.documents import Document as Source
from catalog.search.engine import Answer, EngineUnavailable, IndexEngine, Position, Request, Row
from catalog.search.facets import AGGREGATIONS, read_buckets
from catalog.search.lexicon import Lexicon, make_lexicon

logger = logging.getLogger(__name__)
# One line for every request is too much of a log.
logging.getLogger("elastic_transport").setLevel(logging.WARNING)

# Part of the index's name: a change of the mapping or of the analysis needs a new index.
VERSION = 1
_BULK = 500
_MANY_TERMS = 50_000
_BULK_SECONDS = 60
# Results that can be reached by page number; deeper ones by cursor.
_DEEPEST = 10_200
_LONGEST_BEGINNING = 15
_WANTED = "hits.total.value,hits.hits._source,hits.hits.sort,aggregations"
_JOINED = ["name.joined", "alias.joined"]
_FIELDS = {f"{text.field}_exact": f"{text.field}.exact" for text in fields.TEXTS}

# --- Analysis and mapping ---------------------------------------------------------------------------------------------

_eth = char_filter("eth", type="mapping", mappings=["ð => đ", "Ð => đ"])
_words = tokenizer("words", type="pattern", pattern=r"[\W_]+", flags="UNICODE_CHARACTER_CLASS")
_lone_y = token_filter(
    "lone_y",
    type="pattern_replace",
    pattern="^(b|ch?|d|gi?|k?h|[klmr]|n[gh]?|ngh|ph?|qu|s|th?|tr|v|x)y$",
    replacement="$1i",
)
_beginnings = token_filter("beginnings", type="edge_ngram", min_gram=1, max_gram=_LONGEST_BEGINNING)
_joined = token_filter(
    "joined", type="shingle", min_shingle_size=2, max_shingle_size=3, output_unigrams=False, token_separator=""
)
exact = analyzer("exact", char_filter=[_eth], tokenizer=_words, filter=["lowercase"])
folded = analyzer("folded", char_filter=[_eth], tokenizer=_words, filter=["lowercase", "asciifolding", _lone_y])
as_typed = analyzer(
    "as_typed", char_filter=[_eth], tokenizer=_words, filter=["lowercase", "asciifolding", _lone_y, _beginnings]
)
run_together = analyzer(
    "run_together", char_filter=[_eth], tokenizer=_words, filter=["lowercase", "asciifolding", _lone_y, _joined]
)


def _text(name: str) -> Text:
    """Folded, with the exact form beside it; names also as they are being typed and run together."""
    plain: dict[str, Any] = {"norms": False, "index_options": "docs"}
    parts = {"exact": Text(analyzer=exact, **plain)}
    if name in ("name", "alias"):
        parts |= {"prefix": Text(analyzer=as_typed, **plain), "joined": Text(analyzer=run_together, **plain)}
    is_phrased = name in dict(fields.PHRASES)
    return Text(analyzer=folded, fields=parts, **(plain | {"index_options": "positions" if is_phrased else "docs"}))


class ProductDocument(Document):
    """What Elasticsearch keeps of a product. Only the card is given back."""

    id = Long()
    name = _text("name")
    alias = _text("alias")
    kind = _text("kind")
    about = _text("about")
    old = _text("old")
    # Every word as written: the catalogue's vocabulary.
    words = Keyword()
    whole = Keyword()
    first = Keyword()
    categories = Keyword()
    category_labels = Keyword()
    commune = Keyword()
    districts = Keyword()
    seller = Keyword()
    seller_label = Keyword()
    certificates = Keyword()
    contents = Keyword()
    gift = Keyword()
    ocop = Integer()
    price = Long()
    price_band = Integer()
    season = Integer()
    buyable = Integer()
    stars = Integer()
    size = Integer()
    lapses_on = Integer()
    rank = Long()
    by_price = Long()
    by_newest = Long()
    by_rating = Long()
    by_sold = Long()
    card = Keyword(index=False, doc_values=False)
    # Left in an index that is being filled for a product that is gone, so that the rebuild does not bring it back.
    is_gone = Boolean()


def _index_body(shards: int, replicas: int) -> dict[str, Any]:
    index = Index("products")
    index.document(ProductDocument)
    # While it is filled nobody reads it; `finish_rebuild` turns refreshing on.
    index.settings(
        number_of_shards=shards, number_of_replicas=replicas, refresh_interval="-1", max_result_window=_DEEPEST
    )
    body: dict[str, Any] = index.to_dict()
    body["mappings"] |= {"_source": {"includes": ["card"]}, "dynamic": "strict"}
    return body


def _stored(source: Source) -> dict[str, Any]:
    texts = fields.texts(source)
    values = {name: list(value) for name, value in fields.values(source).items() if name != "joined"}
    numbers = {name: list(value) for name, value in fields.numbers(source).items()}
    vocabulary = sorted({word for text in texts.values() for word in text.split()})
    own = {"id": source.id, "card": source.card, "words": vocabulary}
    return own | texts | values | numbers | fields.keys(source)


# --- Queries ----------------------------------------------------------------------------------------------------------


def compile_clause(clause: Clause) -> dict[str, Any]:
    match clause:
        case Match("joined", value, score):
            return _scored({"multi_match": {"query": value, "fields": _JOINED, "analyzer": "keyword"}}, score)
        case Match(field, value, score):
            return _scored({"term": {_FIELDS.get(field, field): value}}, score)
        case Prefix(field, value, score):
            return _scored(_beginning(field, value), score)
        case Phrase(field, values, score):
            return _scored({"match_phrase": {field: {"query": " ".join(values), "analyzer": "whitespace"}}}, score)
        case OneOf(field, values, score):
            return _scored({"terms": {field: list(values)}}, score)
        case Between(field, low, high, score):
            bounds = {name: bound for name, bound in (("gte", low), ("lte", high)) if bound is not None}
            return _scored({"range": {field: bounds}}, score)
        case AnyOf(parts):
            return {"dis_max": {"queries": [compile_clause(part) for part in parts]}}
        case Unscored(part):
            return _scored(compile_clause(part), 0)
        case AllOf(parts, bonus):
            must = [compile_clause(part) for part in parts]
            return {"bool": {"must": must, "should": [compile_clause(part) for part in bonus]}}


def _beginning(field: str, value: str) -> dict[str, Any]:
    if field in ("name", "alias"):
        return {"term": {f"{field}.prefix": value[:_LONGEST_BEGINNING]}}
    return {"prefix": {field: value}}


def _scored(query: dict[str, Any], score: int) -> dict[str, Any]:
    return {"constant_score": {"filter": query, "boost": score}} if score else {"bool": {"filter": [query]}}


def _every(clauses: Iterable[Clause]) -> dict[str, Any]:
    return {"bool": {"filter": [compile_clause(clause) for clause in clauses]}}


def _body(request: Request) -> dict[str, Any]:
    """One request for the page and all counts: what is chosen in facets filters after counting."""
    query: dict[str, Any] = {"filter": [compile_clause(clause) for clause in request.base]}
    if request.text:
        query["must"] = [compile_clause(request.text)]
    body: dict[str, Any] = {
        "query": {"bool": query},
        "size": request.limit + 1,
        "track_total_hits": True,
        "sort": _sort(request),
    }
    if request.after:
        after = request.after
        body["search_after"] = [int(after.key)] if request.order.key else [after.key, after.tie]
    else:
        body["from_"] = min(request.offset, _DEEPEST - body["size"])
    if request.filters:
        body["post_filter"] = _every(request.filters.values())
    if request.facets:
        body["aggs"] = _aggregations(request)
    return body


def _sort(request: Request) -> list[dict[str, str]]:
    if request.order.key:
        return [{request.order.key: "desc" if request.order.is_descending else "asc"}]
    return [{"_score": "desc"}, {"rank": "desc"}]


def _aggregations(request: Request) -> dict[str, Any]:
    """A facet in which something is chosen counts without its own condition; the others are counted together."""
    plain = {facet.value: AGGREGATIONS[facet] for facet in request.facets if facet not in request.filters}
    if not request.filters:
        return plain
    nested = {"plain": {"filter": _every(request.filters.values()), "aggs": plain}} if plain else {}
    for facet in request.facets:
        if facet in request.filters:
            others = [clause for other, clause in request.filters.items() if other is not facet]
            nested[f"own-{facet.value}"] = {"filter": _every(others), "aggs": {facet.value: AGGREGATIONS[facet]}}
    return nested


def _counts(request: Request, answer: dict[str, Any]) -> dict[Facet, list[tuple[str, int]]]:
    if not request.filters:
        return {facet: read_buckets(answer[facet.value]) for facet in request.facets}
    parts = {facet: f"own-{facet.value}" if facet in request.filters else "plain" for facet in request.facets}
    return {facet: read_buckets(answer[part][facet.value]) for facet, part in parts.items()}


# --- Engine -----------------------------------------------------------------------------------------------------------


class ElasticEngine(IndexEngine):
    name = "elasticsearch"
    # Counting every word of a million products takes the cluster half a second.
    lexicon_seconds = 60.0

    def __init__(self, url: str, prefix: str, timeout_seconds: float) -> None:
        self.alias = f"{prefix}-products-v{VERSION}"
        self.building = f"{self.alias}-building"
        self._client = Elasticsearch(url, request_timeout=timeout_seconds, max_retries=0, retry_on_timeout=False)
        self._slow = self._client.options(request_timeout=_BULK_SECONDS)

    # --- Reading

    def run(self, request: Request) -> Answer:
        with _failures():
            answer = self._client.search(index=self.alias, filter_path=_WANTED, **_body(request)).body
        hits = answer["hits"].get("hits", [])
        seen = request.after.seen if request.after else request.offset
        rows = [
            Row(hit["_source"]["card"], _position(hit["sort"], seen + place))
            for place, hit in enumerate(hits[: request.limit], start=1)
        ]
        counts = _counts(request, answer.get("aggregations", {}))
        return Answer(rows, answer["hits"]["total"]["value"], counts, has_more=len(hits) > request.limit)

    def read_lexicon(self) -> Lexicon:
        names = ("words", "category_labels", "seller_label")
        aggregations = {name: {"terms": {"field": name, "size": _MANY_TERMS}} for name in names}
        with _failures():
            # Nothing but counts, so the cluster keeps the answer until the index changes.
            answer = self._client.search(index=self.alias, size=0, aggs=aggregations, request_cache=True).body
        counted = (read_buckets(answer["aggregations"][name]) for name in names)
        return make_lexicon(*counted)

    def generation(self) -> str:
        return ""

    def lapsed(self, day: int, limit: int) -> list[int]:
        with _failures():
            answer = self._client.search(
                index=self.alias,
                query={"range": {"lapses_on": {"gte": 1, "lte": day}}},
                docvalue_fields=["id"],
                source=False,
                size=min(limit, _DEEPEST),
            )
        return [hit["fields"]["id"][0] for hit in answer["hits"]["hits"]]

    def needs_rebuild(self) -> bool:
        """No index of this version; raises EngineUnavailable when the cluster cannot say."""
        with _failures():
            return not self._client.indices.exists_alias(name=self.alias)

    def count(self) -> int:
        with _failures():
            self._client.indices.refresh(index=self.alias)
            return int(self._client.count(index=self.alias)["count"])

    # --- Writing

    def write(self, documents: Iterable[Source], removed: Iterable[int]) -> None:
        """Into the index that is read and into the one that a rebuild is filling."""
        documents, removed = list(documents), list(removed)
        with _failures():
            is_building = bool(self._client.indices.exists_alias(name=self.building))
            targets = [self.alias, self.building] if is_building else [self.alias]
            if not is_building or self._client.indices.exists_alias(name=self.alias):
                self._bulk(self._writes(self.alias, documents, removed))
            else:
                targets = [self.building]
            if is_building:
                self._bulk(self._writes(self.building, documents, removed))
            self._slow.indices.refresh(index=targets)
        self.written_at = time.monotonic()

    def begin_rebuild(self, *, resume: bool = False) -> int:
        """The id after which to go on: 0 for a new index, more where an earlier rebuild stopped."""
        with _failures():
            if self._client.indices.exists_alias(name=self.building):
                if resume:
                    return self._progress()
                self._delete(self._indices_of(self.building))
            name = f"{self.alias}-{time.time_ns()}"
            self._slow.indices.create(index=name, **_index_body(shards=1, replicas=0), aliases={self.building: {}})
        return 0

    def fill(self, documents: Iterable[Source], last_id: int) -> None:
        """Adds what is not there yet: a document that the indexer wrote meanwhile is newer and stays."""
        with _failures():
            creations = (
                {"_op_type": "create", "_index": self.building, "_id": source.id, "_source": _stored(source)}
                for source in documents
            )
            self._bulk(creations, expected=(409,))
            self._slow.indices.put_mapping(index=self.building, meta={"after": last_id})

    def finish_rebuild(self) -> None:
        with _failures():
            (new,) = self._indices_of(self.building)
            self._slow.indices.refresh(index=new)
            self._slow.delete_by_query(index=new, query={"term": {"is_gone": True}}, refresh=True, conflicts="proceed")
            self._slow.indices.put_settings(index=new, settings={"index": {"refresh_interval": "1s"}})
            old = self._indices_of(self.alias)
            actions: list[dict[str, Any]] = [{"add": {"index": new, "alias": self.alias}}]
            actions += [{"remove": {"index": new, "alias": self.building}}]
            actions += [{"remove_index": {"index": index}} for index in old]
            self._slow.indices.update_aliases(actions=actions)
        self.written_at = time.monotonic()

    def drop(self) -> None:
        """Forgets all of it: what is read and what is being filled."""
        with _failures():
            self._delete([*self._indices_of(self.alias), *self._indices_of(self.building)])

    # ---

    def _writes(self, target: str, documents: Sequence[Source], removed: Sequence[int]) -> Iterator[dict[str, Any]]:
        common = {"_index": target, "require_alias": True}
        for source in documents:
            yield common | {"_op_type": "index", "_id": source.id, "_source": _stored(source)}
        for product_id in removed:
            if target == self.building:
                yield common | {"_op_type": "index", "_id": product_id, "_source": {"is_gone": True}}
            else:
                yield common | {"_op_type": "delete", "_id": product_id}

    def _bulk(self, actions: Iterable[dict[str, Any]], expected: tuple[int, ...] = ()) -> None:
        """Raises EngineUnavailable for any refusal but a document that is not there to be deleted."""
        answers = helpers.streaming_bulk(self._slow, actions, chunk_size=_BULK, raise_on_error=False)
        for is_done, answer in answers:
            ((operation, result),) = answer.items()
            is_absent = operation == "delete" and result["status"] == 404 and "error" not in result
            if not is_done and not is_absent and result["status"] not in expected:
                logger.error("Elasticsearch refused product %s: %s", result.get("_id"), result.get("error"))
                raise EngineUnavailable

    def _indices_of(self, alias: str) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []

    def _progress(self) -> int:
        (found,) = self._client.indices.get_mapping(index=self.building).body.values()
        return int(found["mappings"].get("_meta", {}).get("after", 0))

    def _delete(self, indices: Sequence[str]) -> None:
        if indices:
            self._slow.indices.delete(index=list(indices), ignore_unavailable=True)


@contextmanager
def _failures() -> Iterator[None]:
    """Whatever goes wrong with the cluster is one error above this file."""
    try:
        yield
    except (TransportError, ApiError, helpers.BulkIndexError) as error:
        raise EngineUnavailable(reason=f"{type(error).__name__}: {error}") from error


def _position(sort: Sequence[Any], seen: int) -> Position:
    # Scores are whole, whatever JSON writes them as.
    return Position(int(sort[0]), int(sort[1]) if len(sort) > 1 else 0, seen)
