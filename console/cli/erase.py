"""`erase`: a person's data on request; with `--dry-run` only what would go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.erasing import carry_out, planned
from console.app.home import Home
from console.cli.acts import address_of, roles_of, who_acts
from console.cli.answer import Answer
from models.domain.error import BadInput, Trouble, Words
from models.domain.lifecycle import Role
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    import argparse

    from console.app.erasing import Plan

_MAY = frozenset({Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})
_BACKUPS = Words(
    "此前的备份仍含这些内容：恢复旧备份后须重新清除",
    "backups made before still hold them: erase again after restoring one",
)


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    erase = commands.add_parser(
        "erase", parents=[common], help="erase a person's data on request"
    )
    erase.add_argument("--phone", action="append", default=[], metavar="NUMBER")
    erase.add_argument("--name", action="append", default=[], metavar="NAME")
    erase.add_argument(
        "--recording", action="append", default=[], metavar="FILE", help="erase there too"
    )
    erase.add_argument("--reason", default="", metavar="TEXT", help="goes on the record")
    erase.add_argument("--dry-run", action="store_true", help="say what would go, and stop")
    erase.set_defaults(run=run_erase)


def run_erase(options: argparse.Namespace) -> Answer:
    """List what names the person; without `--dry-run` erase it."""
    role = next(iter(sorted(roles_of(options) & _MAY)), None)
    if role is None:
        raise Refused(
            refuse(
                "role",
                "清除个人数据需要管理员或安全管理员角色。",
                "Erasing a person's data is for an administrator or security administrator.",
                action="erase",
            )
        )
    with Home(address_of(options), station=options.station) as home:
        said = (*options.phone, *options.name)
        plan = planned(home, said, tuple(map(Path, options.recording)))
        if options.dry_run:
            return _answer(plan, {"dry_run": True})
        _require_free(plan)
        if not options.reason.strip():
            words = Words("清除必须给出 --reason", "erasing needs --reason")
            raise BadInput("missing_field", words)
        count = carry_out(
            home, plan, who_acts(home, options)[0], role.value, options.reason.strip()
        )
    return _answer(plan, {"dry_run": False, "erased": count})


def _require_free(plan: Plan) -> None:
    if not plan.held:
        return
    names = ", ".join(str(file) for file in plan.held)
    raise Trouble(
        "outbox_in_use",
        Words(
            f"待发箱 {names} 正被运行中的席位使用：请关闭该席位后再清除",
            f"a running console holds the outbox {names}: close it, then erase",
        ),
    )


def _answer(plan: Plan, more: dict[str, Any]) -> Answer:
    subjects = [
        {"kind": m.kind.value, "id": str(m.subject), "number": m.number, "facts": m.facts}
        for m in plan.mentions
    ]
    plain = {
        "ok": True,
        "subjects": subjects,
        "attachments": list(plan.photos),
        "outboxes": [str(file) for file in plan.outboxes],
        "recordings": [{"file": str(file), "facts": n} for file, n in plan.recordings],
        "backups": _BACKUPS.en,
    } | more
    lines = [f"{m.kind}  {m.number or m.subject}  {m.facts} facts" for m in plan.mentions]
    lines += [f"attachment  {name}" for name in plan.photos]
    lines += [f"outbox  {file}" for file in plan.outboxes]
    lines += [f"recording  {file}  {n} facts" for file, n in plan.recordings]
    return Answer(plain, "\n".join([*(lines or ["nothing names them"]), _BACKUPS.en]))
