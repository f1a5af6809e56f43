"""What Linux tells of a process: memory, descriptors, threads, and the processes that it started."""

from contextlib import suppress
from pathlib import Path

_MEGABYTE = 1024  # of the kilobytes in which /proc counts


def memory(pid: int, what: str = "VmRSS") -> float:
    """Megabytes of resident memory; `VmHWM` is the most since `forget_peak`."""
    return _number(pid, what) / _MEGABYTE


def forget_peak(pid: int) -> None:
    """Let VmHWM begin again (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def threads(pid: int) -> int:
    """Number of its threads."""
    return _number(pid, "Threads")


def open_files(pid: int) -> list[Path]:
    """What its descriptors name: files, and sockets, pipes and the like by their kind."""
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.append(link.readlink())
    return found


def children(pid: int, module: str = "") -> list[int]:
    """Processes that it has started, of which the command names a module."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and _parent(folder) == pid:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if not module or module.encode() in words:
                    found.append(int(folder.name))
    return found


def _parent(folder: Path) -> int:
    return int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def _number(pid: int, what: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name == what:
            return int(value.split()[0])
    raise LookupError(what)
