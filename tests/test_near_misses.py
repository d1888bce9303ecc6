"""Story that looks like clutter: each must come through untouched, as a line of a text and as a paragraph of a page.

All stories are invented. Every row is a piece of a story, with the paragraphs that stand around it in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner import clean, clean_text

BEFORE = [
    "Perpustakaan kota di tepi sungai itu kembali ramai sejak pagi setelah tutup selama dua tahun.",
    "Kepala dinas menyebut lebih dari tiga ratus warga datang pada hari pertama dan meminjam buku.",
    "Sebagian besar pengunjung adalah pelajar yang tinggal di kampung sekitar perpustakaan itu.",
]
AFTER = [
    "Pengelola berharap jumlah pengunjung bertambah setelah jembatan penyeberangan selesai dibangun.",
    "Wali kota berjanji menambah anggaran pembelian buku mulai tahun depan, terutama untuk anak-anak.",
]

PROSE = {
    "read also as a verb": "Baca juga buku itu sebelum ujian, kata guru kami, karena isinya sering ditanyakan setiap tahun.",
    "read also in a quote": "“Anak-anak baca juga koran dinding di halaman, jadi jangan dilepas dulu,” kata penjaga perpustakaan itu.",
    "read also behind a comma": "Di rumah, mereka baca juga komik lama milik kakak mereka yang disimpan di bawah tempat tidur.",
    "an author in the story": "Penulis novel itu mengaku terkejut karena bukunya habis dipinjam dalam waktu kurang dari sehari.",
    "an editor in the story": "Editor film dokumenter itu bekerja tiga bulan untuk menyusun gambar dari dua puluh jam rekaman.",
    "a reporter in the story": "Reporter radio kampus mewawancarai petugas yang menjaga rak buku langka di lantai dua gedung itu.",
    "a photographer in the story": "Fotografer muda itu memamerkan foto sungai yang diambilnya dari jembatan lama sebelum dibongkar.",
    "advertising in the story": "Iklan rokok dilarang di sekitar perpustakaan sejak aturan daerah itu berlaku pada bulan Januari lalu.",
    "an advertisement as subject": "Iklan layanan masyarakat tentang minat baca diputar setiap jam di layar besar di depan pintu masuk.",
    "choice in the story": "Pilihan warga jatuh pada warna hijau untuk dinding luar karena dianggap cocok dengan pohon di tepi sungai.",
    "choice of the editor": "Pilihan redaksi majalah sekolah itu dipajang di papan dekat pintu agar dibaca semua pengunjung baru.",
    "latest in the story": "Terkini, pengelola mencatat empat ribu anggota baru yang mendaftar lewat loket di lantai satu gedung.",
    "popular in the story": "Terpopuler di antara koleksi itu adalah buku resep masakan kampung yang ditulis oleh ibu-ibu setempat.",
    "related in the story": "Berita terkait banjir membuat sebagian buku dipindahkan ke lantai dua sebelum hujan turun pada malam hari.",
    "share in the story": "Bagikan buku yang sudah selesai dibaca kepada tetangga, begitu pesan yang tertulis di setiap sampul.",
    "follow in the story": "Ikuti jejak para pendahulu, kata wali kota kepada para pelajar yang memenuhi aula pada upacara itu.",
    "subscribe in the story": "Berlangganan koran dianggap mahal oleh warga, sehingga perpustakaan menyediakan tiga koran setiap hari.",
    "comment in the story": "Komentar warga beragam, mulai dari jam buka yang terlalu pendek sampai jumlah kursi yang masih kurang.",
    "click in the story": "Klik kamera terdengar dari segala arah ketika penyair tua itu naik ke panggung kecil di halaman belakang.",
    "download in the story": "Unduh formulir dari situs dinas, isi dengan huruf besar, lalu serahkan di loket, kata petugas itu.",
    "copyright in the story": "Hak cipta naskah itu dipegang keluarga penulis, sehingga perpustakaan tidak boleh menyalinnya tanpa izin.",
    "all rights in the story": "Ia menjelaskan arti kalimat All rights reserved yang tercetak di halaman dua buku kumpulan cerita itu.",
    "next page in the story": "Halaman selanjutnya dari buku tamu itu penuh dengan tanda tangan pelajar dari enam sekolah yang berbeda.",
    "page one of three in the story": "Halaman 1 dari 3 naskah kuno itu rusak dimakan rayap, sedangkan dua halaman lainnya masih dapat dibaca.",
    "scroll in the story": "Scroll atau gulungan naskah itu disimpan di dalam kotak kayu jati yang dikunci oleh dua petugas berbeda.",
    "a portal's name in the story": "Kompas tua milik nakhoda itu dipajang di samping peta pelayaran pertama yang pernah dibuat di kota ini.",
    "seconds in the story": "Detik-detik pembukaan pintu disambut tepuk tangan panjang dari warga yang menunggu sejak subuh di halaman.",
    "the source of money": "Sumber dana perbaikan gedung berasal dari iuran warga, bantuan dinas, dan hasil penjualan buku bekas.",
    "a video in the story": "Video pendek tentang sejarah sungai diputar di ruang anak dan ditonton bergantian oleh para pengunjung.",
    "a poll in the story": "Jajak pendapat kecil di pintu keluar menunjukkan sembilan dari sepuluh pengunjung merasa puas hari itu.",
    "watch in the story": "Tonton juga pertunjukan wayang di halaman, begitu bunyi undangan yang dibagikan kepada warga sekitar.",
    "see also in the story": "Lihat juga ke rak paling bawah, pesan petugas itu, sebab buku anak sering terselip di antara kamus.",
    "signed in brackets": "Buku itu bertanda tangan (kemungkinan asli) dari penyair yang wafat sebelum gedung ini selesai dibangun.",
    "an agency in the story": "Antara dua rak besar itu ada celah sempit yang dipakai anak-anak untuk bermain petak umpet setiap sore.",
    "a date in the story": "Senin, 24 Oktober 2022, tercatat sebagai hari terakhir gedung itu dibuka sebelum perbaikan besar dimulai.",
    "an image credit in the story": "Foto dari tahun lima puluhan itu dipinjamkan oleh keluarga juru foto kota yang pertama untuk pameran ini.",
    "newsletter in the story": "Newsletter perpustakaan, yang terbit setiap bulan, kini ditulis oleh para relawan dari sekolah menengah.",
    "premium in the story": "Premium asuransi koleksi langka naik dua kali lipat, sehingga sebagian buku dipinjamkan ke museum kota.",
    "prose in English": "Read more books, fewer posts, said the librarian as children lined up to get their very first card.",
    "related in English": "Related problems, such as damp walls and broken lamps, were fixed before the doors opened on Monday.",
    "advertisement in English": "Advertisement boards near the river had to go because they hid the view of the old reading room.",
    "a lead in capitals": "DEPRESI jadi tema pameran buku kecil di sudut ruang baca yang disiapkan oleh para mahasiswa psikologi.",
    "a colon in the story": "Baca: begitulah kata pertama yang diajarkan guru itu kepada anak-anak nelayan di tepi sungai pada sore hari.",
    "law that ends in a semicolon": "a. setiap anggota wajib menjaga kebersihan ruang baca dan mengembalikan buku tepat pada waktunya;",
    "law that ends in and": "b. setiap anggota berhak meminjam tiga buku sekaligus selama dua minggu tanpa dipungut biaya; dan",
}

SHORT = {
    "one-word quotes": ["“Siap!”", "“Benar?”", "“Ya.”"],
    "a schedule": ["Senin 08.00-16.00", "Selasa 08.00-16.00", "Rabu 08.00-12.00"],
    "results": ["Tunas Muda 2-1 Harapan Kita", "Bahari 0-0 Nusa", "Melati 3-2 Kenanga"],
    "a line-up": ["Kiper: Rahmat", "Belakang: Dodi, Yusuf, Andre", "Depan: Samsul, Wira"],
    "prices": [
        "Beras premium Rp15.000 per kilogram",
        "Cabai rawit Rp60.000 per kilogram",
        "Gula pasir Rp17.500 per kilogram",
    ],
    "steps": ["1. Isi formulir di loket", "2. Serahkan dua lembar foto", "3. Tunggu nama dipanggil"],
    "verse that repeats": ["Sungai lama, sungai baru", "Bawa aku pulang ke hulu", "Sungai lama, sungai baru"],
    "chords": ["C G Am F", "Di tepi sungai aku menunggu", "C G F C"],
    "names of winners": ["Juara I: Sekolah Melati", "Juara II: Sekolah Kenanga", "Juara III: Sekolah Bakung"],
    "questions and answers": [
        "Mengapa gedung ini ditutup?",
        "Karena atapnya bocor.",
        "Kapan dibuka lagi?",
        "Hari ini.",
    ],
    "books that sound like headings": ["Pilihan Terakhir", "Kabar dari Hulu", "Bintang di Atas Perahu"],
}


def text_of(pieces: Sequence[str]) -> str:
    return "\n".join([*BEFORE, *pieces, *AFTER])


def page_of(pieces: Sequence[str]) -> str:
    story = "".join(f"<p>{piece}</p>" for piece in [*BEFORE, *pieces, *AFTER])
    return f"<html><head><title>Perpustakaan ramai lagi</title></head><body><article>{story}</article></body></html>"


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_the_words_of_clutter_stays_in_a_text(name: str) -> None:
    pieces = [*BEFORE, PROSE[name], *AFTER]
    assert clean_text(text_of([PROSE[name]])).text.split("\n\n") == pieces


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_the_words_of_clutter_stays_in_a_page(name: str) -> None:
    assert clean(page_of([PROSE[name]])).text.split("\n\n") == [*BEFORE, PROSE[name], *AFTER]


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_the_words_of_clutter_stays_as_the_first_paragraph(name: str) -> None:
    assert clean(page_of([]).replace("<article>", f"<article><p>{PROSE[name]}</p>")).text.startswith(PROSE[name])


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_the_words_of_clutter_stays_as_the_last_paragraph(name: str) -> None:
    assert clean_text("\n".join([*BEFORE, *AFTER, PROSE[name]])).text.endswith(PROSE[name])


@pytest.mark.parametrize("name", SHORT)
def test_short_lines_of_a_story_stay_in_a_text(name: str) -> None:
    assert clean_text(text_of(SHORT[name])).text.split("\n\n") == [*BEFORE, *SHORT[name], *AFTER]


@pytest.mark.parametrize("name", SHORT)
def test_short_lines_of_a_story_stay_in_a_page(name: str) -> None:
    assert clean(page_of(SHORT[name])).text.split("\n\n") == [*BEFORE, *SHORT[name], *AFTER]


def test_a_story_that_is_a_list_of_links_keeps_them() -> None:
    links = [f"Cerita {n} tentang sungai dan orang-orang yang tinggal di tepinya" for n in range(8)]
    items = "".join(f"<li><a href='/cerita/{n}'>{link}</a></li>" for n, link in enumerate(links))
    found = clean(
        "<html><head><meta property='og:type' content='article'><title>Delapan cerita</title></head><body><article>"
        f"<h1>Delapan cerita</h1><p>{BEFORE[0]}</p><ul>{items}</ul><p>{AFTER[0]}</p></article></body></html>"
    )
    assert found.text.split("\n\n") == [BEFORE[0], *links, AFTER[0]]


def test_posts_of_a_live_page_stay_with_their_times() -> None:
    posts = [f"{10 + n}.15 WIB: {paragraph}" for n, paragraph in enumerate([*BEFORE, *AFTER])]
    text = clean_text("\n".join(posts)).text
    assert text.split("\n\n") == posts


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Berita Terkait",
            "Harga Beras Naik Lagi di Pasar Induk",
            "Jembatan Baru Segera Dibuka",
            "Warga Protes Jalan Rusak",
        ],
        ["Baca juga:", "Bagikan", "Ikuti kami di Google News", "Copyright 2024 Kabarkita.com. All Rights Reserved"],
        ["Beranda", "Nasional", "Olahraga", "Terpopuler", "Terkini", "Indeks", "Tentang Kami", "Redaksi"],
    ],
)
def test_a_page_of_nothing_but_clutter_has_no_story(lines: list[str]) -> None:
    items = "".join(f"<li><a href='/{n}'>{line}</a></li>" for n, line in enumerate(lines))
    article = clean(f"<html><head><title>Kabarkita</title></head><body><nav><ul>{items}</ul></nav></body></html>")
    assert (article.text, "no-body" in article.flags) == ("", True)
