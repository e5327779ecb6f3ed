"""Rule sets in words: tables for the analyst who puts them beside the circular."""

from textwrap import wrap

from mouvement.engine.reglements import Reglement
from mouvement.engine.reglements.modele import Cas, Cumul, Element, Entree, Expression
from mouvement.io.expressions import Redaction

LARGEURS = {
    "élément": 26,
    "points": 26,
    "vœux": 20,
    "conditions": 44,
    "cumul": 26,
    "source": 14,
    "règles": 12,
}


def lister(reglements: list[Reglement]) -> str:
    """Return one line for each rule set."""
    largeur = max(len(reglement.nom) for reglement in reglements)
    return "\n".join(f"{reglement.nom:<{largeur}}  {reglement.titre}" for reglement in reglements)


def detailler(reglement: Reglement) -> str:
    """Return a rule set in words: summary, barème as a table, the other rules, options."""
    redaction = Redaction(reglement)
    options = [f"  {nom} = {_valeur(valeur)}" for nom, valeur in vars(reglement.options).items()]
    parts = [
        f"{reglement.nom} — {reglement.titre}",
        f"Source : {reglement.source}",
        "",
        reglement.resume.strip(),
        *_section("Barème", _bareme(reglement, redaction)),
        *_section("Départage, dans l'ordre", _lignes(reglement.departage, redaction)),
        *_section("Participation", _lignes(reglement.participation, redaction)),
        *_section("Vœux, dans l'ordre des opérations", _lignes(reglement.voeux, redaction)),
        *_section("Extension", _lignes(_extensions(reglement), redaction)),
        *_section("Postes restés vacants", _lignes(reglement.complements, redaction)),
        *_section(
            "Amélioration",
            [*_niveaux(reglement), *_lignes(reglement.gardes, redaction)],
        ),
        *_section("Signalements", _lignes(reglement.signalements, redaction)),
        *_section("Données exigées cohérentes", _lignes(reglement.coherences, redaction)),
        *_section("Paramètres", _parametres(reglement, redaction)),
        "",
        "Options par défaut :",
        *options,
    ]
    return "\n".join(parts)


def _extensions(reglement: Reglement) -> tuple[Entree, ...]:
    """Return the extensions, each with that of couples which comes before it."""
    toutes = [(extension.conjointe, extension) for extension in reglement.extensions]
    return tuple(entree for deux in toutes for entree in deux if entree)


def _section(titre: str, lignes: list[str]) -> list[str]:
    return ["", f"{titre} :", *lignes] if lignes else []


def _bareme(reglement: Reglement, redaction: Redaction) -> list[str]:
    if not reglement.elements:
        return []
    entetes = dict(zip(LARGEURS, LARGEURS, strict=True))
    trait = "-+-".join("-" * largeur for largeur in LARGEURS.values())
    lignes = [*_rangee(entetes), trait]
    for element in reglement.elements:
        for numero, cas in enumerate(element.cas):
            lignes += _rangee(_cellules(reglement, redaction, element, cas, numero == 0))
        lignes.append(trait)
    return lignes


def _cellules(
    reglement: Reglement, redaction: Redaction, element: Element, cas: Cas, premier: bool
) -> dict[str, str]:
    voeux, conditions = _separer([element.si, cas.si])
    dites = [redaction.dire(condition) for condition in conditions]
    if len(element.cas) > 1 and cas.sens:
        dites = [*map(redaction.dire, _separer(element.si)[1]), cas.sens]
    seul = ["sur un seul vœu, le premier qui y a droit"] if element.un_seul else []
    return {
        "élément": f"{element.nom} — {element.sens}" if premier else "",
        "points": redaction.points(cas.points),
        "vœux": ", ".join(voeux) or "tous",
        "conditions": " ; ".join(filter(None, [*dites, *seul])),
        "cumul": _cumuls(reglement, element) if premier else "",
        "source": cas.source or element.source,
        "règles": ", ".join(cas.regles or element.regles),
    }


def _separer(expression: Expression) -> tuple[list[str], list[Expression]]:
    """Part an expression into the natures of vœux that it asks for, and the rest."""
    if isinstance(expression, dict):
        reste = {cle: valeur for cle, valeur in expression.items() if cle != "voeux"}
        return [*expression.get("voeux", ())], [reste] if reste else []
    if isinstance(expression, str):
        return [], [expression]
    parts = [_separer(partie) for partie in expression]
    return [nom for noms, _ in parts for nom in noms], [e for _, reste in parts for e in reste]


def _cumuls(reglement: Reglement, element: Element) -> str:
    dits = [_cumul(cumul, element.nom, _ou(reglement, cumul)) for cumul in reglement.cumul]
    return " ; ".join(filter(None, dits)) or "se cumule"


def _ou(reglement: Reglement, cumul: Cumul) -> str:
    """Return on which vœux something does not add up; a parameter with its default."""
    defauts = {f"${parametre.nom}": parametre.valeur for parametre in reglement.parametres}
    ou = "" if defauts.get(cumul.portee, cumul.portee) == "voeu" else ", quel que soit le vœu"
    return f"{ou} (paramètre {cumul.portee[1:]})" if cumul.portee in defauts else ou


def _cumul(cumul: Cumul, nom: str, ou: str) -> str:
    exclus = "tout autre élément" if "*" in cumul.exclut else ", ".join(cumul.exclut)
    if cumul.gagne and nom in cumul.gagne:
        sauf = f" sauf {', '.join(cumul.garde)}" if cumul.garde else ""
        return f"exclut {exclus}{sauf}{ou}"
    if nom in cumul.garde or (nom not in cumul.exclut and "*" not in cumul.exclut):
        return ""
    if cumul.gagne:
        return f"exclu par {', '.join(cumul.gagne)}{ou}"
    return f"seul compte le plus élevé de {exclus}{ou}"


def _rangee(cellules: dict[str, str]) -> list[str]:
    """Return the lines of a row, each cell wrapped to its column."""
    colonnes = [wrap(cellules[nom], largeur) for nom, largeur in LARGEURS.items()]
    hauteur = max(map(len, colonnes))
    return [
        " | ".join(
            f"{colonne[numero] if numero < len(colonne) else '':<{largeur}}"
            for colonne, largeur in zip(colonnes, LARGEURS.values(), strict=True)
        ).rstrip()
        for numero in range(hauteur)
    ]


def _lignes(entrees: tuple[Entree, ...], redaction: Redaction) -> list[str]:
    lignes = []
    for entree in entrees:
        quand = redaction.quand(entree.sens, getattr(entree, "si", ()))
        source = ", ".join(filter(None, [entree.source, *entree.regles]))
        si = "" if quand.startswith("si le paramètre") else "si "
        texte = f"{entree.sens}{f' — {si}{quand}' if quand else ''} ({source})"
        lignes += wrap(texte, 110, initial_indent="  - ", subsequent_indent="    ")
    return lignes


CLASSEMENTS = {"voeu": "leur barème", "partie_commune": "la partie commune de celui de leur auteur"}
SIEGES = {
    "aucun": "qui y vient par un vœu large ne peut pas revendiquer son siège",
    "partie_commune": "qui y vient par un vœu large revendique son siège avec sa partie commune",
    "indicatif": "qui y vient par un vœu large revendique son siège avec le barème de son premier "
    "vœu indicatif, à défaut avec sa partie commune",
}


def _niveaux(reglement: Reglement) -> list[str]:
    """Return, level by level, on what the improvement stage compares agents."""
    lignes = []
    for niveau in reglement.amelioration:
        source = ", ".join(filter(None, [niveau.source, *niveau.regles]))
        dits = [f"les meilleurs vœux y sont classés par {CLASSEMENTS[niveau.bareme]}"]
        dits.append(SIEGES[niveau.siege])
        if niveau.hors_commune:
            nom = niveau.hors_commune
            si = f" (paramètre {nom[1:]})" if isinstance(nom, str) else ""
            dits.append(f"un titulaire n'y vise pas les postes de sa propre commune{si}")
        texte = f"{niveau.nom} : {niveau.sens} — {' ; '.join(dits)} ({source})"
        lignes += wrap(texte, 110, initial_indent="  - ", subsequent_indent="    ")
    return lignes


def _parametres(reglement: Reglement, redaction: Redaction) -> list[str]:
    lignes = []
    for parametre in reglement.parametres:
        autre = f" ; autre lecture : {parametre.alternative}" if parametre.alternative else ""
        regles = ", ".join(parametre.regles)
        texte = (
            f"{parametre.nom} = {redaction.valeur(parametre.valeur)} : {parametre.sens}{autre} "
            f"({regles})"
        )
        lignes += wrap(texte, 110, initial_indent="  - ", subsequent_indent="    ")
    return lignes


def _valeur(valeur: object) -> str:
    return str(valeur).lower() if isinstance(valeur, bool) else str(valeur)
