"""Invented portals: pages whose stories differ and whose furniture does not, for what is learned from many pages.

And a rule as a user writes it.
"""

from __future__ import annotations

import random
from typing import NamedTuple

RULE = """
[[rule]]
name = "mine"
label = "ad"
why = "A test."
equals = ["pasar"]
hits = ["Pasar"]
misses = ["Pasar itu."]
"""
WHO = (
    "Warga Desa Sumber",
    "Para nelayan muda",
    "Kepala pasar lama",
    "Guru sekolah dasar",
    "Petani kopi",
    "Pengrajin tikar",
)
DID = ("membangun kembali", "merawat bersama", "memperbaiki", "membuka lagi", "menata ulang", "mengecat")
WHAT = ("jembatan kayu", "perpustakaan kecil", "dermaga tua", "kebun bibit", "balai pertemuan", "jalan setapak")
WHERE = ("di tepi Sungai Melati", "di lereng Bukit Sari", "di Pulau Kecil Timur", "di ujung Desa Randu", "di kota lama")
WHY = (
    "karena banjir tahun lalu merusaknya",
    "agar anak-anak dapat bermain dengan aman",
    "supaya hasil panen lebih cepat sampai",
    "setelah dana gotong royong terkumpul",
    "meskipun hujan turun hampir setiap sore",
)
NAMES = ("Andi Wijaya", "Sri Lestari", "Budi Santoso", "Maya Puspita", "Rudi Hartono")
SECTIONS = ("Desa", "Laut", "Pendidikan")
HOST = "rimbakabar.example"
CALL = "Punya foto kejadian di sekitar Anda? Titipkan kepada meja foto Rimba Kabar"
PROMO = "Rak buku Rimba Kabar: novel dan kumpulan cerita terbitan kami"
STANDING = "Rimba Kabar menerima titipan tulisan warga pada hari kerja"


class Page(NamedTuple):
    """A page, and the paragraphs of its story."""

    html: str
    story: list[str]


def sentence(dice: random.Random) -> str:
    return f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(WHERE)} {dice.choice(WHY)}"


def paragraph(dice: random.Random, number: int) -> str:
    """Two sentences that no other page has."""
    who = f"ketua kelompok ke-{dice.randrange(10**6)}"
    return f"{sentence(dice)} pada hari ke-{number} bulan itu. {sentence(dice)}, kata {who}."


def story(number: int) -> list[str]:
    dice = random.Random(number)
    return [paragraph(dice, number) for _ in range(dice.randint(4, 8))]


def page(number: int) -> Page:
    """A page of Rimba Kabar, a portal that has no file. Its class names say nothing in any language we know."""
    dice = random.Random(number)
    paragraphs = story(number)
    name, section = dice.choice(NAMES), dice.choice(SECTIONS)
    title = f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {number}"
    caption = f"Suasana {dice.choice(WHAT)} {dice.choice(WHERE)} pada pagi hari ke-{number}. (Foto: {name})"
    body = [f"<p>{text}</p>" for text in paragraphs]
    body.insert(1, f'<div class="zx-lukis"><img src="/g/{number}.jpg"><span>{caption}</span></div>')
    body.insert(3, f'<div class="zx-titip"><b>{CALL}</b></div>')
    body.append(f"<p>{STANDING}</p>")
    html = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title} - Rimba Kabar</title>
<link rel="canonical" href="https://{HOST}/{section.lower()}/{number}">
<meta property="og:site_name" content="Rimba Kabar"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="2024-03-{number % 28 + 1:02d}T08:15:00+07:00">
<meta name="author" content="{name}"><meta property="article:section" content="{section}"></head><body>
<div class="zx-atas"><a href="/desa">Desa</a> <a href="/laut">Laut</a></div>
<div class="zx-rak">{PROMO}. {PROMO}. Dapatkan di toko buku terdekat mulai bulan depan.</div>
<div class="zx-badan"><div class="zx-rubrik">{section}</div><h1 class="zx-judul">{title}</h1>
<div class="zx-nama">{name}</div><div class="zx-waktu">{number % 28 + 1} Maret 2024, 08:15 WIB</div>
<div class="zx-isi">{"".join(body)}</div></div>
<div class="zx-bawah"><a href="/a/{number + 1}">{dice.choice(WHO)} {dice.choice(WHAT)}</a></div></body></html>"""
    return Page(html, paragraphs)
