"""The page of a rule set: the facts that it reads, and the parameters that a campaign may set."""

from collections.abc import Iterator
from pathlib import Path

from mouvement.engine import reglements
from mouvement.engine.reglements import Reglement
from mouvement.engine.reglements.modele import Fait, Parametre
from mouvement.io.faits import colonnes_des_faits
from mouvement.io.markdown import codes, ecrit, permis, tableau
from mouvement.io.specification import Colonne
from mouvement.io.tables_campagne import TABLES_CAMPAGNE

_FAITS = """\
Chaque fait est une colonne de plus dans une table de la campagne, dont [formats.md](formats.md) dit
les autres. Un fait sans défaut est exigé quand le barème est calculé. Dans les dates d'observation,
n est l'année du mouvement (`annee`).
"""
_PARAMETRES = """\
La section `[parametres]` de `campagne.toml` change ce que le règlement lit par défaut, ou donne ce
qu'il ne peut pas savoir.
"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the file name and the content of the page of each rule set that asks something."""
    for nom in reglements.NOMS:
        reglement = reglements.charger(nom)
        if reglement.faits or reglement.parametres:
            yield f"faits-{nom}.md", page(reglement)


def page(reglement: Reglement) -> str:
    """Return a rule set's page."""
    titre = (
        f"# Faits et paramètres : {reglement.titre}\n\n"
        f"Règlement `{reglement.nom}`. Page produite par `python -m mouvement.io.documentation` : "
        "ne pas la modifier à la main.\n"
    )
    parties = [titre]
    if reglement.faits:
        parties += ["## Faits\n", _FAITS, *_tables(reglement)]
    if reglement.parametres:
        parties += ["## Paramètres\n", _PARAMETRES, _parametres(reglement.parametres)]
    return "\n".join(parties)


def ecrire(dossier: Path) -> None:
    """Write the pages in a folder."""
    for nom, contenu in pages():
        (dossier / nom).write_text(contenu, encoding="utf-8")


def _tables(reglement: Reglement) -> Iterator[str]:
    par_table = colonnes_des_faits(reglement, TABLES_CAMPAGNE, exigeant=True)
    faits = {(fait.table, fait.nom): fait for fait in reglement.faits}
    entete = ("colonne", "type", "si elle manque", "unité", "observé", "sens et valeurs", "règles")
    for table in TABLES_CAMPAGNE:
        if table.nom in par_table:
            lignes = [_fait(faits[table.nom, c.nom], c) for c in par_table[table.nom]]
            yield f"### {table.nom}.parquet\n\n{tableau(entete, lignes)}"


def _fait(fait: Fait, colonne: Colonne) -> tuple[str, ...]:
    sens = " ; ".join(filter(None, (permis(colonne), _source(fait.source))))
    return (
        f"`{fait.nom}`",
        colonne.genre.value,
        _si_manque(fait, colonne),
        fait.unite,
        fait.date,
        sens,
        codes(fait.regles),
    )


def _si_manque(fait: Fait, colonne: Colonne) -> str:
    if fait.defaut is not None:
        return f"vaut {ecrit(fait.defaut)}"
    return "reste nul" if colonne.nullable else "refusé"


def _parametres(parametres: tuple[Parametre, ...]) -> str:
    lignes = [
        (
            f"`{parametre.nom}`",
            parametre.genre,
            "à donner" if parametre.valeur is None else ecrit(parametre.valeur),
            " ; ".join(filter(None, (parametre.sens, _source(parametre.source)))),
            parametre.alternative,
            codes(parametre.valeurs),
            codes(parametre.regles),
        )
        for parametre in parametres
    ]
    entete = ("paramètre", "type", "défaut", "lecture prise", "autre lecture", "valeurs", "règles")
    return tableau(entete, lignes)


def _source(source: str) -> str:
    return f"source : {source}" if source else ""
