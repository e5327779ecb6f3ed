"""Rule sets in words, for the analyst who puts them beside the circular."""

from mouvement.engine.reglements import Reglement


def lister(reglements: list[Reglement]) -> str:
    """Return one line for each rule set."""
    largeur = max(len(reglement.nom) for reglement in reglements)
    return "\n".join(f"{reglement.nom:<{largeur}}  {reglement.titre}" for reglement in reglements)


def detailler(reglement: Reglement) -> str:
    """Return a rule set's summary, barème elements, options and source."""
    elements = [
        f"  {element.nom} : {element.sens} (source : {element.source})"
        for element in reglement.elements
    ]
    options = [f"  {nom} = {_valeur(valeur)}" for nom, valeur in vars(reglement.options).items()]
    return "\n".join(
        [
            f"{reglement.nom} — {reglement.titre}",
            f"Source : {reglement.source}",
            "",
            reglement.resume.strip(),
            "",
            "Éléments de barème :",
            *elements,
            "",
            "Options par défaut :",
            *options,
        ]
    )


def _valeur(valeur: object) -> str:
    return str(valeur).lower() if isinstance(valeur, bool) else str(valeur)
