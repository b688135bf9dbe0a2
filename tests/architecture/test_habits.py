"""Habits of the house that can be seen in the source."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source_tree import (
    PRODUCT,
    Module,
    calls,
    imports,
    last_word,
    modules,
)

PLACES_OF_THREADS = ("console/work/",)
# The embedded server is another process: whoever starts or stops it looks until it is so.
PLACES_OF_SLEEP = ("models/store/", "tests/conftest.py")
# MBTiles is a file of tiles that happens to be SQLite; nothing of ours is in it (ADR 16).
PLACES_OF_SQL = ("models/store/", "maps/tiles/mbtiles.py")
# Keyrings of systems fail in ways of their own.
PLACES_OF_BROAD_EXCEPTS = ("console/work/", "console/app/", "console/settings/keyring.py")
PLACES_OF_THE_MODE = (
    "console/panels/timeline_bar.py",
    "console/panels/status_strip.py",
    "console/panels/wall_title.py",  # what the wall has in place of a status strip
)
MOST_LINES = 400
# A room that is better read whole: its file and the reason.
LARGER_WITH_A_REASON: dict[str, str] = {}


def test_a_package_file_holds_one_docstring_and_no_code() -> None:
    packages = [m for m in modules(*PRODUCT) if m.name.endswith("/__init__.py")]

    assert [m.name for m in packages if not _is_one_docstring(m.tree)] == []


def _is_one_docstring(tree: ast.Module) -> bool:
    return len(tree.body) == 1 and bool(ast.get_docstring(tree))


def test_every_module_says_what_it_owns() -> None:
    assert [m.name for m in modules(*PRODUCT) if not ast.get_docstring(m.tree)] == []


def test_every_qt_class_says_on_which_thread_it_lives() -> None:
    silent = [
        f"{module.at(node)} {node.name}"
        for module, node in _qt_classes()
        if not re.search(r"^\s*Thread: ", ast.get_docstring(node) or "", re.MULTILINE)
    ]

    assert silent == []


def _qt_classes() -> list[tuple[Module, ast.ClassDef]]:
    """Classes that descend from QObject, told by their bases' names, ours included."""
    classes = [
        (module, node)
        for module in modules("console", "maps")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    known: set[str] = set()
    while True:
        found = {
            _full(m, n.name) for m, n in classes if any(_is_qt(m, b, known) for b in n.bases)
        }
        if found == known:
            return [(m, node) for m, node in classes if _full(m, node.name) in known]
        known = found


def _full(module: Module, name: str) -> str:
    """Give a class of ours the dotted name by which others import it."""
    return f"{module.name[: -len('.py')].replace('/', '.')}.{name}"


# Qt's values: copied, owned by nobody, at home on every thread.
QT_VALUES = re.compile(
    r"Q(Point|Rect|Size|Line|Color|Pen|Brush|Font|Image|Transform|Polygon|Painter"
    r"|PainterPath|StyleOption\w*|\w*Event|MimeDatabase|\w*ItemDelegate|TableWidgetItem"
    r"|StandardItem|ListWidgetItem|TreeWidgetItem|GraphicsItem|GraphicsPathItem)F?"
)


def _is_qt(module: Module, base: ast.expr, known: set[str]) -> bool:
    name = last_word(base)
    names = {imported for imported, _ in imports(module)}
    if known & {_full(module, name), *(n for n in names if n.endswith(f".{name}"))}:
        return True
    from_qt = {n.rpartition(".")[2] for n in names if n.startswith("PySide6")}
    is_qts = name in from_qt or (isinstance(base, ast.Attribute) and name.startswith("Q"))
    plain_value = QT_VALUES.fullmatch(name) and not name.endswith("ItemDelegate")
    return is_qts and name.startswith("Q") and not plain_value


def test_signals_end_in_methods_never_in_lambdas_or_partials() -> None:
    found = [
        module.at(call)
        for module in modules("console", "maps")
        for name, call in calls(module)
        if name == "connect" and any(_holds_what_it_captures(a) for a in call.args)
    ]

    assert found == []


def _holds_what_it_captures(argument: ast.expr) -> bool:
    is_partial = isinstance(argument, ast.Call) and last_word(argument.func) == "partial"
    return is_partial or isinstance(argument, ast.Lambda)


def test_nobody_sleeps_or_turns_the_event_loop_by_hand() -> None:
    banned = {"sleep", "msleep", "usleep", "processEvents"}
    found = [
        f"{module.at(call)} {name}"
        for module in modules("console", "maps", "models", "tests")
        if not module.name.startswith(PLACES_OF_SLEEP)
        for name, call in calls(module)
        if name in banned or _is_blind_wait(name, call)
    ]

    assert found == []


def _is_blind_wait(name: str, call: ast.Call) -> bool:
    """`qtbot.wait(200)`: waits for the clock instead of for what should happen."""
    is_on_qtbot = isinstance(call.func, ast.Attribute) and last_word(call.func.value) == "qtbot"
    return name == "wait" and is_on_qtbot


def test_threads_start_in_the_lanes_and_nowhere_else() -> None:
    banned = re.compile(r"(_?thread|threading|concurrent)(\.|$)|PySide6\.QtCore\.QThread")
    found = [
        f"{module.at(node)} {name}"
        for module in modules("console", "maps", "models")
        if not module.name.startswith(PLACES_OF_THREADS)
        for name, node in imports(module)
        if banned.match(name)
    ]

    assert found == []


def test_broad_excepts_stand_at_a_lanes_end_and_nowhere_else() -> None:
    found = [
        module.at(node)
        for module in modules(*PRODUCT)
        if not module.name.startswith(PLACES_OF_BROAD_EXCEPTS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]

    assert found == []


def _is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(k is None or last_word(k) in {"Exception", "BaseException"} for k in kinds)


def test_there_are_no_drawers() -> None:
    drawer = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?|stuff)(_|$)|\D2$")
    parts = {part for m in modules(*PRODUCT) for part in m.name[: -len(".py")].split("/")}

    assert sorted(part for part in parts if drawer.search(part)) == []


def test_no_class_is_called_a_manager() -> None:
    drawer = re.compile(r"(Manager|Helper|Utils?|Handler2)$")
    found = [
        f"{module.at(node)} {node.name}"
        for module in modules(*PRODUCT)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and drawer.search(node.name)
    ]

    assert found == []


def test_panels_ask_for_a_capability_and_not_for_the_mode() -> None:
    found = [
        module.at(node)
        for module in modules("console/panels", "console/windows", "console/actions", "maps")
        if module.name not in PLACES_OF_THE_MODE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare)
        and any(last_word(side) == "mode" for side in (node.left, *node.comparators))
    ]

    assert found == []


@pytest.mark.parametrize("root", PRODUCT)
def test_no_room_grows_beyond_reading(root: str) -> None:
    large = {m.name: m.lines for m in modules(root) if m.lines > MOST_LINES}

    assert {name: n for name, n in large.items() if name not in LARGER_WITH_A_REASON} == {}


def test_tests_are_named_in_sentences() -> None:
    found = [
        f"{module.at(node)} {node.name}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and len(node.name.split("_")) < 3
    ]

    assert found == []


def test_sql_is_written_in_the_store_and_nowhere_else() -> None:
    sql = re.compile(r"\s*(SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET|WITH \w+ AS)\b")
    found = [
        module.at(node)
        for module in modules(*PRODUCT)
        if not module.name.startswith(PLACES_OF_SQL)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and sql.match(node.value)
    ]

    assert found == []


def test_every_suppression_gives_its_reason() -> None:
    bare = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])$")
    found = [
        f"{module.name}:{number}"
        for module in modules(*PRODUCT)
        for number, line in enumerate(module.text.splitlines(), start=1)
        if bare.search(line)
    ]

    assert found == []


def test_no_path_of_somebodys_machine_is_in_the_source() -> None:
    private = re.compile(r"(?<![\w.])/(work|home/\w+|Users/\w+)/")
    found = [module.name for module in modules(*PRODUCT) if private.search(module.text)]

    assert found == []
