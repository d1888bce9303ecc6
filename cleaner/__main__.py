"""python -m cleaner: the command, for where its script is not on the path."""

from cleaner.cli import main

if __name__ == "__main__":
    main(prog_name="cleaner")
