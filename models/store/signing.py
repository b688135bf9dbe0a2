"""Ed25519 signatures by OpenSSL's own program: keys in PEM files, nothing kept here.

A passphrase, where a key has one, is taken from the environment variable
`WANGGE_ANCHOR_PASS`; nobody is asked, since this runs at night.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from models.domain.error import BadInput, Trouble, Words

PASS: Final = "WANGGE_ANCHOR_PASS"  # noqa: S105 - the name of a variable
_DEADLINE_S = 30.0


def make_key(file: Path) -> Path:
    """Make a key pair; the private half for its owner's eyes only, `FILE.pub` beside it.

    Raises
    ------
    BadInput
        `key_exists`: a key is never written over, old anchors need it.
    Trouble
        `no_openssl`, `key_unwritable`.
    """
    public = public_file(file)
    if file.exists() or public.exists():
        raise BadInput(
            "key_exists",
            Words(f"{file} 已存在，不覆盖密钥", f"{file} is there; a key is never overwritten"),
        )
    try:
        # Made before OpenSSL writes: there is no moment in which others could read it.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise _unwritable(file, error) from error
    try:
        _openssl(["genpkey", "-algorithm", "ed25519", "-out", str(file)], file)
        _openssl(["pkey", "-in", str(file), "-pubout", "-out", str(public)], file)
    except (BadInput, Trouble):
        file.unlink(missing_ok=True)
        raise
    return public


def public_file(key: Path) -> Path:
    """Where the public half lies."""
    return key.with_name(f"{key.name}.pub")


def public_of(key: Path) -> bytes:
    """The public half (DER) of a PEM file with either half.

    Raises
    ------
    BadInput
        `bad_key`: no such file, no Ed25519 key, or its passphrase is not given.
    """
    return _openssl(
        [*_reading(key, is_public=_is_public(key)), "-pubout", "-outform", "DER"], key
    )


def fingerprint(public: bytes) -> str:
    """A short name of a public key (DER): SHA-256 in hexadecimal."""
    return hashlib.sha256(public).hexdigest()


def sign(key: Path, text: bytes) -> bytes:
    """The signature, 64 bytes.

    Raises
    ------
    BadInput, Trouble
        `bad_key`, `no_openssl`.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "text"
        said.write_bytes(text)
        words = ["pkeyutl", "-sign", "-rawin", "-inkey", str(key), *_passing(), "-in"]
        return _openssl([*words, str(said)], key)


def is_signed(key: Path, text: bytes, signature: bytes) -> bool:
    """Whether a text bears the signature of the key, of which either half will do.

    Raises
    ------
    BadInput, Trouble
        `bad_key`, `no_openssl`.
    """
    with tempfile.TemporaryDirectory() as folder:
        said, signed, public = (Path(folder) / name for name in ("text", "signature", "key"))
        said.write_bytes(text)
        signed.write_bytes(signature)
        public.write_bytes(public_of(key))
        words = ["pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER"]
        files = ["-inkey", str(public), "-in", str(said), "-sigfile", str(signed)]
        return _ran([*words, *files]).returncode == 0


def _reading(key: Path, *, is_public: bool) -> list[str]:
    return ["pkey", "-in", str(key), *(["-pubin"] if is_public else _passing())]


def _passing() -> list[str]:
    # An empty one where none is given, or OpenSSL would wait for a person.
    return ["-passin", f"env:{PASS}" if os.environ.get(PASS) else "pass:"]


def _is_public(key: Path) -> bool:
    try:
        return "PUBLIC KEY" in key.read_text("ascii", errors="replace")
    except OSError as error:
        raise _bad_key(key, error.strerror or "?") from error


def _openssl(words: list[str], key: Path) -> bytes:
    done = _ran(words)
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"]
    raise _bad_key(key, said[0])


def _ran(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("openssl")
    if program is None:
        raise _no_openssl()
    try:
        return subprocess.run(  # noqa: S603 - OpenSSL, with files of ours
            [program, *words],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_DEADLINE_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_openssl() from error


def _no_openssl() -> Trouble:
    return Trouble(
        "no_openssl",
        Words(
            "锚点的签名需要 OpenSSL 3 或更新版本的 openssl 程序；请安装，并保证在 PATH 中",
            "anchors are signed by the program `openssl`, version 3 or newer; "
            "install it and see that it is on the PATH",
        ),
    )


def _bad_key(key: Path, said: str) -> BadInput:
    return BadInput(
        "bad_key",
        Words(
            f"密钥 {key} 不能用（{said}）；应为 Ed25519 的 PEM 文件，口令放在 {PASS} 里，"
            "可用 journal anchor-key 新建",
            f"the key {key} cannot be used ({said}); it must be a PEM file of an Ed25519 key, "
            f"its passphrase in {PASS}; `journal anchor-key` makes one",
        ),
    )


def _unwritable(file: Path, error: OSError) -> Trouble:
    return Trouble(
        "key_unwritable",
        Words(
            f"无法写入密钥 {file}：{error.strerror}",
            f"cannot write the key {file}: {error.strerror}",
        ),
    )
