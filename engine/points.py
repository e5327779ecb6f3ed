"""Points as people read them; everywhere else they are whole thousandths."""


def en_points(milliemes: int) -> str:
    """Return thousandths of a point in French: 134200 → ``134,2``."""
    entiers, reste = divmod(abs(milliemes), 1000)
    signe = "-" if milliemes < 0 else ""
    decimales = f",{reste:03d}".rstrip("0") if reste else ""
    return f"{signe}{entiers}{decimales}"
