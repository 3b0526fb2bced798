"""What officers see of the money at /quan-tri/. Nothing of it is added, changed or deleted here: an officer says what
happened at the bank, and the domain does the rest."""

from payments.admin import charges, ledger, queues, webhooks  # noqa: F401 - registers them
