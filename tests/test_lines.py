"""Lines of a text: prose with the words of clutter stays, clutter goes, each under its label."""

from __future__ import annotations

import pytest

from cleaner import Options, clean

STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
)
LEADS = (
    "PEMERINTAH kota akan menambah dua bus sekolah untuk anak-anak di lereng gunung mulai bulan depan tanpa bayaran.",
    "SEORANG nelayan menemukan perahu kosong di dekat pulau kecil saat hendak menarik jaringnya pada Rabu dini hari.",
    "TIM bola voli putri desa itu menang tiga set langsung atas lawannya dalam laga pembuka di gedung olahraga.",
    "HARGA kopi di tingkat petani kembali turun setelah panen raya di tiga kecamatan berlangsung hampir bersamaan.",
)
TITLES = (
    "Harga Beras Naik Lagi di Tiga Kabupaten",
    "Warga Gotong Royong Bersihkan Sungai",
    "Festival Layang-layang Kembali Digelar",
    "Nelayan Pulang dengan Tangkapan Besar",
    "Guru di Pulau Terluar Dapat Penghargaan",
)
SHORT_TITLES = ("PLN Tambah Trafo di Kempo", "Tarif Listrik Tidak Naik", "KKP Salurkan Mesin Tempel Gratis")
SONGS = ("Lagu Rindu Untuk Ibu", "Sungai Dalam Kenangan Kita", "Terbang Bersama Burung Camar")
INSIDE, TAIL = "inside", "tail"
MALAY = Options(language="ms")


def placed(lines: tuple[str, ...], place: str) -> list[str]:
    """The lines between two paragraphs of the story, or behind its last one."""
    return [*STORY[:2], *lines, *STORY[2:]] if place == INSIDE else [*STORY, *lines]


def paragraphs(lines: list[str]) -> list[str]:
    return clean("\n".join(lines)).text.split("\n\n")


def removed(lines: list[str]) -> list[tuple[str, str]]:
    return [(piece["label"], piece["text"]) for piece in clean("\n".join(lines)).removed]


NEAR_MISSES = [
    "Baca juga buku itu, kata guru kami, sebelum kalian menulis laporan perjalanan.",
    "Baca juga label kemasannya.",
    "Baca Juga menjadi nama taman bacaan di desa kami.",
    '"Baca juga koran," pesan ayahnya.',
    "Penulis Andi Wijaya menerima penghargaan itu di Solo.",
    "Penulis novel itu pulang kampung.",
    "Editor buku itu menolak naskahnya.",
    "Reporter itu jatuh dari perahu.",
    "Iklan itu tayang sejak Senin.",
    "Iklan rokok dilarang di sekitar sekolah.",
    "Pilihan itu sulit, kata dia.",
    "Pilihan: jalan kaki atau naik bus",
    "Terkini, klub itu menunjuk pelatih asing.",
    "Data terkini menunjukkan kenaikan.",
    "Terpopuler di antara mereka adalah sambal matah.",
    "Berita terkait bencana itu cepat menyebar.",
    "Komentar Trump ini memicu protes.",
    "Komentar itu dibalas ribuan orang.",
    "Sebelumnya, warga melapor ke polisi.",
    "Selanjutnya petugas menutup jalan.",
    "Foto itu diambil dari udara.",
    "Foto keluarga terpajang di ruang tamu.",
    "Video itu menunjukkan truk melaju kencang.",
    "Video rekaman warga beredar sejak pagi.",
    "Halaman rumah itu luas.",
    "Halaman pertama koran itu kosong.",
    "Unduh mantu digelar di rumah pengantin pria.",
    "Unduh aplikasi Cek Bansos di ponsel",
    "Tonton pertandingan itu di balai desa, ajak lurah.",
    "Simak penjelasan berikut.",
    "Simak baik-baik nasihat ini.",
    "Laporan wartawan itu dimuat di halaman depan.",
    "Laporan wartawan Tempo pada 1998 menjadi bukti.",
    "Isi kolom asal dengan format (negara/kota)",
    "Isi kolom asal dengan format (negara/kota).",
    "Perkara itu ditangani Komisi Pemberantasan Korupsi (KPK)",
    "Foto itu diambil dari udara (Andi Wijaya/Shutterstock)",
    "Presiden Prabowo - dalam pidatonya - memuji petani.",
    "Jakarta-Bandung ditempuh dua jam dengan kereta.",
    '"Ya."',
    '"Merdeka!"',
    "Siapa yang bertanggung jawab?",
    "Lalu, apa sebabnya?",
    "Tag harga itu dilepas.",
    "Sumber air itu kering.",
    "Ikuti arus sungai, kata nelayan itu.",
    "Bagikan beras itu, kata lurah.",
    "Langganan koran turun.",
    "Redaksi menerima surat itu Senin.",
    "Oleh karena itu, warga menunda acara.",
    "Hak cipta lagu itu dijual pewarisnya.",
    "Advertorial itu dipasang dinas pariwisata.",
    "Lihat foto ini, kata saksi.",
    "Kategori: Aktor Terbaik",
    "Alamat: Jalan Kenanga Nomor 4",
    "Jam buka: 08.00-17.00",
    "Harga: Rp25.000 per porsi",
    "Catatan redaksi: nama korban disamarkan.",
    "Sabtu, 24 Oktober",
    "Persib Bandung 2-1 Persija Jakarta",
    "Pasal 5",
    "*Angka sementara",
    "(Tepuk tangan)",
    "Kiper: Maarten Paes",
    "C G Am F",
    "Mengapa Harga Naik?",
    "Halaman 2 buku itu memuat peta kuno.",
    "Dilarang mengutip ayat sepotong-sepotong, kata ustaz.",
    "Sebarkan kabar baik ini kepada tetangga.",
    "Warga suka ini: murah dan dekat.",
    "Muat turun aplikasi MyBas di telefon",
]


def test_call_for_the_own_app_goes_where_the_page_is_the_portals() -> None:
    lines = [*STORY[:2], "Muat turun aplikasi Kabar Harian", *STORY[2:]]
    assert "Muat turun" not in clean("\n".join(lines), url="https://kabarharian.my/a", options=MALAY).text
    assert paragraphs(lines) == lines


@pytest.mark.parametrize("place", [INSIDE, TAIL])
@pytest.mark.parametrize("line", NEAR_MISSES)
def test_line_of_a_story_stays_although_it_has_the_words_of_clutter(line: str, place: str) -> None:
    lines = placed((line,), place)
    assert paragraphs(lines) == lines
    assert removed(lines) == []


SHORT_LINES = {
    "schedule": ("Jadwal kereta Solo-Yogyakarta:", "05.10 - Solo Balapan", "06.20 - Klaten", "05.10 - Solo Balapan"),
    "line-up": ("Susunan pemain:", "Kiper: Andi Wijaya", "Bek: Budi Santoso, Joko Susilo", "Pelatih: Sri Lestari"),
    "price list": ("Beras: Rp14.000", "Gula: Rp17.500", "Minyak goreng: Rp16.000", "Telur: Rp28.000"),
    "prayer times": ("Imsak 04.21", "Subuh 04.31", "Zuhur 11.52", "Asar 15.11", "Magrib 17.58", "Isya 19.08"),
    "recipe": ("Bahan", "200 gram tepung", "2 butir telur", "Cara membuat", "1. Kocok telur", "2. Masukkan tepung"),
    "lyrics": (
        *("Di tepi sungai aku menunggu", "Perahumu tak kunjung datang", "Oh kampungku", "Lampu-lampu mulai padam"),
        *("Perahumu tak kunjung datang", "Oh kampungku"),
    ),
    "chords": ("Intro: C G Am F", "Di tepi sungai aku menunggu", "Am F", "Perahumu tak kunjung datang"),
    "pantun": (
        *("Jalan-jalan ke kota Blitar", "Jangan lupa membeli sukun", "Kalau kamu ingin pintar"),
        "Rajin belajar setiap tahun",
    ),
    "law": (
        "a. setiap pedagang wajib menjaga kebersihan kiosnya;",
        "b. sampah dibuang pada tempatnya; dan",
        "c. iuran dibayar setiap bulan.",
    ),
    "rhetorical questions": ("Siapa yang menanggung biayanya?", "Kapan selesai?", "Mengapa harus sekarang?"),
    "results": ("Persib 2-1 Persija", "Arema 0-0 PSIS", "Bali United 3-2 Borneo"),
    "interview": (
        "Bagaimana awalnya?",
        "Awalnya kami hanya ingin memperbaiki atap, tetapi kemudian warga sepakat memperbaiki seluruh bangunannya.",
        "Berapa biayanya?",
        "Biayanya sekitar dua ratus juta rupiah, sebagian besar dari iuran warga dan sisanya dari kas desa itu.",
    ),
    "numbered headings": (
        "1. Kopi Tubruk",
        "Kopi ini diseduh langsung di gelas dengan air mendidih, lalu ditunggu sampai ampasnya turun ke dasar.",
        "2. Kopi Susu",
        "Susu kental dituang lebih dulu sebelum kopi panas, sehingga dua warna terlihat jelas di dalam gelas itu.",
    ),
    "heading that names a list and has none": (
        "Pilihan",
        "Kedua pilihan itu sama-sama berat, tetapi warga akhirnya memilih memperbaiki pasar lama ketimbang pindah.",
    ),
    "hoax quoted in a fact check": (
        "Simak narasi lengkapnya:",
        '"BAGIKAN ke semua grup, besok pasar ditutup selamanya!"',
        "Faktanya, pasar itu tetap buka seperti biasa menurut surat edaran kepala desa yang terbit pekan lalu.",
    ),
    "last sub-heading": ("Jam Buka Pasar",),
    "sentence in two lines": ("Warga dari desa tetangga kem", "bali membawa pulang hasil kebun."),
}


@pytest.mark.parametrize("place", [INSIDE, TAIL])
@pytest.mark.parametrize("name", SHORT_LINES)
def test_short_lines_of_a_story_stay_in_order(name: str, place: str) -> None:
    lines = placed(SHORT_LINES[name], place)
    assert paragraphs(lines) == lines


@pytest.mark.parametrize("place", [INSIDE, TAIL])
def test_bullet_mark_is_no_text_and_a_number_is(place: str) -> None:
    lines = placed(("- Beras 5 kilogram", "• Minyak 2 liter", "1. Gula 1 kilogram"), place)
    assert paragraphs(lines) == [line.removeprefix("- ").removeprefix("• ") for line in lines]


def on_bullets(*titles: str) -> tuple[str, ...]:
    """As trafilatura writes a list: the mark alone on a line, the title under it."""
    return tuple(line for title in titles for line in ("-", title))


GOES = [
    # (lines, label of each)
    (("Baca juga: " + TITLES[0],), "read-also"),
    (("Baca Juga : " + TITLES[0], "Baca Juga: " + TITLES[1]), "read-also"),
    (("BACA JUGA - " + TITLES[0],), "read-also"),
    (("BACA JUGA " + TITLES[0],), "read-also"),
    (("Baca Juga " + TITLES[0],), "read-also"),
    (("Baca: " + TITLES[0],), "read-also"),
    (("Lihat Juga: " + TITLES[0],), "read-also"),
    (("Simak: " + TITLES[0],), "read-also"),
    (("Tonton: " + TITLES[0],), "read-also"),
    (("Read more: " + TITLES[0],), "read-also"),
    (("Ba\u200bca\u00a0ju\u00adga: " + TITLES[0],), "read-also"),
    (("Baca Juga",), "read-also"),
    (("Baca juga:",), "read-also"),
    (("Baca Juga", TITLES[0]), "read-also"),
    (("Baca Juga:", TITLES[0], TITLES[1]), "read-also"),
    (("Baca Juga", "Baca Juga"), "read-also"),
    (("Baca selengkapnya di sini",), "read-also"),
    (("Selanjutnya: Daftar Desa Wisata Terbaik di Jawa Tengah",), "read-also"),
    (("ADVERTISEMENT", "SCROLL TO CONTINUE WITH CONTENT"), "ad"),
    (("Lanjutkan membaca artikel di bawah",), "ad"),
    (("Simak Video 'Panen Raya di Kaki Gunung':", "[Gambas:Video 20detik]"), "video"),
    (("Yuk, Simak Juga Video ini!",), "video"),
    (("Lihat Foto",), "caption"),
    (("Foto: Petani di Subang (Dok. Desa)",), "caption"),
    (("Halaman 1 dari 3",), "pagination"),
    (("Halaman Selanjutnya", "Pasar itu kemudian dikelola oleh…"), "pagination"),
    (("Bagikan: Facebook Twitter WhatsApp",), "share"),
    (("Ikuti saluran WhatsApp Kabarkita untuk berita terbaru.",), "follow"),
    (("Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.",), "comments"),
    (("Tags: pasar, desa, sungai",), "tags"),
    (("Copyright © KABAR 2026",), "copyright"),
    (("Penulis: Andi Wijaya", "Editor: Sri Lestari"), "byline"),
    (("Artikel ini telah tayang di Kabarkita.com dengan judul Pasar Lama Dibuka Lagi",), "byline"),
    (("Load time: 0,31 detik",), "nav"),
    (("Smallest Font", "Largest Font"), "nav"),
    (("Lihat Politik Selengkapnya",), "related"),
    (("googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); });",), "script"),
    (("Lihat postingan ini di Instagram", "Sebuah kiriman dibagikan oleh Warga (@wargadesa)"), "embed"),
    (("Berlangganan untuk membaca artikel ini selengkapnya",), "paywall"),
    (("Berita Terkait", *on_bullets(*TITLES)), "related"),
    (("Halaman: 1 2 3 Selanjutnya",), "pagination"),
    (("Laman 1 2 3 Next page",), "pagination"),
    (("Postingan Lebih Baru",), "pagination"),
    (("Post Views: 128",), "nav"),
    (("Hits: 388",), "nav"),
    (("Ukuran huruf A- A+",), "nav"),
    (("Sebarkan artikel ini:",), "share"),
    (("Suka ini:", "Memuat..."), "share"),
    (("Dengarkan artikel ini", "Simpan artikel ini"), "share"),
    (("Klik untuk berbagi di Twitter(Membuka di jendela yang baru)",), "share"),
    (("Dilarang mengutip tanpa izin",), "copyright"),
    (("Lanjut baca di bawah iklan", "Artikel berlanjut setelah iklan"), "ad"),
    (("Berita sebelumnya: " + TITLES[0],), "read-also"),
    (("Jangan lupa like, share, dan subscribe!",), "follow"),
    (("Komentar ditutup.", "Posting Komentar"), "comments"),
    (("Pemred: Andi Wijaya", "Publish by: Siti"), "byline"),
    (("Foto/Teks: Siti Maryam",), "byline"),
]


@pytest.mark.parametrize("place", [INSIDE, TAIL])
@pytest.mark.parametrize(("lines", "label"), GOES, ids=[lines[0][:40] for lines, _ in GOES])
def test_clutter_goes_under_its_label_and_nothing_else_does(lines: tuple[str, ...], label: str, place: str) -> None:
    whole = placed(lines, place)
    assert paragraphs(whole) == list(STORY)
    assert [kind for kind, _ in removed(whole)] == [label] * len(lines)


@pytest.mark.parametrize(
    ("lines", "label", "place"),
    [
        (("Terpopuler", *(f"- {title}" for title in TITLES)), "popular", TAIL),
        (("Pilihan", *TITLES), "picks", TAIL),
        (("Terkini", *TITLES), "latest", TAIL),
        (("Terpopuler", *on_bullets(*TITLES)), "popular", INSIDE),
        (("Terpopuler", *(f"- {title}" for title in TITLES)), "popular", INSIDE),
        (("Kirim Komentar", "Nama *", "Simpan komentar"), "comments", TAIL),
        (("Laporan Wartawan Kabarkita.com, Dewi Anggraini",), "byline", TAIL),
        (("Kamis, 24 Oktober 2024 | 14:05 WIB",), "date", TAIL),
        (("Kamis, 24 Oktober 2024 | 14:05 WIB",), "date", INSIDE),
        (("***",), "sign-off", TAIL),
        (("(*)",), "sign-off", TAIL),
    ],
)
def test_what_depends_on_its_place_goes_there(lines: tuple[str, ...], label: str, place: str) -> None:
    whole = placed(lines, place)
    assert paragraphs(whole) == list(STORY)
    assert [kind for kind, _ in removed(whole)] == [label] * len(lines)


@pytest.mark.parametrize("heading", ["Baca Juga", "BACA JUGA:", "Berita Terkait", "Artikel Terkait:"])
@pytest.mark.parametrize("behind", [STORY[2], "“Ikan di kulkas busuk semua,” kata pedagang ikan."])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_titles_between_paragraphs_go_with_their_heading(heading: str, behind: str, count: int) -> None:
    lines = [*STORY[:2], heading, *SHORT_TITLES[:count], behind, STORY[3]]
    assert paragraphs(lines) == [*STORY[:2], behind, STORY[3]]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("Baca Juga", TITLES[0], "Akses Satu-satunya"), ("Akses Satu-satunya",)),
        (("Berita Terkait", TITLES[0], "Akses Satu-satunya"), ("Akses Satu-satunya",)),
        (("Berikut tiga lagu terpopuler:", *SONGS), ("Berikut tiga lagu terpopuler:", *SONGS)),
        (("Terpopuler", *SONGS), ("Terpopuler", *SONGS)),
    ],
)
def test_subheading_and_list_of_the_story_stay(lines: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert paragraphs(placed(lines, INSIDE)) == placed(kept, INSIDE)


def test_lists_that_follow_one_another_go_each_under_its_own_label() -> None:
    lines = [*STORY, "Berita Terkait", *TITLES[:3], "Terpopuler", *TITLES[1:4], "Terkini", *TITLES[2:]]
    assert paragraphs(lines) == list(STORY)
    assert [kind for kind, _ in removed(lines)] == ["related"] * 4 + ["popular"] * 4 + ["latest"] * 4


def test_text_of_nothing_but_clutter_has_no_body() -> None:
    article = clean("Berita Terkait\nTerpopuler\nBaca juga: Harga Naik Lagi")
    assert (article.text, article.flags) == ("", ["no-body"])


A, B, C, D = STORY
GLUED = [
    # (line, what is left of it)
    (f"{A} {B} Baca Juga: {TITLES[0]} {C}", f"{A} {B} {C}", "read-also"),
    (f"{A}Baca Juga: {TITLES[0]}{C}", f"{A} {C}", "read-also"),
    (f"{A}BACA JUGA - {TITLES[0]} {B}", f"{A} {B}", "read-also"),
    (f"{A} Baca Juga: Harga Beras Naik Lagi, Apa Sebabnya? {B}", f"{A} {B}", "read-also"),
    (f"{A} Baca juga:", A, "read-also"),
    (f"{A} ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT {B}", f"{A} {B}", "ad"),
    (f"{A} [Gambas:Video 20detik] {B}", f"{A} {B}", "video"),
    (f"{A}Lihat Foto", A, "caption"),
    (f"{A} Halaman Selanjutnya Warga kemudian pulang...", A, "pagination"),
    (f"{A} {B} (rds/gil)", f"{A} {B}", "sign-off"),
    (f"{A} {B} Penulis: Andi Wijaya", f"{A} {B}", "byline"),
    (f"{A} {B}Penulis: Andi WijayaEditor: Sri Lestari Copyright © KABAR 2026", f"{A} {B}", "byline"),
    (f"{A} {B} Ikuti Whatsapp Channel Kabarkita", f"{A} {B}", "follow"),
    (f"{A} {B} Simak berita Kabar Kita di Google News", f"{A} {B}", "follow"),
    (f"{A} {B} Ikuti saluran WhatsApp Kabar Kita untuk berita terbaru", f"{A} {B}", "follow"),
    (f"JAKARTA, KABARKITA.com - {A} {B}", f"{A} {B}", "dateline"),
]


@pytest.mark.parametrize(
    ("line", "want", "label"), GLUED, ids=[f"{label} {i}" for i, (_, _, label) in enumerate(GLUED)]
)
def test_clutter_in_a_story_of_one_line_costs_its_own_words_only(line: str, want: str, label: str) -> None:
    article = clean(line)
    assert article.text == want
    assert {piece["label"] for piece in article.removed} == {label}


DATELINES = [
    # (as it stands before the first word, dateline of the record, publisher)
    ("JAKARTA, KOMPAS.com - ", "JAKARTA, KOMPAS.com", "Kompas.com"),
    ("KOMPAS.com- ", "KOMPAS.com", "Kompas.com"),
    ("JAKARTA KOMPAS.com -", "JAKARTA KOMPAS.com", "Kompas.com"),
    ("JAKARTA,KOMPAS.com - ", "JAKARTA,KOMPAS.com", "Kompas.com"),
    ("Liputan6.com, Jakarta", "Liputan6.com, Jakarta", "Liputan6.com"),
    ("Liputan6.com, Jakarta ", "Liputan6.com, Jakarta", "Liputan6.com"),
    ("TEMPO.CO,Jakarta-", "TEMPO.CO,Jakarta", "TEMPO.CO"),
    ("JAKARTA–", "JAKARTA", None),
    ("SOLO--", "SOLO", None),
    ("JOGJA—", "JOGJA", None),
    ("JAKARTA- ", "JAKARTA", None),
    ("BATAM, POSMETRO: ", "BATAM, POSMETRO", "POSMETRO"),
    (
        "ISTANBUL, 23 Februari 2016 (Antara/PRNewswire) -- ",
        "ISTANBUL, 23 Februari 2016 (Antara/PRNewswire)",
        "Antara/PRNewswire",
    ),
    ("Mataram, NTB (ANTARA News) - ", "Mataram, NTB (ANTARA News)", "ANTARA News"),
    ("PARIS, April 8 — ", "PARIS, April 8", None),
    ("TOBOALI – ", "TOBOALI", None),
    ("KLATEN – ", "KLATEN", None),
    ("IHRAM.CO.ID, BANJARMASIH -- ", "IHRAM.CO.ID, BANJARMASIH", "IHRAM.CO.ID"),
    ("MALANGTIMES - ", "MALANGTIMES", None),
    ("Jakarta: ", "Jakarta", None),
    ("KBRN, Palangka Raya : ", "KBRN, Palangka Raya", "KBRN"),
    ("WIBBISNISNEWS.id - ", "WIBBISNISNEWS.id", "BISNISNEWS.id"),
    ("BUS-TRUCK - ", "BUS-TRUCK", None),
    ("Jakarta, CNBC Indonesia - ", "Jakarta, CNBC Indonesia", "CNBC Indonesia"),
    ("KONTAN.CO.ID - JAKARTA. ", "KONTAN.CO.ID - JAKARTA", "Kontan.co.id"),
    ("SOLO, KABARKITA.com -\n", "SOLO, KABARKITA.com", "KABARKITA.com"),
    ("- ", None, None),
    ("--", None, None),
    ("Phillip Island - ", "Phillip Island", None),
    ("KOTA KINABALU: ", "KOTA KINABALU", None),
    ("SURYA.co.id | SURABAYA - ", "SURYA.co.id | SURABAYA", "SURYA.co.id"),
    ("KABARKITA.COM | Kota – ", "KABARKITA.COM | Kota", "KABARKITA.COM"),
    ("Kota | KabarKita.com – ", "Kota | KabarKita.com", "KabarKita.com"),
    ("SOLO, KABARKITA.COM,- ", "SOLO, KABARKITA.COM", "KABARKITA.COM"),
    ("KOTA (18 Agustus 2023) - ", "KOTA (18 Agustus 2023)", None),
    ("Kota, (18/8/2023) – ", "Kota, (18/8/2023)", None),
    ("WAINGAPU, KK.Net.- ", "WAINGAPU, KK.Net", "KK.Net"),
    ("KABARKITA.COM – SOLO – ", "KABARKITA.COM – SOLO", "KABARKITA.COM"),
    ("KABARKITA.COM//Kota - ", "KABARKITA.COM//Kota", "KABARKITA.COM"),
    ("Kota, KabarKita.com. ", "Kota, KabarKita.com", "KabarKita.com"),
    ("BATAM, Kabar Kita — ", "BATAM, Kabar Kita", None),
    ("Bireuen - ", "Bireuen", None),
    ("Padang Panjang – ", "Padang Panjang", None),
]


@pytest.mark.parametrize(("mark", "dateline", "publisher"), DATELINES)
def test_dateline_goes_from_the_first_paragraph_and_is_a_fact(
    mark: str, dateline: str | None, publisher: str | None
) -> None:
    article = clean("\n".join([mark + STORY[0], *STORY[1:]]))
    assert article.text.split("\n\n") == list(STORY)
    assert (article.dateline, article.publisher) == (dateline, publisher)


@pytest.mark.parametrize(
    "lead",
    [
        "INTERNATIONAL Golden Institute menggelar wisuda di gedung balai kota pada Senin pagi bersama ratusan tamu.",
        "DEPRESI jadi sebab utama kunjungan ke klinik desa selama musim paceklik, kata dokter yang berjaga di sana.",
        "COVID-19 kembali naik di tiga kabupaten sejak pekan lalu, kata dokter yang berjaga di klinik desa itu.",
        "Presiden Prabowo - dalam pidatonya di tepi sungai - memuji petani yang memperbaiki pasar lama itu sendiri.",
        "Komisi Pemberantasan Korupsi (KPK) memeriksa saksi - kemarin malam - di gedung balai kota sampai larut.",
        "Jakarta, kota yang tak pernah tidur – begitu kata orang – kini lengang sejak libur panjang dimulai kemarin.",
        "Toba – danau terbesar itu – surut dua meter sejak kemarau datang, kata nelayan yang menunggu di dermaga.",
        "KPK (18/8) memeriksa kepala desa itu sebagai saksi di balai kota sejak pagi sampai larut malam hari itu.",
        "Bone, boneka kayu buatan Andi, laku dijual - bahkan sampai ke luar pulau - sejak pasar itu dibuka kembali.",
    ],
)
def test_lead_that_only_looks_like_a_dateline_stays_whole(lead: str) -> None:
    article = clean("\n".join([lead, *STORY[1:]]))
    assert article.text.split("\n\n") == [lead, *STORY[1:]]
    assert article.dateline is None


def test_pieces_of_a_sentence_cut_at_links_stay() -> None:
    lines = [*STORY[:1], "Kabarkita.com", ", Selasa (10/6/2025).", *STORY[1:]]
    assert paragraphs(lines) == [*STORY[:1], "Kabarkita.com, Selasa (10/6/2025).", *STORY[1:]]


SIGN_OFFS: list[tuple[str, list[str], list[str]]] = [
    # (as it stands behind the last word, authors, editors)
    ("(rds/gil)", [], []),
    ("(mg1)", [], []),
    ("(FHM)", [], []),
    ("(fbn)", [], []),
    ("(cnk)", [], []),
    ("(***)", [], []),
    ("***", [], []),
    ("(*)", [], []),
    ("[*]", [], []),
    ("— AFP", [], []),
    ("- Bloomberg", [], []),
    ("(E-2)", [], []),
    ("(Ant/H-3)", [], []),
    ("[jpc]", [], []),
    ("[MOR]", [], []),
    ("(mcr4/jpnn)", [], []),
    ("ANDI WIJAYA", ["Andi Wijaya"], []),
    ("(Andi Wijaya)", ["Andi Wijaya"], []),
    ("(Arief Setyadi )", ["Arief Setyadi"], []),
    ("(Tribunnews.com/Andi Wijaya)", ["Andi Wijaya"], []),
    ("(Penulis: Andi Wijaya | Editor: Sri Lestari)", ["Andi Wijaya"], ["Sri Lestari"]),
    ("Red: Sri Lestari", [], ["Sri Lestari"]),
    ("Redaktur & Reporter : Andi Wijaya", ["Andi Wijaya"], []),
    ("sumber : Antara", [], []),
    ("(tim redaksi)", [], []),
    ("(Red/*)", [], []),
    ("(Sm/Har)", [], []),
    ("(SM01)", [], []),
    ("(DP-07)", [], []),
    ("(mg-3)", [], []),
    ("(b-3)", [], []),
    ("(sm/PN)", [], []),
    ("(sm/KabarKita)", [], []),
    ("(KR/24)", [], []),
    ("(Rep: sm/ Ed: har)", [], []),
    ("(rilis)", [], []),
    ("Tim/Red", [], []),
    ("(Red)", [], []),
    ("(Hms/Red)", [], []),
    ("(Release)", [], []),
    ("(Sumber Antara)", [], []),
    ("(Abu/Din/Ros)", [], []),
    ("(Andi Wijaya/red)", ["Andi Wijaya"], []),
    ("(Andi Wijaya/*)", ["Andi Wijaya"], []),
    ("(Andi Wijaya | Solo)", ["Andi Wijaya"], []),
    ("(Andi Wijaya - Solo)", ["Andi Wijaya"], []),
    ("Andi Wijaya/PN", ["Andi Wijaya"], []),
    ("–Andi Wijaya–", ["Andi Wijaya"], []),
    ("|| Andi Wijaya", ["Andi Wijaya"], []),
    ("***sm", [], []),
    ("*(sm)", [], []),
]


@pytest.mark.parametrize("joint", [" ", "", "\n"], ids=["behind a blank", "glued", "on its line"])
@pytest.mark.parametrize(("sign_off", "authors", "editors"), SIGN_OFFS)
def test_sign_off_goes_from_the_last_paragraph_and_names_are_facts(
    sign_off: str, authors: list[str], editors: list[str], joint: str
) -> None:
    article = clean("\n".join(STORY) + joint + sign_off)
    assert article.text.split("\n\n") == list(STORY)
    assert (article.authors, article.editors) == (authors, editors)


@pytest.mark.parametrize(
    ("sign_off", "authors"),
    [
        ("\n(Ditulis oleh Andi Wijaya)", ["Andi Wijaya"]),
        (" (Fal/E-1)", []),
        (" (ANTARA)", []),
        (" (ant)", []),
        (" (red)", []),
    ],
)
def test_desk_and_agency_in_brackets_are_nobody_and_a_full_name_is(sign_off: str, authors: list[str]) -> None:
    article = clean("\n".join(STORY) + sign_off)
    assert (article.text.split("\n\n"), article.authors) == (list(STORY), authors)


@pytest.mark.parametrize("mark", ["/sm", "[]", "■", "[Andi Wijaya]"])
def test_mark_behind_the_last_full_stop_goes(mark: str) -> None:
    assert clean("\n".join(STORY) + " " + mark).text.split("\n\n") == list(STORY)


@pytest.mark.parametrize(
    "end",
    [
        "Bantuan itu dikirim organisasi dunia yang berkantor di kota besar di seberang lautan itu (PBB).",
        "Anak itu kini duduk di bangku sekolah menengah pertama di kota dan belajar di kelas satu (7A).",
        "Di dinding pasar tertulis sebait sajak tentang orang yang mau hidup seribu tahun lagi.\n— Chairil Anwar",
        "Lagu itu dibuka dengan petikan gitar dan suara sungai yang direkam di tepi pasar lama itu.\n[Verse Satu]",
    ],
)
def test_end_of_a_story_that_only_looks_signed_stays(end: str) -> None:
    assert paragraphs([*STORY, end]) == [*STORY, *end.replace("— ", "").split("\n")]


@pytest.mark.parametrize("agency", ["AFP", "Bloomberg", "Antara", "Reuters"])
def test_agency_alone_on_the_last_line_is_a_sign_off(agency: str) -> None:
    assert removed([*STORY, agency]) == [("sign-off", agency)]


END_MARKS = ["(rds/gil)", "(E-2)", "(Kabarkita.com/Andi Wijaya)", "(*)"]


@pytest.mark.parametrize("joint", [" ", "\n"], ids=["behind a blank", "on its line"])
@pytest.mark.parametrize("mark", END_MARKS)
def test_leads_of_other_stories_behind_the_end_go(mark: str, joint: str) -> None:
    assert paragraphs([*STORY[:3], STORY[3] + joint + mark, *LEADS]) == list(STORY)


def test_lead_behind_the_last_byline_goes_and_its_furniture_too() -> None:
    lines = [*STORY, "Editor: Sri Lestari", LEADS[0], "Copyright © KABAR 2026"]
    assert paragraphs(lines) == list(STORY)
    assert [kind for kind, _ in removed(lines)] == ["byline", "related", "copyright"]


def test_photo_credit_ends_no_story() -> None:
    lines = [*STORY[:3], "Foto itu diambil dari udara oleh seorang warga. (Andi Wijaya/Shutterstock)", *LEADS[:2]]
    assert paragraphs(lines)[4:] == list(LEADS[:2])


HEADS = [
    # (lines above the story, dateline before it, title, description, date, section)
    (("Pasar Lama Dibuka Kembali", "Kamis, 24 Oktober 2024 | 14:05 WIB", "Oleh: Andi Wijaya"), "", None),
    (("Pasar Lama Dibuka Kembali", "Warga bergotong royong tiga bulan."), "SOLO, KABARKITA.com - ", "standfirst"),
    (("Nasional", "Pasar Lama Dibuka Kembali", "24 Oktober 2024"), "SOLO - ", "section"),
]


@pytest.mark.parametrize(("head", "dateline", "kind"), HEADS)
def test_head_of_a_text_becomes_facts(head: tuple[str, ...], dateline: str, kind: str | None) -> None:
    article = clean("\n".join([*head, dateline + STORY[0], *STORY[1:]]))
    assert article.text.split("\n\n") == list(STORY)
    assert article.title == "Pasar Lama Dibuka Kembali"
    assert article.description == ("Warga bergotong royong tiga bulan." if kind == "standfirst" else None)
    assert article.section == ("Nasional" if kind == "section" else None)


@pytest.mark.parametrize("first", ["Kabarkita.com", "© 2025 Kabarkita", "SOLO, KABARKITA.com -"])
def test_brand_or_copyright_line_above_the_story_goes(first: str) -> None:
    assert paragraphs([first, "SOLO - " + STORY[0], *STORY[1:]]) == list(STORY)


@pytest.mark.parametrize(
    "lines",
    [
        [*STORY, *STORY],
        [STORY[0], *STORY],
        [" ".join(STORY), *STORY],
        [*STORY, *STORY[2:], *STORY[3:]],
    ],
    ids=["whole story twice", "first paragraph twice", "glued copy first", "ever shorter tails"],
)
def test_story_that_stands_twice_is_kept_once(lines: list[str]) -> None:
    article = clean("\n".join(lines))
    assert article.text.split("\n\n") == list(STORY)
    assert "doubled" in article.flags
    assert {piece["label"] for piece in article.removed} == {"doubled"}


@pytest.mark.parametrize("count", [20, 700], ids=["a story", "too long to look for each in all"])
def test_line_that_glues_paragraphs_goes_and_they_stay(count: int) -> None:
    lines = [
        f"Warga ke {i} di desa itu menata sayur dan ikan di kios yang baru dicat pada pagi itu." for i in range(count)
    ]
    article = clean("\n".join([*lines, " ".join(lines[10:14])]))
    assert article.text.split("\n\n") == lines
    assert [piece["rule"] for piece in article.removed] == ["glued-paragraphs"]


CUT_AT_LINKS = [
    # (lines of a text, the paragraph they are)
    (
        (A[:-1] + " kepada", "Kabarkita.com", ", Selasa (10/6/2025)."),
        A[:-1] + " kepada Kabarkita.com, Selasa (10/6/2025).",
    ),
    ((A[:-1], ", kata Rina, seorang pedagang."), A[:-1] + ", kata Rina, seorang pedagang."),
]


@pytest.mark.parametrize(("lines", "whole"), CUT_AT_LINKS)
def test_sentence_cut_at_its_link_is_put_together(lines: tuple[str, ...], whole: str) -> None:
    assert paragraphs([*lines, *STORY[1:]]) == [whole, *STORY[1:]]


@pytest.mark.parametrize(
    "lines",
    [("Beras: Rp 14.000", "Gula: Rp 17.000"), (".NET dipakai di kantor itu sejak lama oleh semua pegawai desa kami.",)],
)
def test_lines_that_only_look_cut_stay_apart(lines: tuple[str, ...]) -> None:
    assert paragraphs([*STORY, *lines, A.replace("lama", "baru")])[4:-1] == list(lines)


@pytest.mark.parametrize("role", ["Reporter", "Wartawan", "Editor"])
@pytest.mark.parametrize(
    "said", [("Apa rencana berikutnya?", "Selamat ya, Pak!"), ("Selamat pagi.", "Terima kasih.")], ids=["asked", "said"]
)
def test_who_speaks_between_answers_is_no_byline(role: str, said: tuple[str, str]) -> None:
    turns = [f"{role}: {words}" for words in said]
    lines = [STORY[0], turns[0], STORY[1], turns[1], *STORY[2:]]
    assert paragraphs(lines) == lines
    assert clean("\n".join(lines)).authors == []


def test_a_byline_between_paragraphs_is_one_all_the_same() -> None:
    article = clean("\n".join([*STORY[:2], "Reporter: Intan Permatasari", *STORY[2:]]))
    assert (article.text.split("\n\n"), article.authors) == (list(STORY), ["Intan Permatasari"])


@pytest.mark.parametrize("end", ["\n", " "], ids=["a line", "glued to the last one"])
@pytest.mark.parametrize(
    ("credit", "authors", "editors"),
    [
        ("Pemred: Haris Munandar", [], ["Haris Munandar"]),
        ("Publish by: Siti Maryam", [], []),
        ("Editor/Penulis: Siti Maryam", ["Siti Maryam"], []),
        ("Foto/Teks: Siti Maryam", ["Siti Maryam"], []),
        ("Penulis/Editor: Siti Maryam", ["Siti Maryam"], []),
        ("Reporter: Siti Maryam/Editor: Haris Munandar", ["Siti Maryam"], ["Haris Munandar"]),
    ],
)
def test_a_role_is_taken_whole(end: str, credit: str, authors: list[str], editors: list[str]) -> None:
    article = clean("\n".join(STORY) + end + credit)
    assert article.text.split("\n\n") == list(STORY)
    assert (article.authors, article.editors) == (authors, editors)
