"""Reading ``campagne.toml``: what the campaign is, its options, where its tables are."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from mouvement.engine.campagne import Options
from mouvement.engine.erreurs import Faute
from mouvement.engine.reglements import Reglement
from mouvement.io import parametres as section_parametres
from mouvement.io.fautes import Releve, choix
from mouvement.io.options import MOTS, TEMPS_MAX_S
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.io.texte_reglement import charger_reglement

FICHIER = "campagne.toml"
TABLES = tuple(specification.nom for specification in TABLES_CAMPAGNE)
SECTIONS = {
    "campagne": ("academie", "annee", "reglement", "graine"),
    "options": tuple(champ.name for champ in fields(Options)),
    "tables": TABLES,
    section_parametres.SECTION: None,
}
"""The sections and their keys; None: those that the rule set declares."""
_CHEMIN = "Rester dans le dossier de la campagne, ou donner un chemin absolu."
_ENTIER_64 = 2**63


@dataclass(frozen=True)
class Configuration:
    """What ``campagne.toml`` says; a faulty entry has a harmless value and a recorded fault.

    Attributes
    ----------
    textes : the rule set; None when it is unknown or wrong, as ``options`` then.
    parametres : the rule set's parameters that the campaign sets.
    noms : for each table, its file as ``campagne.toml`` names it (by default ``<table>.parquet``).
    chemins : the same, resolved; a table whose path is refused is not there.
    explicites : the tables that ``campagne.toml`` names.
    """

    academie: str = ""
    annee: int = 0
    reglement: str = ""
    graine: int = 0
    options: Options | None = None
    textes: Reglement | None = None
    parametres: Mapping[str, Any] = field(default_factory=dict)
    noms: Mapping[str, str] = field(default_factory=dict)
    chemins: Mapping[str, Path] = field(default_factory=dict)
    explicites: frozenset[str] = frozenset()

    @property
    def calcule(self) -> bool:
        """Barèmes are computed: all that they need must be there."""
        return self.options is not None and self.options.bareme == "calcule"


def lire_configuration(
    releve: Releve, dossier: Path, octets: bytes, forcees: Mapping[str, Any]
) -> Configuration | None:
    """Check the content of ``campagne.toml``; None when it is no TOML at all.

    ``forcees`` are options that win over those it says.
    """
    contenu = decoder(releve, FICHIER, octets)
    return None if contenu is None else configurer(releve, dossier, contenu, forcees)


def configurer(
    releve: Releve,
    dossier: Path,
    contenu: Mapping[str, Any],
    forcees: Mapping[str, Any],
    textes: Reglement | None = None,
) -> Configuration:
    """Check what ``campagne.toml`` says; ``textes`` is the rule set when it is not to be read."""
    _refuser_inconnus(releve, "", contenu, SECTIONS)
    sections = {nom: _section(releve, nom, contenu) for nom in SECTIONS}
    nommes = _tables(releve, sections["tables"])
    noms = {table: nommes.get(table, f"{table}.parquet") for table in TABLES}
    reglement = _texte(releve, sections["campagne"], "reglement")
    if textes is None and reglement:
        textes = charger_reglement(releve, FICHIER, reglement, dossier)
    options = _options(releve, textes, sections["options"], forcees)
    return Configuration(
        academie=_texte(releve, sections["campagne"], "academie"),
        annee=_entier(releve, "campagne", sections["campagne"], "annee", 1, 9999),
        reglement=reglement,
        graine=_entier(
            releve, "campagne", sections["campagne"], "graine", -_ENTIER_64, _ENTIER_64 - 1
        ),
        options=options,
        textes=textes,
        parametres=_parametres(releve, textes, options, sections[section_parametres.SECTION]),
        noms=noms,
        chemins=_chemins(releve, dossier, noms),
        explicites=frozenset(nommes),
    )


def decoder(releve: Releve, fichier: str, octets: bytes) -> dict[str, Any] | None:
    """Read a TOML file, its numbers exact; None, and a fault, when it is none."""
    try:
        return tomllib.loads(octets.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        releve.note(fichier, "", "le fichier n'est pas de l'UTF-8", "L'enregistrer en UTF-8.")
    except tomllib.TOMLDecodeError as erreur:
        place = re.search(r"line (\d+)", str(erreur))
        ligne = int(place[1]) if place else None
        motif = "ce n'est pas du TOML valable"
        remede = "Écrire « cle = valeur », les textes entre guillemets."
        releve.fautes.append(Faute(fichier, ligne, "", "", motif, remede))
    return None


def _refuser_inconnus(
    releve: Releve, section: str, contenu: Mapping[str, Any], permis: Collection[str]
) -> None:
    for cle in contenu:
        if cle not in permis:
            quoi = "clé inconnue" if section else "section inconnue"
            releve.note(FICHIER, _cle(section, cle), quoi, choix(cle, tuple(permis)))


def _cle(section: str, cle: str) -> str:
    return f"[{section}] {cle}" if section else f"[{cle}]"


def _section(releve: Releve, nom: str, contenu: Mapping[str, Any]) -> Mapping[str, Any]:
    section = contenu.get(nom, {})
    if not isinstance(section, dict):
        releve.note(FICHIER, f"[{nom}]", "ce n'est pas une section", f"Écrire une ligne [{nom}].")
        return {}
    permis = SECTIONS[nom]
    if permis is not None:
        _refuser_inconnus(releve, nom, section, permis)
    return section


def _lire(
    releve: Releve,
    section: str,
    contenu: Mapping[str, Any],
    cle: str,
    valable: Callable[[Any], bool],
    remede: str,
) -> Any:
    """Return the value of a key; None, and a fault, when it is missing or not valid."""
    if cle not in contenu:
        releve.note(FICHIER, _cle(section, cle), "clé absente", remede)
        return None
    valeur = contenu[cle]
    if not valable(valeur):
        releve.note(FICHIER, _cle(section, cle), "valeur refusée", remede, valeur=str(valeur))
        return None
    return valeur


def _est_nom(valeur: Any) -> bool:
    propre = isinstance(valeur, str) and valeur.isprintable() and valeur == valeur.strip()
    return propre and valeur != ""


def _texte(releve: Releve, contenu: Mapping[str, Any], cle: str) -> str:
    return _lire(releve, "campagne", contenu, cle, _est_nom, "Donner un texte non vide.") or ""


def _entier(
    releve: Releve, section: str, contenu: Mapping[str, Any], cle: str, minimum: int, maximum: int
) -> int:
    def valable(valeur: Any) -> bool:
        return type(valeur) is int and minimum <= valeur <= maximum

    remede = f"Donner un nombre entier, de {minimum} à {maximum}."
    return _lire(releve, section, contenu, cle, valable, remede) or 0


def _options(
    releve: Releve,
    textes: Reglement | None,
    contenu: Mapping[str, Any],
    forcees: Mapping[str, Any],
) -> Options | None:
    """Return the rule set's options, as changed by ``[options]``, then by those forced."""
    connues, contenu = fields(Options), {**contenu, **forcees}
    lues = {c.name: _option(releve, contenu, c.name) for c in connues if c.name in contenu}
    if textes is None:
        return None
    options = replace(textes.options, **{cle: lue for cle, lue in lues.items() if lue is not None})
    if options.bareme == "calcule" and not textes.elements:
        motif = f"le règlement {textes.nom} ne calcule pas de barème"
        if "bareme" in forcees:
            releve.note(FICHIER, "reglement", motif, "Donner un règlement qui en calcule un.")
        else:
            _incompatible(releve, "bareme", options.bareme, motif, "declare")
    if options.extension != "aucune" and not textes.extensions:
        motif = f"le règlement {textes.nom} n'a pas d'extension"
        _incompatible(releve, "extension", options.extension, motif, "aucune")
    return options


def _incompatible(releve: Releve, cle: str, valeur: str, motif: str, permise: str) -> None:
    remede = f'Écrire {cle} = "{permise}", ou changer de règlement.'
    releve.note(FICHIER, _cle("options", cle), motif, remede, valeur=valeur)


def _option(releve: Releve, contenu: Mapping[str, Any], cle: str) -> Any:
    if cle == "temps_max_s":
        return _entier(releve, "options", contenu, cle, 1, TEMPS_MAX_S) or None
    mots = MOTS.get(cle, ())

    def valable(valeur: Any) -> bool:
        return valeur in mots if mots else isinstance(valeur, bool)

    remede = choix(str(contenu[cle]), mots) if mots else "Écrire true ou false."
    return _lire(releve, "options", contenu, cle, valable, remede)


def _parametres(
    releve: Releve, textes: Reglement | None, options: Options | None, contenu: Mapping[str, Any]
) -> dict[str, Any]:
    if textes is None or options is None:
        return {}
    exigeant = options.bareme == "calcule"
    return section_parametres.lire_parametres(releve, FICHIER, contenu, textes, exigeant=exigeant)


def _tables(releve: Releve, contenu: Mapping[str, Any]) -> dict[str, str]:
    lus = {
        table: _lire(
            releve, "tables", contenu, table, _est_nom, "Donner un chemin, entre guillemets."
        )
        for table in contenu
        if table in TABLES
    }
    return {table: nom for table, nom in lus.items() if nom is not None}


def _chemins(releve: Releve, dossier: Path, noms: Mapping[str, str]) -> dict[str, Path]:
    """Resolve each path, links included; a relative one must stay in the campaign's folder."""
    racine = dossier.resolve()
    chemins = {}
    for table, nom in noms.items():
        try:
            chemin = (racine / nom).resolve()
        except (OSError, RuntimeError):  # a loop of symbolic links
            releve.note(FICHIER, _cle("tables", table), "chemin illisible", _CHEMIN, valeur=nom)
            continue
        if Path(nom).is_absolute() or chemin.is_relative_to(racine):
            chemins[table] = chemin
        else:
            motif = "le chemin sort du dossier de la campagne"
            releve.note(FICHIER, _cle("tables", table), motif, _CHEMIN, valeur=nom)
    return chemins
