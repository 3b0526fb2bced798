"""The tantivy schema. Text is analysed before it comes here (catalog.search.words), so blanks are all that is cut."""

from __future__ import annotations

from functools import cache

import tantivy

from catalog.search import fields
from catalog.search.documents import Document

# Part of the folder's name: a change of the schema or of the analysis makes every host build a new index.
VERSION = 1


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    phrased = {name for name, _score in fields.PHRASES}
    for text in fields.TEXTS:
        option = "position" if text.field in phrased else "basic"
        builder.add_text_field(text.field, tokenizer_name="whitespace", index_option=option)
        builder.add_text_field(f"{text.field}_exact", tokenizer_name="whitespace", index_option="basic")
    for name in fields.WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name not in ("whole", "joined"))
    for name in fields.NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in fields.KEY_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_float_field("boost", fast=True)
    builder.add_bytes_field("card", stored=True)
    return builder.build()


def document(source: Document) -> tantivy.Document:
    target = tantivy.Document()
    target.add_unsigned("id", source.id)
    for name, text in fields.texts(source).items():
        target.add_text(name, fields.folded(text))
        target.add_text(f"{name}_exact", text)
    for name, values in fields.values(source).items():
        for value in values:
            target.add_text(name, value)
    for name, numbers in fields.numbers(source).items():
        for number in numbers:
            target.add_unsigned(name, number)
    for name, key in fields.keys(source).items():
        target.add_unsigned(name, key)
    target.add_float("boost", _boost(source.quality))
    target.add_bytes("card", source.card.encode())
    return target


def _boost(quality: int) -> float:
    """Makes tantivy multiply a score by 1 + quality / 2**24: with whole scores below 512 it decides between equal
    scores only. tantivy multiplies by log2(2 + value)."""
    return 2 ** (1 + quality / 2**24) - 2
