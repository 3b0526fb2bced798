"""Where the embedded index lives and who may write it.

<folder>/current            names the index that is read, replaced in one step
<folder>/v1-1764000000/     an index; its name begins with the version of the schema
<folder>/building           names the index that a rebuild is filling
<folder>/lock               held while anybody writes; the system frees it when the writer is killed
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalog.search.embedded.schema import VERSION


class IndexFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time, on this host."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def current(self) -> Path | None:
        return self._named("current")

    def building(self) -> Path | None:
        return self._named("building")

    def begin(self) -> Path:
        """A new empty index to be filled; what an earlier rebuild left half way is dropped."""
        abandoned = self.building()
        path = self.root / f"v{VERSION}-{time.time_ns()}"
        path.mkdir(parents=True)
        self._point("building", path)
        if abandoned and abandoned != self.current():
            shutil.rmtree(abandoned, ignore_errors=True)
        return path

    def finish(self, path: Path) -> None:
        """Reading moves to the filled index in one step; processes that still read the old one keep its files open."""
        self._point("current", path)
        (self.root / "building").unlink(missing_ok=True)
        for other in self.root.glob("v*-*"):
            if other != path:
                shutil.rmtree(other, ignore_errors=True)

    def _named(self, pointer: str) -> Path | None:
        """None also when the index is of another version of the schema, or gone."""
        with suppress(OSError, UnicodeDecodeError):
            name = (self.root / pointer).read_text(encoding="utf-8").strip()
            path = self.root / name
            if name.startswith(f"v{VERSION}-") and "/" not in name and path.is_dir():
                return path
        return None

    def _point(self, pointer: str, path: Path) -> None:
        new = self.root / f".{pointer}-{os.getpid()}"
        new.write_text(path.name, encoding="utf-8")
        new.replace(self.root / pointer)
