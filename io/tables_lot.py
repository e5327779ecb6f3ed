"""The table across the campaigns of a batch: its specification, its files, what is printed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mouvement.io.ecriture import en_parquet
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables import table

_T, _E = Genre.TEXTE, Genre.ENTIER
CERTIFIE, NON_OPTIMAL = "CERTIFIE", "CERTIFIE_NON_OPTIMAL"
ROMPU, REFUSEE = "CERTIFICAT_ROMPU", "REFUSEE"
EFFECTIFS = {
    "disciplines": "disciplines",
    "participants": "candidats",
    "voeux": "vœux",
    "contrats": "contrats",
    "mutes": "mutés",
    "maintenus": "maintenus sur leur poste",
    "extensions": "placés par extension",
    "annuels": "affectés pour un an",
    "non_affectes": "sans affectation",
    "non_affectes_obligatoires": "sans affectation, à participation obligatoire",
    "satisfaits_voeu_1": "qui ont leur premier vœu",
    "signalements": "signalements, à regarder",
}
COUPLES = {
    "couples": "couples liés",
    "dissous": "couples à qui rien n'est accordé ensemble",
    "refus_residuels": "couples que les barres admettraient, refusés",
}

CAMPAGNES = Table(
    "campagnes",
    "Les campagnes d'un lot, une ligne par sous-dossier. Aussi en CSV.",
    ("campagne",),
    (
        Colonne("campagne", _T, "sous-dossier de la campagne, et de son résultat"),
        Colonne(
            "statut",
            _T,
            "comment elle a fini ; `REFUSEE` : ses données, sans résultat",
            valeurs=(CERTIFIE, NON_OPTIMAL, ROMPU, REFUSEE),
        ),
        Colonne("academie", _T, "académie", nullable=True),
        Colonne("annee", _E, "année", nullable=True),
        Colonne("reglement", _T, "règlement", nullable=True),
        *(Colonne(nom, _E, sens, nullable=True) for nom, sens in EFFECTIFS.items()),
        *(
            Colonne(nom, _E, f"{sens} (nul : couples séparés)", nullable=True)
            for nom, sens in COUPLES.items()
        ),
        Colonne("fautes", _E, "fautes des données", nullable=True),
        Colonne(
            "constats", _E, "écarts trouvés par `--verifier` (nul : pas vérifié)", nullable=True
        ),
    ),
)

_IMPRIMEES = (
    ("participants", "candidats", ""),
    ("mutes", "mutés", "participants"),
    ("maintenus", "maintenus", "participants"),
    ("non_affectes", "non affectés", "participants"),
    ("satisfaits_voeu_1", "sur vœu 1", "participants"),
)
_STATUTS = {
    CERTIFIE: "certifié",
    NON_OPTIMAL: "preuve inachevée",
    ROMPU: "certificat rompu",
    REFUSEE: "refusée",
}


NOMS = tuple(f"{CAMPAGNES.nom}.{suffixe}" for suffixe in ("parquet", "csv"))
"""The table's files."""


def fichiers(lignes: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, bytes]]:
    """Yield name and content of the table's files."""
    frame = table(CAMPAGNES, lignes)
    yield f"{CAMPAGNES.nom}.parquet", en_parquet(CAMPAGNES, frame)
    # What a French spreadsheet opens as it is.
    yield f"{CAMPAGNES.nom}.csv", frame.to_csv(sep=";", index=False).encode("utf-8-sig")


def resumer(ligne: Mapping[str, Any]) -> str:
    """Return one line of progress in French."""
    statut = _STATUTS[ligne["statut"]]
    if ligne.get("participants") is None:
        fautes = ligne.get("fautes")
        return f"{ligne['campagne']} : {statut}" + (f", {fautes} faute(s)" if fautes else "")
    total = ligne["participants"]
    verifiee = "" if ligne.get("constats") is None else f", {ligne['constats']} écart(s)"
    return (
        f"{ligne['campagne']} : {statut}, {_nombre(total)} candidats, "
        f"{_part(ligne['mutes'], total)} mutés{verifiee}"
    )


def imprimer(lignes: Sequence[Mapping[str, Any]]) -> str:
    """Return the table in French, with the totals of what was done."""
    faites = [ligne for ligne in lignes if ligne.get("participants") is not None]
    total = {nom: sum(ligne[nom] for ligne in faites) for nom, _, _ in _IMPRIMEES}
    largeur = max(len(str(ligne["campagne"])) for ligne in (*lignes, {"campagne": "campagne"}))
    titres = "".join(f"{titre:>20}" if part else f"{titre:>11}" for _, titre, part in _IMPRIMEES)
    corps = [
        f"{ligne['campagne']:<{largeur}}{_chiffres(ligne)}  {_STATUTS[ligne['statut']]}"
        for ligne in lignes
    ]
    return "\n".join(
        [
            f"{'campagne':<{largeur}}{titres}",
            *corps,
            f"{'ensemble':<{largeur}}{_chiffres(total)}",
        ]
    )


def _chiffres(ligne: Mapping[str, Any]) -> str:
    """Return the counts of a line and their shares; blank for a campaign without result."""
    textes = []
    for nom, _, part in _IMPRIMEES:
        nombre = ligne.get(nom)
        texte = "" if nombre is None else _nombre(nombre)
        if part:
            texte = f"{texte:>11}{'' if nombre is None else _part(nombre, ligne[part]):>9}"
        textes.append(f"{texte:>20}" if part else f"{texte:>11}")
    return "".join(textes)


def _nombre(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")


def _part(nombre: int, total: int) -> str:
    milliemes = (1000 * nombre + total // 2) // max(total, 1)
    return f"{milliemes // 10},{milliemes % 10} %"
