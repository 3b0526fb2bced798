"""`./market reset`: back to nothing. The folder `var` is deleted, and with PostgreSQL the tables too."""

from __future__ import annotations

import shutil

from rich.console import Console


def run(*, is_confirmed: bool) -> int:
    import django
    from django.conf import settings

    console = Console()
    django.setup()
    database = settings.DATABASES["default"]
    is_server = database["ENGINE"].endswith("postgresql")
    what = [f"the folder {settings.VAR}"] + ([f"every table of the database {database['NAME']}"] if is_server else [])
    console.print("This deletes " + " and ".join(what) + ".")
    if not is_confirmed and input("Type yes to go on: ").strip().lower() != "yes":
        console.print("Nothing was deleted.")
        return 1
    if is_server:
        _drop_tables()
    shutil.rmtree(settings.VAR, ignore_errors=True)
    console.print("Done. ./market up begins anew.")
    return 0


def _drop_tables() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
