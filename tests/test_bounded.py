"""Packed files are read whole or end in an error: none in silence, none into more memory than it may take."""

from __future__ import annotations

import gzip
import io
import resource
import sys
import zlib
from collections.abc import Callable

import pytest

from cleaner.batch.bounded import GRACE, RATIO, chunks, packing, read_bounded
from cleaner.model import LimitError, SourceError

TEXT = b"Pasar lama di tepi sungai dibuka kembali.\n" * 2_000
MOST = 20_000_000


def zstd(raw: bytes, **options: bool) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    packed: bytes = zstandard.ZstdCompressor(**options).compress(raw)
    return packed


PACKERS: list[Callable[[bytes], bytes]] = [gzip.compress, zstd]
both = pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "zstd"])


def read(raw: bytes, most: int = MOST) -> bytes:
    return read_bounded(io.BytesIO(raw), "a.html.gz", most)


def bomb(size: int) -> bytes:
    """gzip of zeros, made without holding them."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])


@both
def test_packed_content_is_unpacked(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(TEXT)) == TEXT


@pytest.mark.parametrize("raw", [b"", b"a", b"\x1f", TEXT])
def test_plain_content_stays_as_it_is(raw: bytes) -> None:
    assert read(raw) == raw


@both
def test_every_member_of_a_file_is_read(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(b"satu ") + pack(TEXT) + pack(b"") + pack(b" dua")) == b"satu " + TEXT + b" dua"


@both
def test_an_empty_member_is_empty(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(b"")) == b""


@both
@pytest.mark.parametrize("keep", [4, 11, 40, -9, -1])
def test_a_file_that_is_cut_off_is_an_error(pack: Callable[[bytes], bytes], keep: int) -> None:
    with pytest.raises(SourceError, match=r"^a\.html\.gz: the (gzip|zstd) file is broken: it is cut off"):
        read(pack(TEXT)[:keep])


@both
def test_a_second_member_that_is_cut_off_is_an_error(pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SourceError, match="is broken: it is cut off"):
        read(pack(TEXT) + pack(TEXT)[:-3])


@both
def test_damage_inside_is_an_error(pack: Callable[[bytes], bytes]) -> None:
    raw = bytearray(pack(TEXT))
    raw[6:30] = b"\xff" * 24
    with pytest.raises(SourceError, match="file is broken"):
        read(bytes(raw))


def test_a_wrong_checksum_is_an_error() -> None:
    raw = bytearray(gzip.compress(TEXT))
    raw[-8] ^= 0xFF
    with pytest.raises(SourceError, match=r"broken: .*data check"):
        read(bytes(raw))


def test_padding_behind_a_member_is_nothing_and_garbage_is_an_error() -> None:
    assert read(gzip.compress(TEXT) + bytes(1_024)) == TEXT
    with pytest.raises(SourceError, match="something else stands behind its data"):
        read(gzip.compress(TEXT) + b"<html>")


@both
def test_too_many_bytes_are_a_limit_error(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(TEXT), most=len(TEXT)) == TEXT
    with pytest.raises(LimitError, match=r"Limits\(bytes=") as caught:
        read(pack(TEXT), most=len(TEXT) - 1)
    assert (caught.value.limit, caught.value.allowed) == ("bytes", len(TEXT) - 1)


def test_too_many_plain_bytes_are_a_limit_error() -> None:
    with pytest.raises(LimitError):
        read(TEXT, most=100)


def test_a_bomb_costs_no_memory() -> None:
    raw = bomb(1_200_000_000)
    assert len(raw) < 1_200_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError, match="as only decompression bombs do"):
        read(raw)
    with pytest.raises(LimitError):
        read(raw, most=1_000_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * (1 if sys.platform == "darwin" else 1024) < 100_000_000


@both
def test_a_bomb_in_a_stream_stops_by_its_ratio(pack: Callable[[bytes], bytes]) -> None:
    raw = bomb(200_000_000) if pack is gzip.compress else pack(bytes(200_000_000))
    seen: list[int] = []
    with pytest.raises(SourceError, match=rf"^many\.jsonl\.gz: unpacks to more than {RATIO} times its size"):
        seen.extend(map(len, chunks(io.BytesIO(raw), "many.jsonl.gz")))
    assert sum(seen) <= GRACE


def test_a_long_stream_of_ordinary_lines_is_read_to_its_end() -> None:
    lines = b"".join(b'{"n": %d, "x": "%08x"}\n' % (n, n * 2_654_435_761 % 2**32) for n in range(900_000))
    assert len(lines) > GRACE
    pieces = chunks(io.BytesIO(gzip.compress(lines, 1)), "many.jsonl.gz")
    assert sum(piece.count(b"\n") for piece in pieces) == 900_000


@both
def test_only_one_layer_is_unpacked(pack: Callable[[bytes], bytes]) -> None:
    inner = gzip.compress(TEXT)
    assert read(pack(inner)) == inner


def test_packing_is_told_by_the_first_bytes() -> None:
    assert [packing(raw) for raw in (gzip.compress(b""), zstd(b""), b"<html>", b"")] == ["gzip", "zstd", "", ""]


def test_zstd_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(SourceError, match=r"a\.html\.gz: zstd files need .*pip install"):
        read(b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00")
