"""What the database refuses by itself about the books, on PostgreSQL and on SQLite alike.

The legs are inserted first (foreign keys are checked at commit) and the entry last, which seals them:

- an entry is refused unless it has two legs or more and they sum to zero;
- a leg is refused once its entry stands;
- changing or deleting an entry, a leg or a settlement line is refused.

They are installed after every migration (and after every flush), and taken off before one because SQLite rebuilds
tables by renaming them.
"""

# ruff: noqa: S608 - the statements are made of this module's constants only
from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY = "payments_entry"
POSTING = "payments_posting"
FROZEN = (ENTRY, POSTING, "payments_settlementline")

_UNBALANCED = "ledger: an entry needs two legs or more that sum to zero"
_SEALED = "ledger: the entry is sealed"
_READ_ONLY = "ledger: append-only"


def install(*, using: str = "default", **_: Any) -> None:
    connection = connections[using]
    if not _has_tables(connection):
        return
    remove(using=using)
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(*, using: str = "default", **_: Any) -> None:
    connection = connections[using]
    if not _has_tables(connection):
        return
    with connection.cursor() as cursor:
        for name, table in _names(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(*, using: str = "default") -> list[str]:
    """Triggers that ought to stand and do not; `check_ledger` asks."""
    connection = connections[using]
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name, _ in _names(connection.vendor) if name not in standing]


def _has_tables(connection: BaseDatabaseWrapper) -> bool:
    return set(FROZEN) <= set(connection.introspection.table_names())


def _names(vendor: str) -> list[tuple[str, str]]:
    actions = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    frozen = [(f"{table}_no_{action}", table) for table in FROZEN for action in actions]
    return [(f"{ENTRY}_balanced", ENTRY), (f"{POSTING}_sealed", POSTING), *frozen]


def _sqlite() -> list[str]:
    frozen = [
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_READ_ONLY}'); END"
        for table in FROZEN
        for action in ("update", "delete")
    ]
    return [
        f"CREATE TRIGGER {ENTRY}_balanced BEFORE INSERT ON {ENTRY} "
        f"WHEN (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 FROM {POSTING} WHERE entry_id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{_UNBALANCED}'); END",
        f"CREATE TRIGGER {POSTING}_sealed BEFORE INSERT ON {POSTING} "
        f"WHEN EXISTS (SELECT 1 FROM {ENTRY} WHERE id = NEW.entry_id) "
        f"BEGIN SELECT RAISE(ABORT, '{_SEALED}'); END",
        *frozen,
    ]


def _postgresql() -> list[str]:
    frozen = [
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
        f"FOR EACH {'STATEMENT' if action == 'truncate' else 'ROW'} EXECUTE FUNCTION payments_refuse('{_READ_ONLY}')"
        for table in FROZEN
        for action in ("update", "delete", "truncate")
    ]
    return [
        # 23514 is check_violation, so that Django raises IntegrityError as on SQLite.
        "CREATE OR REPLACE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23514'; END $$",
        "CREATE OR REPLACE FUNCTION payments_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 FROM {POSTING} WHERE entry_id = NEW.id) THEN "
        f"RAISE EXCEPTION '{_UNBALANCED}' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$",
        "CREATE OR REPLACE FUNCTION payments_posting_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT 1 FROM {ENTRY} WHERE id = NEW.entry_id) THEN "
        f"RAISE EXCEPTION '{_SEALED}' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {ENTRY}_balanced BEFORE INSERT ON {ENTRY} "
        "FOR EACH ROW EXECUTE FUNCTION payments_entry_balanced()",
        f"CREATE TRIGGER {POSTING}_sealed BEFORE INSERT ON {POSTING} "
        "FOR EACH ROW EXECUTE FUNCTION payments_posting_sealed()",
        *frozen,
    ]
