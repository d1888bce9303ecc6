"""Rules as data: TOML files, checked and compiled by rulebook.py."""
