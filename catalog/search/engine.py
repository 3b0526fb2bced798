"""What an engine is asked and what it answers, below the contract: `retrieval` draws the contract's results from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from catalog.search.clauses import Clause
from catalog.search.contract import Facet
from catalog.search.documents import Document
from catalog.search.lexicon import Lexicon
from marketplace.kernel.errors import MarketplaceError, gettext_noop


class EngineUnavailable(MarketplaceError):
    code = "search_unavailable"
    message = gettext_noop("Chưa tìm kiếm được. Xin thử lại sau ít phút.")
    retryable = True


@dataclass(frozen=True, slots=True)
class Order:
    """`key` is a field that orders all documents and never ties; empty is by score, then by rank."""

    key: str = ""
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """The last row that was seen, by what it was ordered by, and how many came before it."""

    key: int
    tie: int
    seen: int


@dataclass(frozen=True, slots=True)
class Request:
    # What must match and how it scores; None matches everything.
    text: Clause | None = None
    # Conditions that no facet stands for.
    base: tuple[Clause, ...] = ()
    filters: Mapping[Facet, Clause] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    order: Order = Order()
    offset: int = 0
    limit: int = 24
    after: Position | None = None
    # Calendar month of "in season".
    month: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    card: str
    position: Position


@dataclass(frozen=True, slots=True)
class Answer:
    rows: list[Row]
    total: int
    # What the index counted, by facet: value and count, as the fields hold them.
    counts: Mapping[Facet, Sequence[tuple[str, int]]] = field(default_factory=dict)
    has_more: bool = False


class IndexEngine(ABC):
    """One kept index. Reading never waits for writing; writing is the indexer's alone."""

    name: str
    # How long its words may be used before they are read again.
    lexicon_seconds = 5.0
    # When this process itself last wrote (monotonic seconds): it knows at once that its words are old.
    written_at = 0.0

    @abstractmethod
    def run(self, request: Request) -> Answer:
        """Raises EngineUnavailable when there is nothing to ask."""

    @abstractmethod
    def read_lexicon(self) -> Lexicon:
        """The words, categories and sellers that the index holds now."""

    @abstractmethod
    def generation(self) -> str:
        """Changes whenever the answers may; empty when that cannot be told cheaply."""

    @abstractmethod
    def lapsed(self, day: int, limit: int) -> list[int]:
        """Ids of documents that have been wrong by themselves since `day` (20261231) or before."""

    # --- Writing: the indexer and a rebuild may both be at it ---

    def writing(self) -> AbstractContextManager[None]:
        """Read the database inside it and write what was read before it ends: then nothing older follows."""
        return nullcontext()

    @abstractmethod
    def write(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Takes a batch whole, into every index that is read or being filled; a crash afterwards loses nothing."""

    @abstractmethod
    def needs_rebuild(self) -> bool:
        """There is no index, or one of an older version, or one that cannot be read."""

    @abstractmethod
    def begin_rebuild(self, *, resume: bool = False) -> int:
        """A new index to be filled, or the half filled one; answers the id after which to go on."""

    @abstractmethod
    def fill(self, documents: Iterable[Document], last_id: int) -> None:
        """Adds to the index that is being filled all documents up to `last_id` from where it stood."""

    @abstractmethod
    def finish_rebuild(self) -> None:
        """Reading moves to the filled index in one step."""

    @abstractmethod
    def count(self) -> int:
        """How many documents are read."""
