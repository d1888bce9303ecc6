"""What pytest leaves alone: the folder that makes other processes do harm."""

collect_ignore = ["nasty_site"]
