"""What ``mouvement banc`` measured, in French."""

from typing import Any


def tell(measured: dict[str, Any]) -> str:
    """Return the steps, the rate and the comparison."""
    runs = measured["repetitions"]
    computed = measured["bareme"] == "calcule"
    lines = [
        f"{measured['candidats']} candidats, {measured['voeux']} vœux, {measured['contrats']} "
        f"contrats, barèmes {'calculés' if computed else 'déclarés'} ; "
        f"{runs} répétition{'s' if runs > 1 else ''}{' (médianes)' if runs > 1 else ''}",
        *_steps("affecter", measured["affecter"], measured["affecter_s"]),
        *_steps("verifier", measured["verifier"], measured["verifier_s"]),
        "",
        f"{_number(measured['candidats_par_s'])} candidats par seconde (affecter entier)",
    ]
    compared = measured["comparaison"]
    if compared:
        lines += ["", "Au regard des mesures publiées (benchmarks/resultats.csv)"]
        lines += [_compared(each) for each in compared]
        lines.append(f"Machine de référence : {compared[0]['machine']}.")
        lines.append(
            "La référence est le modèle large, 20 vœux par candidat ; affecter et verifier y ont "
            "des barèmes déclarés."
        )
    return "\n".join(lines)


def _steps(title: str, steps: list[dict[str, Any]], total: float) -> list[str]:
    lines = ["", f"{title:<14}{'durée':>10}{'part':>8}{'mémoire':>12}"]
    for step in steps:
        share = f"{100 * step['duree_s'] / total:.0f} %"
        time, memory = f"{_number(step['duree_s'])} s", f"{step['memoire_mio']:.0f} Mio"
        lines.append(f"  {step['etape']:<12}{time:>10}{share:>8}{memory:>12}")
    return [*lines, f"  {'total':<12}{f'{_number(total)} s':>10}"]


def _compared(each: dict[str, Any]) -> str:
    unit = {"MiB": "Mio"}.get(each["unite"], each["unite"])
    return (
        f"  {each['mesure']:<20} {_number(each['ici'])} {unit} ici, "
        f"{_number(each['reference'])} {unit} pour {each['candidats_reference']} candidats "
        f"({each['date'][:10]}, {each['commit']}) : × {_number(each['rapport'])}"
    )


def _number(value: float) -> str:
    """Three figures that mean something."""
    text = f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return text.replace(".", ",")
