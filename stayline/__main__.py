"""`python -m stayline` is the `stayline` command."""

from stayline.cli import main

if __name__ == "__main__":
    main()
