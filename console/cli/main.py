"""`wangge`: reads the command line, runs one command, answers with an exit status.

0 done, 2 wrong usage or bad input, 3 refused by a rule, 4 trouble in the world; never a
traceback for the last three.
"""

from __future__ import annotations

import argparse
import locale
import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import platformdirs

from console.cli.answer import BAD_INPUT, DONE, REFUSED, TROUBLE, Answer, show
from models.domain.error import BadInput, Language, Trouble, Words
from models.domain.lifecycle import Role
from models.domain.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILIES = {
    "demo": ("demo", "simulate"),
    "showing": ("desk", "wall", "replay", "screenshot"),
    "database": ("db", "version"),
    "bring": ("import",),
    "acts": ("do", "deadline"),
    "look": ("list", "picture", "journal"),
    "take": ("export",),
    "handover": ("handover",),
    "sheet_commands": ("sheet",),
    "basemap": ("basemap",),
    "erase": ("erase",),
    "benches": ("bench",),
    "convey": ("convey",),
}
"""Modules by the commands they describe: a `do` must not wait for what `import` needs."""
VALUED = frozenset({"--home", "--db", "--lang", "--operator", "--role", "--station"})
"""The global options that take a value."""
_log = logging.getLogger(__name__)


class _Usage(argparse.ArgumentParser):
    """An argument parser whose complaints are bad input like any other."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(
            "usage",
            Words(
                f"{message}\n用法见 {self.prog} --help", f"{message}\nsee {self.prog} --help"
            ),
        )


def parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The command line; where it names a command, that family's alone."""
    common = _common()
    top = _Usage(
        prog="wangge",
        description="Wangge (网格): the dispatch console of a grid-governed district",
        parents=[common],
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Usage)
    command = _command_in(arguments)
    named = [family for family, names in FAMILIES.items() if command in names]
    for family in named or FAMILIES:
        import_module(f"console.cli.{family}").add_to(commands, common)
    return top


def _command_in(arguments: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of a global one."""
    words = iter(arguments)
    for word in words:
        if word in VALUED:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _common() -> argparse.ArgumentParser:
    """Options accepted before and after the command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add = common.add_argument
    add("--home", metavar="DIR", help="embedded database, outbox, settings, logs")
    add("--db", metavar="URL|FILE", help="a central database: postgresql://…, or its file")
    add("--lang", choices=["zh", "en"], help="language of words (default: the system's)")
    add("--json", action="store_true", help="answer with one JSON object")
    add("--operator", metavar="NAME", help="who acts (default: local)")
    add("--role", metavar="ROLE", choices=[role.value for role in Role], help="acting role")
    add("--station", metavar="NAME", help="from which workstation")
    add("--verbose", action="store_true", help="log to stderr")
    return common


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit status."""
    as_json = "--json" in arguments
    language = _language(_value_after(arguments, "--lang"))
    try:
        _require_text(arguments)
        options = _with_defaults(parser(arguments).parse_args(arguments))
        language = options.lang
        logging.raiseExceptions = False  # a log that cannot be written is not the user's affair
        logging.basicConfig(
            level=logging.INFO if options.verbose else logging.WARNING,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
            stream=sys.stderr,
        )
        answer = cast("Answer", options.run(options) if options.command else _no_command())
    except Refused as refused:
        refusal = refused.refusal
        words = refusal.words.in_(language)
        about = {"refused": refusal.code, "words": words, **refusal.about}
        answer = Answer(about, words, REFUSED)
    except BadInput as bad:
        answer = _failed("error", bad.code, bad.words.in_(language), BAD_INPUT)
    except Trouble as trouble:
        answer = _failed("trouble", trouble.code, trouble.words.in_(language), TROUBLE)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _reader_left()
    return _shown(answer, as_json=as_json)


def _require_text(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no UTF-8: neither the database nor the answer can hold them."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = ascii(argument)
            raise BadInput(
                "bad_text",
                Words(
                    f"参数 {shown} 不是 UTF-8 文本；文件名请先改名",
                    f"the argument {shown} is no UTF-8 text; rename a file that is called so",
                ),
            ) from None


def _no_command() -> NoReturn:
    text = parser().format_help()
    raise BadInput("usage", Words(text, text))


def _shown(answer: Answer, *, as_json: bool) -> int:
    if answer.status and not as_json:
        sys.stderr.write(f"wangge: {answer.words}\n")
        return answer.status
    try:
        return show(answer, as_json=as_json)
    except BrokenPipeError:
        _reader_left()
        return answer.status
    except (OSError, AttributeError) as error:
        # A full disk behind stdout, or a stdout that was closed before we began.
        sys.stderr.write(f"wangge: the answer could not be written to stdout: {error}\n")
        sys.stdout = None
        return TROUBLE


def _reader_left() -> int:
    """The reader has seen enough; closing stdout again at exit must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _failed(key: str, code: str, words: str, status: int) -> Answer:
    return Answer({key: code, "words": words}, words, status)


def _with_defaults(options: argparse.Namespace) -> argparse.Namespace:
    given = vars(options)
    home = given.get("home") or os.environ.get("WANGGE_HOME")
    defaults: dict[str, Any] = {
        "home": Path(home).expanduser()
        if home
        else platformdirs.user_data_path("wangge", appauthor=False),
        "db": given.get("db") or os.environ.get("WANGGE_DB") or None,
        "lang": _language(given.get("lang")),
        "lang_given": given.get("lang"),
        "json": given.get("json", False),
        "operator": given.get("operator") or "local",
        "role": given.get("role"),
        "station": given.get("station") or "",
        "verbose": given.get("verbose", False),
    }
    return argparse.Namespace(**{**given, **defaults})


def _value_after(arguments: Sequence[str], option: str) -> str | None:
    for place, text in enumerate(arguments):
        if text == option and place + 1 < len(arguments):
            return arguments[place + 1]
        if text.startswith(option + "="):
            return text.partition("=")[2]
    return None


def _language(asked: str | None) -> Language:
    if asked in {"zh", "en"}:
        return cast("Language", asked)
    system = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or locale.getlocale()[0]
        or ""
    )
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"
