"""Who may connect from where: `pg_hba.conf` and `pg_ident.conf`, made and judged.

Local users are known by the operating system; everybody else comes over TLS, from a named
network, with a SCRAM password. Superusers come from this machine alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.note import DATABASE, LOOPBACK, Note

REPLICATION = "wangge_replication"
_HEAD = "# Written by installer/server/provision.py up. Changes are undone by the next `up`;\n"
SOUND_LOCALLY = frozenset({"peer", "scram-sha-256", "reject"})
SOUND_OVER_THE_NETWORK = frozenset({"scram-sha-256", "reject"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of pg_hba.conf as the server reads it (pg_hba_file_rules)."""

    line: int
    type: str
    address: str
    netmask: str
    method: str
    error: str


def hba(note: Note) -> str:
    """The text of pg_hba.conf."""
    rows = [
        ("local", "all", "all", "", "peer map=wangge"),
        ("host", "all", f"postgres,{REPLICATION}", "all", "reject"),
    ]
    for network in (*LOOPBACK, *note.networks):
        rows += [
            ("hostssl", DATABASE, "all", network, "scram-sha-256"),
            ("hostssl", "replication", REPLICATION, network, "scram-sha-256"),
        ]
    lines = [
        f"{kind:<8} {database:<12} {user:<28} {address:<20} {method}"
        for kind, database, user, address, method in rows
    ]
    told = "# networks are named with its --network. First match counts; no match, no entry.\n"
    return _HEAD + told + "\n".join(lines) + "\n"


def ident() -> str:
    """The text of pg_ident.conf: root is the superuser, everybody else is himself."""
    return (
        _HEAD + "# so that `sudo wangge --db …` works without a password on this machine.\n"
        "wangge   root      postgres\n"
        "wangge   /^(.*)$   \\1\n"
    )


def unsound(rules: Iterable[Rule]) -> list[str]:
    """The rules that let somebody in without SCRAM, or without TLS, as they are to be named."""
    return [f"{rule.line}: {_fault(rule)}" for rule in rules if _fault(rule)]


def _fault(rule: Rule) -> str:
    if rule.error:
        return rule.error
    if rule.type == "local":
        return "" if rule.method in SOUND_LOCALLY else rule.method
    if rule.method not in SOUND_OVER_THE_NETWORK:
        return f"{rule.type} {rule.method}"
    if rule.type != "hostssl" and rule.method != "reject":
        return f"{rule.type} without TLS"
    return ""


def foreign(rules: Iterable[Rule], networks: Sequence[str]) -> list[str]:
    """The rules that let in somebody from outside the named networks."""
    named = [ipaddress.ip_network(text) for text in (*LOOPBACK, *networks)]
    return [
        f"{rule.line}: {rule.address}"
        for rule in rules
        if rule.type != "local" and rule.method != "reject" and not _is_in(rule, named)
    ]


def _is_in(rule: Rule, named: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    try:
        one = ipaddress.ip_network(f"{rule.address}/{_bits(rule.netmask)}")
    except ValueError:
        return False  # all, samenet, a host name: nothing that was named
    return any(
        one.version == network.version
        and network.prefixlen <= one.prefixlen
        and one.network_address in network
        for network in named
    )


def _bits(netmask: str) -> int:
    return int(ipaddress.ip_address(netmask)).bit_count()
