"""Oscar's migrations of this app are used where they are; ours continue after them."""

from oscar.apps.customer import migrations as _oscar

__path__ += _oscar.__path__  # type: ignore[name-defined]  # a package's __path__ is set by the import system
