"""The house's test rules: no screen, no home, no network, and nothing left behind."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).resolve().parents[1]
GRACE_S = 10.0  # how long a thread that is on its way out may take to go
TURNS = 20
"""What asks for the next turn of the event loop has come to its end after so many."""


def _empty_home() -> Path:
    """Point home and every XDG folder at an empty place, before Qt or platformdirs look."""
    # Short: a PostgreSQL socket's path may have no more than 107 bytes.
    base = None if sys.platform == "win32" else "/tmp"
    home = Path(tempfile.mkdtemp(prefix="wgt-", dir=base))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = str(home)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    return home


def _no_wishes_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith(("WANGGE_", "PG"))]:
        del os.environ[name]


HOME = _empty_home()
_no_wishes_from_outside()
if os.environ.get("QT_QPA_PLATFORM") != "xcb":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", parent=settings.get_profile("ci"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless somebody asks with `-m`."""
    if config.option.markexpr or any("::" in argument for argument in config.args):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_unconfigure() -> None:
    """Take the home away."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no real data beside the checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def eventually() -> Callable[..., None]:
    """Wait until a condition in another process comes true: the one place that sleeps.

    Within this process wait on a signal, an event or a future instead.
    """

    def wait_for(condition: Callable[[], object], within_s: float = 20.0) -> None:
        deadline = time.monotonic() + within_s
        while not condition():
            assert time.monotonic() < deadline, f"did not come true within {within_s} s"
            time.sleep(0.02)

    return wait_for


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _only_here(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _only_here(socket.socket.connect_ex))
        yield


def _only_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"a test may not reach the network: {address}")
        return connect(self, address)

    return guarded


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a top-level widget behind."""
    threads = set(threading.enumerate())
    before = {id(thing) for thing in _qt_things()}
    yield
    _delete_what_asked_for_it()
    left = [repr(thread) for thread in _late(threads)]
    left += _left_in_qt(before)
    if left:
        pytest.fail("left behind: " + "; ".join(left))


def _late(known: set[threading.Thread]) -> list[threading.Thread]:
    deadline = time.monotonic() + GRACE_S
    for thread in threading.enumerate():
        if thread not in known:
            thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in threading.enumerate() if thread not in known]


def _left_in_qt(before: set[int]) -> list[str]:
    left = [thing for thing in _qt_things() if id(thing) not in before]
    if not left:
        return []
    names = [_name(thing) for thing in left]
    del left
    # A widget in a reference cycle goes with the cycle; that is not a leak.
    gc.collect()
    _delete_what_asked_for_it()
    for _ in range(TURNS):
        still = [thing for thing in _qt_things() if id(thing) not in before]
        if not any(_is_next_turn(thing) for thing in still):
            return [] if not still else names
        del still
        sys.modules["PySide6.QtCore"].QCoreApplication.processEvents()
    return names


def _is_next_turn(thing: Any) -> bool:
    """Whether it is a timer that ends by itself as soon as the event loop turns."""
    core = sys.modules["PySide6.QtCore"]
    return isinstance(thing, core.QTimer) and thing.isSingleShot() and not thing.interval()


def _qt_things() -> list[Any]:
    """Top-level widgets, running timers and running threads of Qt that Python holds."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    import shiboken6

    things = shiboken6.getAllValidWrappers()
    running = [
        thing
        for thing in things
        if (isinstance(thing, core.QTimer) and thing.isActive())
        or (isinstance(thing, core.QThread) and thing.isRunning() and not _is_gui(core, thing))
    ]
    return running + _top_levels()


def _is_gui(core: Any, thread: Any) -> bool:
    application = core.QCoreApplication.instance()
    return bool(thread == application.thread())


def _top_levels() -> list[Any]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
        return []
    return list(widgets.QApplication.topLevelWidgets())


def _delete_what_asked_for_it() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _name(thing: Any) -> str:
    name = thing.objectName() or "without a name"
    return f"{type(thing).__name__} ({name})"
