from __future__ import annotations

from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from marketplace.kernel.money import written
from payments.domain import audit
from payments.models import AccountCode, Entry


class Command(BaseCommand):
    help = "Proves the books: exit code 1 and one line for every difference."

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast(IO[str], self.stdout))
        differences = audit.find_differences()
        if options["verbosity"]:
            console.print(_trial_balance())
        if differences:
            console.print(_differences(differences))
            raise CommandError(f"{len(differences)} differences in the books")
        console.print(f"The books balance: {Entry.objects.count()} entries, no difference.")


def _trial_balance() -> Table:
    table = Table("account", "", title="Trial balance")
    table.add_column("debit", justify="right")
    table.add_column("credit", justify="right")
    for code, balance in audit.trial_balance():
        amount = written(abs(balance))
        debit, credit = (amount, "") if balance >= 0 else ("", amount)
        table.add_row(code, str(AccountCode(code).label), debit, credit)
    return table


def _differences(differences: list[audit.Difference]) -> Table:
    table = Table("rule", "subject", title="Differences")
    table.add_column("expected", justify="right")
    table.add_column("found", justify="right")
    for difference in differences:
        table.add_row(difference.rule, difference.subject, str(difference.expected), str(difference.found))
    return table
