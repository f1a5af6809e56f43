"""What a load had written when it was interrupted, so that the same load goes on from there.

    store/halfway/saved/
      oxigraph/      a checkpoint of the candidate
      state.json     what it holds, what it was made from, and what the load itself must know

It belongs to one base: after any other write it is of no use, and goes.
"""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from graph.store.candidate import Candidate
from graph.store.changes import Change
from graph.store.fingerprint import Fingerprint

FOLDER = "halfway"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to go on: the database, what it holds, how it differs from the base, and what was told of it."""

    database: Path
    held: Fingerprint
    change: Change
    told: Mapping[str, Any]


class Halfway:
    """The place in a store where an interrupted load is kept. Only under the lock of the store."""

    def __init__(self, store: Path) -> None:
        self._folder = store / FOLDER
        self._saved = self._folder / "saved"

    def save(self, candidate: Candidate, told: Mapping[str, Any]) -> None:
        """Keep what the candidate holds now, in place of what was kept before."""
        candidate.settle()
        candidate.store.flush()
        self._folder.mkdir(exist_ok=True)
        new = Path(mkdtemp(prefix="new-", dir=self._folder))
        candidate.store.backup(str(new / "oxigraph"))
        state = {
            "base": candidate.base.digits,
            "quads": candidate.fingerprint.quads,
            "held": candidate.fingerprint.digits,
            "change": asdict(candidate.change),
            "told": told,
        }
        (new / "state.json").write_text(json.dumps(state), encoding="utf-8")
        shutil.rmtree(self._saved, ignore_errors=True)
        new.rename(self._saved)

    def begun(self, base: Fingerprint) -> Begun | None:
        """What was kept on this base; `None` where nothing was, or where the store has changed since."""
        try:
            state = json.loads((self._saved / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if state["base"] != base.digits:
            return None
        held = Fingerprint(state["quads"], int(state["held"], 16))
        return Begun(self._saved / "oxigraph", held, Change(**state["change"]), state["told"])

    def forget(self) -> None:
        """Remove what was kept."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
