"""Text of any origin in, out text on one line that can steer no terminal."""

__all__ = ["excerpt", "one_line"]


def one_line(text: str) -> str:
    """Return the text on one line, with control characters as escapes: a file name may hold any.

    Example:
        >>> one_line(f"a{chr(10)}b")
        'a b'
    """
    words = " ".join(text.split())
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in words)


def excerpt(text: str, characters: int) -> str:
    """Return the beginning of the text on one line, of so many characters at most.

    Example:
        >>> excerpt("The harbour wall gave way.", 16)
        'The harbour wal…'
    """
    # White space and escapes change the length; what is cut off here would not show anyway.
    plain = one_line(text[: 8 * characters])
    return plain if len(plain) <= characters else plain[: characters - 1] + "…"
