"""Certificates: an authority of our own, made once and kept, or files that were given."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from server import shell
from server.files import put
from server.note import Note, is_address
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.place import Place

CA_DAYS = 3650
SERVER_DAYS = 397
RENEW_DAYS = 60
_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def see_to(note: Note, place: Place) -> bool:
    """See that the server has a certificate that holds; whether it is a new one."""
    if not note.own_ca:
        check_given(place.certificate, place.key, place.ca, note.names)
        return False
    wanted = (*note.names, "localhost", "127.0.0.1")
    if place.ca.exists() and is_good(place.certificate, wanted):
        return False
    make_authority(place)
    say(
        zh=f"签发服务器证书：{'、'.join(note.names)} …",
        en=f"Making the server's certificate: {', '.join(note.names)} …",
    )
    certificate, key = issue(place, wanted)
    put(place.key, key, mode=0o600, owner=shell.POSTGRES)
    put(place.certificate, certificate, mode=0o644)
    return True


def make_authority(place: Place) -> None:
    """Make our own authority where there is none."""
    require_authority(place)
    if place.ca.exists():
        return
    say(
        zh="建立自己的证书颁发机构（CA）…",
        en="Making a certificate authority of our own …",
    )
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder) / "key", Path(folder) / "certificate"
        shell.run(
            [
                *("openssl", "req", "-x509", *_CURVE, "-days", str(CA_DAYS)),
                *("-subj", f"/O=Wangge/CN=Wangge {place.cluster} CA"),
                *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
                *("-keyout", key, "-out", certificate),
            ]
        )
        put(place.ca_key, key.read_text("ascii"), mode=0o600)
        put(place.ca, certificate.read_text("ascii"), mode=0o644)


def require_authority(place: Place) -> None:
    """Refuse where nothing can be signed.

    Raises
    ------
    Trouble
        `no-ca-key`.
    """
    if place.ca.exists() and not place.ca_key.exists():
        raise Trouble(
            "no-ca-key",
            zh=f"{place.ca_key} 不在这里。签发证书时请把它放回来，之后可再移走；"
            "或用 --cert --key --ca 给出证书。",
            en=f"{place.ca_key} is not here. Put it back for as long as a certificate is "
            "made, or give certificates with --cert --key --ca.",
        )


def issue(place: Place, names: tuple[str, ...]) -> tuple[str, str]:
    """A certificate of our authority for these names and addresses, and its key, as PEM."""
    listed = ",".join(f"{'IP' if is_address(name) else 'DNS'}:{name}" for name in names)
    with tempfile.TemporaryDirectory() as folder:
        key, asked = Path(folder) / "key", Path(folder) / "asked"
        certificate, extensions = Path(folder) / "certificate", Path(folder) / "extensions"
        extensions.write_text(
            f"subjectAltName={listed}\nbasicConstraints=critical,CA:FALSE\n"
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n",
            encoding="ascii",
        )
        # The common name holds 64 characters; nobody reads it where there are alternatives.
        subject = f"/O=Wangge/CN={names[0][:60]}"
        shell.run(
            [
                *("openssl", "req", "-new", *_CURVE, "-subj", subject),
                *("-keyout", key, "-out", asked),
            ]
        )
        shell.run(
            [
                *("openssl", "x509", "-req", "-in", asked, "-CA", place.ca),
                *("-CAkey", place.ca_key, "-days", str(SERVER_DAYS), "-extfile", extensions),
                *("-set_serial", f"0x{_serial()}", "-out", certificate),
            ]
        )
        return certificate.read_text("ascii"), key.read_text("ascii")


def _serial() -> str:
    return shell.run(["openssl", "rand", "-hex", "16"]).strip().replace("8", "7", 1)


def is_good(certificate: Path, names: tuple[str, ...]) -> bool:
    """Whether a certificate is there, has these names, and holds for another 60 days."""
    if not certificate.exists():
        return False
    lasting = shell.attempt(
        ["openssl", "x509", "-in", certificate, "-noout", "-checkend", str(RENEW_DAYS * 86400)]
    )
    return lasting.returncode == 0 and not names_missing(certificate, names)


def names_missing(certificate: Path, names: tuple[str, ...] | list[str]) -> list[str]:
    """Which of these names and addresses a certificate does not stand for."""
    return [name for name in names if not _stands_for(certificate, name)]


def _stands_for(certificate: Path, name: str) -> bool:
    option = "-checkip" if is_address(name) else "-checkhost"
    said = shell.run(["openssl", "x509", "-in", certificate, "-noout", option, name])
    return "does match" in said


def take_given(certificate: Path, key: Path, ca: Path, note: Note, place: Place) -> None:
    """Check certificates that were given, then copy them in.

    Raises
    ------
    Trouble
        As `check_given` says; nothing is copied then.
    """
    check_given(certificate, key, ca, note.names)
    put(place.key, key.read_text("ascii"), mode=0o600, owner=shell.POSTGRES)
    put(place.certificate, certificate.read_text("ascii"), mode=0o644)
    put(place.ca, ca.read_text("ascii"), mode=0o644)


def check_given(certificate: Path, key: Path, ca: Path, names: list[str]) -> None:
    """Refuse certificates that stations would refuse.

    Raises
    ------
    Trouble
        `bad-certificate`, saying which of them and why.
    """
    for path in (certificate, key, ca):
        if not path.is_file():
            raise _bad(path, zh="没有这个文件", en="there is no such file")
    public = shell.attempt(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"])
    if public.returncode:
        raise _bad(certificate, zh="不是 PEM 证书", en="it is no certificate in PEM")
    own = shell.attempt(["openssl", "pkey", "-in", key, "-pubout", "-passin", "pass:"])
    if own.returncode:
        raise _bad(key, zh="不是无口令的 PEM 私钥", en="it is no key in PEM without password")
    if public.stdout != own.stdout:
        raise _bad(key, zh="与证书不配", en="it does not belong to the certificate")
    chain = shell.attempt(
        ["openssl", "verify", "-CAfile", ca, "-untrusted", certificate, certificate]
    )
    if chain.returncode:
        said = chain.stderr.strip().splitlines()[-2:]
        raise _bad(
            certificate, zh=f"CA 不承认它：{said}", en=f"the CA does not bear it: {said}"
        )
    absent = names_missing(certificate, names)
    if absent:
        listed = ", ".join(absent)
        raise _bad(certificate, zh=f"其中没有 {listed}", en=f"it does not name {listed}")


def _bad(path: Path, *, zh: str, en: str) -> Trouble:
    return Trouble("bad-certificate", zh=f"{path}：{zh}。", en=f"{path}: {en}.")


def days_left(not_after: str, now: datetime | None = None) -> float:
    """Days until a certificate ends, as OpenSSL writes it: `Nov 27 09:00:00 2027 GMT`."""
    end = datetime.strptime(not_after, "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)
    return (end - (now or datetime.now(tz=UTC))).total_seconds() / 86400
