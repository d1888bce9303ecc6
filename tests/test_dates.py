"""Dates are read by declared shapes only: a day, a month and a year, or nothing."""

from __future__ import annotations

import pytest

from cleaner.dates import date_line, find_date, in_zone, parse_date
from cleaner.rules.rulebook import load

LEXICON = load().for_page("auto", None).lexicon

READ = [
    # as portals print them
    ("Rabu, 18 Jun 2025 18:28 WIB", "2025-06-18T18:28:00+07:00"),
    ("Rabu, 18 Jun 2025  18:28 WIB", "2025-06-18T18:28:00+07:00"),
    ("Kabarkita.com- 19/06/2025, 09:12 WIB", "2025-06-19T09:12:00+07:00"),
    ("Kabarkita.com- Diperbarui 19/06/2025, 09:12 WIB", "2025-06-19T09:12:00+07:00"),
    ("Diperbarui 18 Jun 2025, 18:15 WIB", "2025-06-18T18:15:00+07:00"),
    ("Diperbarui 18 Jun 2025, 18:15 WIBDiterbitkan 18 Jun 2025, 17:00 WIB", "2025-06-18T18:15:00+07:00"),
    ("18 Jun 2025, 18:15 WITADiterbitkan", "2025-06-18T18:15:00+08:00"),
    ("19 Juni 2025 | 08.18 WIB", "2025-06-19T08:18:00+07:00"),
    ("Kamis   19 Jun 2025  10:13 WIB", "2025-06-19T10:13:00+07:00"),
    (", Jurnalis-Kamis, 19 Juni 2025 |00:17 WIB", "2025-06-19T00:17:00+07:00"),
    ("Kamis, 24 Oktober 2024 | 14:05 WIB | 12.345 views", "2024-10-24T14:05:00+07:00"),
    ("24 Okt 2024 14:05 WIB/15:05 WITA", "2024-10-24T14:05:00+07:00"),
    ("Oleh: Andi Wijaya - 24 Oktober 2024", "2024-10-24"),
    # days of the week
    ("Jum'at, 24 Oktober 2025", "2025-10-24"),
    ("Jum’at, 24 Oktober 2025 14:05", "2025-10-24T14:05:00"),
    ("Jumaat, 24 Oktober 2025", "2025-10-24"),
    ("Jumat Pon, 24 Oktober 2025", "2025-10-24"),
    ("Ahad, 24 Nov 2024, 14:05 WITA", "2024-11-24T14:05:00+08:00"),
    ("Jumat , 17 February 2017", "2017-02-17"),
    # months
    ("24 Ags 2024", "2024-08-24"),
    ("24 Agt 2024", "2024-08-24"),
    ("24 Agu 2024", "2024-08-24"),
    ("24 Agust 2024", "2024-08-24"),
    ("24 Aug 2024", "2024-08-24"),
    ("24 Nopember 2024", "2024-11-24"),
    ("24 Nop 2024", "2024-11-24"),
    ("24 Pebruari 2024", "2024-02-24"),
    ("24 Peb. 2024", "2024-02-24"),
    ("24 Mrt 2024", "2024-03-24"),
    ("24 Sept 2024", "2024-09-24"),
    ("24 Des 2024", "2024-12-24"),
    ("1 Mei 2024", "2024-05-01"),
    # times and zones
    ("Kamis, 24 Okt 2024 pukul 14.05 WIT", "2024-10-24T14:05:00+09:00"),
    ("Kamis, 24 Okt 2024 pkl. 14.05 WIB", "2024-10-24T14:05:00+07:00"),
    ("Kamis, 24 Okt 2024 jam 14.05 Wib", "2024-10-24T14:05:00+07:00"),
    pytest.param(
        "Kamis, 24 Okt 2024 pk 14.05 WIB",
        "2024-10-24T14:05:00+07:00",
    ),
    ("24 Oktober 2024 14:05 wib", "2024-10-24T14:05:00+07:00"),
    ("24 Oktober 2024 - 14:05:33 WIB", "2024-10-24T14:05:33+07:00"),
    ("24 Oktober 2024 (14:05 WIB)", "2024-10-24T14:05:00+07:00"),
    ("24 Oktober 2024 pukul 7.05 WIB", "2024-10-24T07:05:00+07:00"),
    ("24 Oktober 2024, 14:05", "2024-10-24T14:05:00"),
    ("24 Oktober 2024 24:05 WIB", "2024-10-24"),
    # numbers: the day comes first
    ("05/06/2024", "2024-06-05"),
    ("24-10-2024 14:05", "2024-10-24T14:05:00"),
    ("24.10.2024", "2024-10-24"),
    ("Kamis (24/10/2024)", "2024-10-24"),
    ("2024/10/24 14:05:00", "2024-10-24T14:05:00"),
    # ISO and its relatives
    ("2024-10-24T07:05:00Z", "2024-10-24T07:05:00+00:00"),
    ("2024-10-24T14:05:00+0700", "2024-10-24T14:05:00+07:00"),
    ("2024-10-24T14:05:00+07:00", "2024-10-24T14:05:00+07:00"),
    ("2024-10-24 14:05:00 WIB", "2024-10-24T14:05:00+07:00"),
    ("2024-04-03T12-48-12Z", "2024-04-03T12:48:12"),
    ("2024-10-24", "2024-10-24"),
    # English and Malay
    ("Thu, 24 Oct 2024 14:05:00 +0700", "2024-10-24T14:05:00+07:00"),
    ("October 24, 2024 2:05 PM", "2024-10-24T14:05:00"),
    ("October 24, 2024 12:05 AM", "2024-10-24T00:05:00"),
    ("October 24, 2024 12:05 PM", "2024-10-24T12:05:00"),
    ("24 October 2024, 9:15 am", "2024-10-24T09:15:00"),
    ("Wednesday, 08 Apr 2020 11:39 PM MYT", "2020-04-08T23:39:00+08:00"),
    ("1st May 2024", "2024-05-01"),
    ("29 Februari 2024", "2024-02-29"),
]

REFUSED = [
    "2 jam lalu",
    "sejam lalu",
    "1 jam",
    "kemarin, 14:05 WIB",
    "Kamis (24/10)",
    "Kamis, 24 Oktober",
    "24 Oktober",
    "24 Oktober 24",
    "24-10",
    "2024",
    "Mei 2024",
    "Selasa",
    "14:05 WIB",
    "musim 2024/2025",
    "skor 3/4/12",
    "20240101",
    "24 Muharram 1446",
    "31 Februari 2024",
    "31/02/2024",
    "2024-02-30",
    "29 Februari 2023",
    "32 Oktober 2024",
    "0 Mei 2024",
    "24/13/2024",
    "12/25/2024",
    "5 Mei nanti, 2024 kursi",
    "",
    "Pertemuan itu menghasilkan 24 kesepakatan pada 2024.",
]


@pytest.mark.parametrize(("text", "iso"), READ)
def test_date_is_read_as_its_shape_says(text: str, iso: str) -> None:
    assert parse_date(text, LEXICON) == iso


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_a_whole_date_is_refused(text: str) -> None:
    assert parse_date(text, LEXICON) is None
    assert not date_line(text, LEXICON)


@pytest.mark.parametrize(
    ("iso", "zone", "want"),
    [
        ("2024-10-24T18:05:00+00:00", "WIB", "2024-10-25T01:05:00+07:00"),
        ("2024-10-24T18:05:00+00:00", "WITA", "2024-10-25T02:05:00+08:00"),
        ("2024-10-24T18:05:00+00:00", "wit", "2024-10-25T03:05:00+09:00"),
        ("2024-10-24T18:05:00+07:00", "WIT", "2024-10-24T18:05:00+07:00"),
        ("2024-10-24T18:05:00+00:00", "", "2024-10-24T18:05:00+00:00"),
        ("2024-10-24T18:05:00+00:00", "Zulu", "2024-10-24T18:05:00+00:00"),
        ("2024-10-24T18:05:00", "WIB", "2024-10-24T18:05:00+07:00"),
        ("2024-10-24T18:05:00", "", "2024-10-24T18:05:00"),
        ("2024-10-24", "WIB", "2024-10-24"),
    ],
)
def test_zone_of_the_portal_moves_times_in_utc_and_marks_times_without_zone(iso: str, zone: str, want: str) -> None:
    assert in_zone(iso, zone, LEXICON) == want


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Terbit Kamis, 24 Oktober 2024 siang", "24 Oktober 2024"),
        ("(24/10/2024) pagi", "24/10/2024"),
        ("Diperbarui 2024-10-24T07:05:00Z.", "2024-10-24T07:05:00Z"),
    ],
)
def test_a_found_date_says_where_it_stood(text: str, shown: str) -> None:
    found = find_date(text, LEXICON)
    assert found is not None
    assert text[found.start : found.end].strip() == shown


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("Kamis, 24 Oktober 2024 | 14:05 WIB", True),
        ("Kabarkita - Kamis, 24 Okt 2024 14:05 WIB - 3 menit baca", True),
        ("Harga beras naik sejak 24 Oktober 2024 di tiga kabupaten dan satu kota.", False),
        ("Rapat digelar pada Kamis, 24 Oktober 2024,", False),
        ("24 Oktober 2024 " + "Pasar lama dibuka lagi. " * 5, False),
    ],
)
def test_a_date_line_is_a_date_and_little_else(text: str, is_line: bool) -> None:
    assert date_line(text, LEXICON) is is_line
