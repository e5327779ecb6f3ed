"""The generated pages of docs/: formats.md, from the specifications, and one for each rule set.

``python -m mouvement.io.documentation`` rewrites them (from the repository's root).
"""

import sys
from pathlib import Path

from mouvement.engine.portees import SANS_CODE
from mouvement.io import documentation_faits
from mouvement.io.controles import DESIGNES, TYPABLES
from mouvement.io.conversion import PHYSIQUES
from mouvement.io.markdown import ecrit, permis, tableau
from mouvement.io.options import MOTS
from mouvement.io.physique import ATTENDUS
from mouvement.io.specification import Colonne, Genre, Table
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.io.tables_comparaison import TABLES_COMPARAISON
from mouvement.io.tables_desistement import TABLES_DESISTEMENT
from mouvement.io.tables_lot import CAMPAGNES
from mouvement.io.tables_rejeu import TABLES_REJEU
from mouvement.io.tables_resultat import TABLES_RESULTAT
from mouvement.io.tables_scenario import TABLES_SCENARIO
from mouvement.io.tables_simulation import TABLES_SIMULATION

DOSSIER, PAGE = Path("docs"), "formats.md"

_INTRODUCTION = """\
# Formats des fichiers

Page produite par `python -m mouvement.io.documentation` : ne pas la modifier à la main.

Une campagne est un dossier : `campagne.toml` et une table Parquet par fichier. Un résultat en est
un autre. Les identifiants sont des textes (les zéros de tête comptent). Une valeur manquante est un
*null* Parquet, jamais un texte vide ni -1. L'ordre des lignes ne compte pas, et les colonnes qui ne
sont pas décrites ici ne sont pas lues.

Un identifiant ne commence ni ne finit par un espace, et ne contient aucun caractère invisible.
"""

_TYPES_ACCEPTES = {
    Genre.TEXTE: "string, large_string, string_view, dictionary de ceux-ci",
    Genre.ENTIER: "tout entier, signé ou non",
    Genre.BOOLEEN: "bool",
    Genre.POINTS: "decimal, entier, ou flottant à moins d'un millionième d'un millième",
    Genre.REEL: "flottant, entier",
    Genre.DATE: "date32, date64, ou timestamp sans fuseau ni heure ; de 1900 à 2199",
    Genre.LISTE: "list, large_list, list_view de textes ; ni vide, ni élément vide",
}

_CONFIGURATION = """\
## campagne.toml

```toml
[campagne]
academie  = "orleans-tours"
annee     = 2022
reglement = "declare"          # nom d'un règlement fourni (mouvement reglements), ou chemin
graine    = 20220615           # graine du tirage au sort, entier sur 64 bits

[options]                      # facultatif : le règlement fixe ce qui n'est pas dit
bareme    = "declare"

[parametres]                   # facultatif : ce que le règlement permet de fixer (faits-<nom>.md)

[tables]                       # facultatif : d'autres chemins que <table>.parquet
candidats = "extraction/candidats.parquet"
```

Les quatre clés de `[campagne]` sont exigées. Une section ou une clé inconnue est refusée. Les
chemins de `[tables]` sont relatifs à `campagne.toml` et ne sortent pas de son dossier, liens
symboliques compris, sauf à être absolus.

Un règlement apporté par la campagne est un fichier TOML, ou un dossier qui contient
`reglement.toml` ; son chemin est relatif à `campagne.toml`. Les faits qu'un règlement lit sont des
colonnes de plus des tables ci-dessous, et ses paramètres se fixent dans `[parametres]` (une date
s'écrit `2022-03-31`) : la page `faits-<nom>.md` de chaque règlement fourni décrit les uns et les
autres.
"""

_CONDITIONS = """
Un règlement qui ne calcule pas de barème n'admet que `bareme = "declare"`, et un règlement sans
extension n'admet que `extension = "aucune"`.
"""

_RESULTAT = """\
## Dossier de résultat

Un dossier de résultat qui existe est entier : il est écrit sous un nom provisoire, puis renommé. Il
contient les tables ci-dessous et `manifeste.json` : sha256 de chaque entrée (`entrees`) et de
chaque sortie (`sorties`), règlement, graine, options, versions, effectifs, durées, statut. Les
lignes sont triées par clé, les valeurs manquantes à la fin.
"""

_ZONES = """\
### Comment se lit une zone

`DPT:45/CLG,LYC;hors=REP+` : la portée et son code, ceux d'un vœu ; puis, s'il est typé, `/` et les
types d'établissement ; puis, si une règle ou une décision la restreint, `;` et chaque restriction,
par ordre alphabétique.

| restriction | sens |
| --- | --- |
| `hors=REP+` | sans les établissements de ce classement |
| `label=REP+` | avec ces établissements seulement |
| `sauf=0450001A` | sans cet établissement |
| `sauf_poste=P1` | sans ce poste |
| `paire=1` | n'ôte rien : moitié d'une paire qu'une règle fait pour un couple (ci-dessous) |

Les deux membres d'un couple lié obtiennent le même vœu ; leurs zones sont alors les mêmes, à `sauf`
et `sauf_poste` près. Quand une règle cherche l'un ailleurs que l'autre, ainsi l'un en établissement
et l'autre en zone de remplacement du même département, leurs deux contrats portent la même `paire=`
et ne sont accordés qu'ensemble. `paire=1`, `paire=2`… sont les replis d'un vœu commun, dont ils ont
le rang et le barème ; `paire=E1`, `paire=E2`… les places d'une extension conjointe, dans l'ordre où
elles sont tentées (`origine` : `EXTENSION`). Les numéros n'ont de sens que dans un couple. Sans
couple lié, une telle ligne des vœux ne fait aucun contrat.
"""

_LOT = """\
## Dossier d'un lot

Ce qu'écrit `mouvement lot` : un dossier de résultat par campagne, du nom de son sous-dossier, et le
tableau de toutes. `lot.json` dit de quel dossier sont les campagnes.
"""

_REJEU = """\
## Dossier de rejeu

Ce qu'écrit `mouvement rejouer`, à côté du sous-dossier `resultat` (le nôtre, comme ci-dessus), de
`synthese.md` et de `manifeste.json`. Pour un dossier de campagnes, chaque sous-dossier en est un,
et `rejeu_synthese.parquet` les réunit.
"""

_COMPARAISON = """\
## Dossier de comparaison

Ce qu'écrit `mouvement comparer` à propos de deux résultats, A et B, à côté de la page
`comparaison.html` (qui se lit sans réseau) et de `comparaison.json` : sha256 des fichiers comparés
et de ceux écrits, chiffres de la synthèse, et ce qui n'a pas pu être dit. Mêmes résultats, mêmes
noms de dossiers et mêmes campagnes : mêmes octets.
"""

_SCENARIO = """\
## Dossier de scénario

Ce qu'écrit `mouvement scenario`, à côté d'un sous-dossier par variante : `campagne`, la variante
en dossier de campagne, `resultat`, son résultat, et `comparaison`, avec la base. Le sous-dossier
`base` n'a que `resultat`. Aussi en CSV. Les lignes d'une variante sont celles de la base, d'où tout
`retirer` est fait d'abord, puis tout `changer`, puis tout `ajouter`.
"""

_SIMULATION = """\
## Dossier de simulation

Ce qu'écrit `mouvement simuler`, à côté de `manifeste.json`. Les comptes sont exacts, et les mêmes
pour tout nombre de processus.
"""

_DESISTEMENT = """\
## Dossier de désistements

Ce qu'écrit `mouvement desistement`, à côté de `manifeste.json` qui nomme le résultat d'origine
(`origine` : son chemin, le sha256 de ses fichiers) et ceux qui se désistent. `mouvement verifier`
le revérifie avec le résultat d'origine.
"""


def page() -> str:
    """Return the whole page."""
    parties = [
        _INTRODUCTION,
        _types(),
        _CONFIGURATION,
        _options(),
        "## Dossier de campagne\n",
        *map(_table, TABLES_CAMPAGNE),
        _codes(),
        _RESULTAT,
        *map(_table, TABLES_RESULTAT),
        _ZONES,
        _LOT,
        _table(CAMPAGNES),
        _REJEU,
        *map(_table, TABLES_REJEU),
        _COMPARAISON,
        *map(_table, TABLES_COMPARAISON),
        _SCENARIO,
        *map(_table, TABLES_SCENARIO),
        _SIMULATION,
        *map(_table, TABLES_SIMULATION),
        _DESISTEMENT,
        *map(_table, TABLES_DESISTEMENT),
    ]
    return "\n".join(parties)


def _types() -> str:
    lignes = [
        (str(genre.value), _TYPES_ACCEPTES[genre], f"`{PHYSIQUES[genre]}`") for genre in ATTENDUS
    ]
    return "## Types\n\n" + tableau(("type", "accepté à la lecture", "écrit"), lignes)


def _options() -> str:
    valeurs = {**MOTS, "amelioration": ("true", "false"), "temps_max_s": ("entier positif",)}
    lignes = [(f"`{cle}`", ", ".join(mots)) for cle, mots in valeurs.items()]
    return tableau(("option", "valeurs"), lignes) + _CONDITIONS


def _table(table: Table) -> str:
    lignes = [
        (f"`{colonne.nom}`", colonne.genre.value, _exigence(colonne), permis(colonne))
        for colonne in table.colonnes
    ]
    facultative = " (table facultative)" if table.facultative else ""
    cle = ", ".join(f"`{nom}`" for nom in table.cle)
    titre = f"### {table.nom}.parquet{facultative}\n\n{table.sens} Clé : {cle}.\n\n"
    return titre + tableau(("colonne", "type", "présence", "sens et valeurs permises"), lignes)


def _exigence(colonne: Colonne) -> str:
    if colonne.defaut is not None:
        return f"facultative ({ecrit(colonne.defaut)})"
    if colonne.facultative:
        return "colonne facultative"
    return "peut manquer" if colonne.nullable else "exigée"


def _codes() -> str:
    lignes = [(f"`{type_voeu}`", f"`{'.'.join(cible)}`") for type_voeu, cible in DESIGNES.items()]
    lignes += [(f"`{type_voeu}`", "rien : le code manque") for type_voeu in SANS_CODE]
    typables = ", ".join(f"`{type_voeu}`" for type_voeu in TYPABLES)
    return (
        "### Ce que désigne le code d'un vœu\n\n"
        + tableau(("type", "le code existe dans"), lignes)
        + f"\nSeuls les vœux {typables} peuvent être typés (`types_etablissement`). Une zone ne "
        "contient que des postes de la discipline du candidat ; les vœux géographiques ne "
        "comprennent ni ZR, ni ASH, ni SPEA, ni POP, ni EREA.\n"
    )


def main() -> None:
    """Write the pages, in the folder that the first argument names or in docs/."""
    dossier = Path(sys.argv[1]) if len(sys.argv) > 1 else DOSSIER
    (dossier / PAGE).write_text(page(), encoding="utf-8")
    documentation_faits.ecrire(dossier)


if __name__ == "__main__":
    main()
