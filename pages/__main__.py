"""Writes what is generated from the code and is not current: `python -m pages`."""

from pages import ROOT, generated


def main() -> None:
    """Writes, and names what it wrote."""
    for path, text in generated().items():
        file = ROOT / path
        if not file.is_file() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            print(f"wrote {path}")


main()
