"""Bytes become text by certain signs first; what is no text is refused with the word for what it is."""

from __future__ import annotations

import gzip

import pytest

from cleaner import DecodeError, clean
from cleaner.decode import decode

TEXT = "Kafé di Jalan Père itu tutup — kata “pemiliknya”."
PLAIN = "Pasar lama di tepi sungai dibuka kembali."
META = '<meta charset="windows-1252"><p>'
OLD_META = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>'


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "guessed"),
    [
        (TEXT.encode(), TEXT, "utf-8", False),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, "utf-8", False),
        (TEXT.encode("utf-16"), TEXT, "utf-16", False),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, "utf-16", False),
        (TEXT.encode("utf-32"), TEXT, "utf-32", False),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", True),
        (TEXT.encode("utf-16-be"), TEXT, "utf-16-be", True),
        (PLAIN.encode("utf-16-le"), PLAIN, "utf-16-le", True),
        (PLAIN.encode("utf-16-be"), PLAIN, "utf-16-be", True),
        ((META + TEXT).encode("cp1252"), META + TEXT, "cp1252", False),
        ((META + TEXT).encode(), META + TEXT, "utf-8", False),
        (TEXT.encode() + b" \x93Ya\x94", f"{TEXT} “Ya”", "utf-8", True),
        (b"", "", "utf-8", False),
        (b" \r\n", " \r\n", "utf-8", False),
        (b"\xe9", "é", "cp1252", True),
    ],
    ids=[
        *("utf-8", "utf-8 with BOM", "utf-16 with BOM", "utf-16 big endian with BOM", "utf-32 with BOM"),
        *("utf-16-le without BOM", "utf-16-be without BOM", "ASCII in utf-16-le", "ASCII in utf-16-be"),
        *("meta cp1252", "meta that is wrong", "cp1252 inside utf-8", "empty", "blank", "one odd byte"),
    ],
)
def test_bytes_are_read_in_their_encoding(raw: bytes, text: str, encoding: str, guessed: bool) -> None:
    found = decode(raw)
    assert (found.text, found.encoding, found.guessed) == (text, encoding, guessed)


def test_latin_1_means_cp1252_on_the_web() -> None:
    assert decode((OLD_META + TEXT).encode("cp1252")).text == OLD_META + TEXT


def test_encoding_is_the_one_that_was_used() -> None:
    assert decode((OLD_META + TEXT).encode("cp1252")).encoding == "cp1252"


def test_charset_of_the_transport_comes_before_a_detector() -> None:
    found = decode(TEXT.encode("cp1252"), "windows-1252")
    assert (found.text, found.encoding, found.guessed) == (TEXT, "cp1252", False)


def test_undeclared_western_bytes_are_cp1252() -> None:
    text = "Kafé di Jalan Père itu tutup — kata dia."
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("declared", ["klingon", "", "utf-8"])
def test_a_charset_that_does_not_exist_or_fit_is_ignored(declared: str) -> None:
    raw = (META.replace("windows-1252", declared) + PLAIN + "é").encode("cp1252")
    found = decode(raw, declared)
    assert found.text.endswith(PLAIN + "é")
    assert found.guessed


def test_an_encoding_goes_by_its_plain_name_whatever_the_page_calls_it() -> None:
    raw = b'<meta charset="utf-\xff\xff\x078"><p>' + bytes(range(192, 255)) * 20 + b"<p>" + TEXT.encode()
    found = decode(raw)
    assert (found.encoding, found.guessed) == ("utf-8", True)
    assert found.text.endswith(TEXT)


@pytest.mark.parametrize("start", [TEXT, PLAIN])
def test_half_a_character_at_the_end_is_no_letter(start: str) -> None:
    assert decode(start.encode() + "é".encode()[:1]).text.rstrip("\ufffd") == start


def test_cut_utf8_stays_utf8() -> None:
    found = decode(TEXT.encode() + "“".encode()[:2])
    assert found.text.startswith(TEXT)
    assert (found.encoding, found.guessed) == ("utf-8", True)


@pytest.mark.parametrize("letter", ["é", "—", "𝒜"])
@pytest.mark.parametrize("before", range(4))
def test_long_texts_are_utf8_wherever_their_letters_stand(before: int, letter: str) -> None:
    text = " " * before + letter * 30_000
    found = decode(text.encode())
    assert (found.text, found.encoding, found.guessed) == (text, "utf-8", False)


@pytest.mark.parametrize("place", [0, 16_383, 16_384, 40_000])
def test_a_stray_byte_is_read_where_it_stands(place: int) -> None:
    raw = (TEXT * 1_000).encode()
    place = len(raw[:place].decode("utf-8", "ignore").encode())
    found = decode(raw[:place] + b"\x93" + raw[place:])
    assert found.text == raw[:place].decode() + "“" + raw[place:].decode()
    assert (found.encoding, found.guessed) == ("utf-8", True)


def test_long_texts_that_are_cut_stay_utf8() -> None:
    text = "“Pasar lama dibuka kembali.” " * 2_000
    found = decode(text.encode() + "—".encode()[:2])
    assert (found.text, found.encoding, found.guessed) == (text, "utf-8", True)


def test_nul_bytes_are_no_text() -> None:
    article = clean(b"Pasar\x00 lama di tepi sungai itu\x00\x00 dibuka kembali.")
    assert article.text == "Pasar lama di tepi sungai itu dibuka kembali."


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "but a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "but a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "but a JPEG image"),
        (b"GIF89a\x01\x00", "but a GIF image"),
        (b"RIFF\x24\x00\x00\x00WEBP", "but a RIFF file"),
        (b"PK\x03\x04\x14\x00", "but a ZIP archive"),
        (gzip.compress(PLAIN.encode(), mtime=0), "but a gzip archive"),
        (b"BZh91AY&SY", "but a bzip2 archive"),
        (b"\xfd7zXZ\x00\x00", "but an xz archive"),
        (b"\x28\xb5\x2f\xfd\x04", "but a zstd archive"),
        (b"7z\xbc\xaf\x27\x1c", "but a 7z archive"),
        (b"\x7fELF\x02\x01", "but a program"),
        (b"PAR1\x15\x04", "but a Parquet file"),
        (b"SQLite format 3\x00", "but a database"),
        (bytes(range(32)) * 20, "it is binary"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(raw: bytes, what: str) -> None:
    with pytest.raises(DecodeError, match=f"^the input is not a page or a text.*{what}"):
        clean(raw)


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"\xef\xbb\xbf", "\u200b\u00ad".encode()])
def test_empty_input_is_an_article_without_a_body(raw: bytes) -> None:
    article = clean(raw)
    assert (article.text, article.flags, article.blocks, article.n_words) == ("", ["no-body"], (), 0)


def test_a_guessed_encoding_is_a_flag_of_the_record() -> None:
    assert "encoding-guessed" in clean(TEXT.encode() + b" \x93Ya\x94").flags
    assert "encoding-guessed" not in clean(TEXT.encode()).flags
