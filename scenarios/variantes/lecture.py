"""Reading a ``scenario.toml``: what it says, every mistake at once; the grid made variants."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable
from mouvement.io.configuration import decoder
from mouvement.io.fautes import Releve, choix
from mouvement.io.lecture_table import lire_octets
from mouvement.scenarios.variantes.modele import (
    ACTIONS,
    AJOUTER,
    BASE,
    RETIRER,
    Lignes,
    Scenario,
    Variante,
)

SECTIONS = ("scenario", "variantes", "grille")
CLES_SCENARIO = ("titre", "raison", "campagne")
CLES_VARIANTE = ("titre", "raison", "graine", "reglement", "parametres", "options", *ACTIONS)
CLES_GRILLE = ("titre", "raison", "axes")
CLES_AXE = ("nom", "chemin", "chemins", "valeurs")
CLES_LIGNES = ("table", "where", "set")
GRAINE = "graine"
AXES = ("reglement", "parametres", "options", GRAINE)
"""Where the path of an axis may begin."""
NOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,=-]*")
NOM_MAX = 200
"""Characters of a variant's name: with what surrounds it, a disk takes some 250."""
VARIANTES_MAX = 10_000
_TEXTE = "Donner un texte, entre guillemets."
_NOM = "Un nom de variante est un nom de dossier : lettres sans accent, chiffres, - _ . , ="


def lire_scenario(fichier: Path) -> Scenario:
    """Read a scenario; its campaign's path is relative to it.

    Raises
    ------
    DossierInutilisable : there is no such file.
    DonneesRefusees : with every mistake of its own.
    """
    if not fichier.is_file():
        raise DossierInutilisable(f"{fichier} n'est pas un fichier de scénario.")
    releve = Releve()
    octets = lire_octets(releve, fichier.name, fichier)
    contenu = None if octets is None else decoder(releve, fichier.name, octets)
    scenario = None if contenu is None else _Lecteur(releve, fichier).scenario(contenu)
    if releve.fautes or scenario is None:
        raise DonneesRefusees(releve.fautes)
    return scenario


class _Lecteur:
    """Reads one file; mistakes go to ``releve``."""

    def __init__(self, releve: Releve, fichier: Path) -> None:
        self.releve = releve
        self.fichier = fichier

    def refuser(self, ou: str, motif: str, remede: str, valeur: str = "") -> None:
        self.releve.note(self.fichier.name, ou, motif, remede, valeur=valeur)

    def scenario(self, contenu: Mapping[str, Any]) -> Scenario:
        self.cles("", contenu, SECTIONS)
        tete = self.table("scenario", contenu.get("scenario", {}))
        self.cles("scenario", tete, CLES_SCENARIO)
        dites = self.table("variantes", contenu.get("variantes", {}))
        variantes = [self.variante(nom, dite) for nom, dite in dites.items()]
        if "grille" in contenu:
            variantes += self.grille(self.table("grille", contenu["grille"]))
        if contenu.get("variantes", {}) == {} and "grille" not in contenu:
            remede = "Écrire une section [variantes.NOM], ou une [grille]."
            self.refuser("", "le scénario n'a pas de variante", remede)
        self.noms(variantes)
        campagne = self.texte("scenario", tete, "campagne", exige=True)
        return Scenario(
            self.texte("scenario", tete, "titre", exige=True),
            self.texte("scenario", tete, "raison"),
            self.fichier.parent / campagne,
            tuple(variantes),
        )

    def noms(self, variantes: list[Variante]) -> None:
        vus = {BASE}
        for variante in variantes:
            if not NOM.fullmatch(variante.nom):
                self.refuser(f"variantes.{variante.nom}", "nom refusé", f"{_NOM}.")
            if len(variante.nom) > NOM_MAX:
                remede = f"Au plus {NOM_MAX} caractères."
                self.refuser(f"variantes.{variante.nom}", "nom trop long", remede)
            # Some disks do not tell capitals apart.
            if variante.nom.casefold() in vus:
                remede = f"Donner un autre nom ; {BASE} est la campagne elle-même."
                self.refuser(f"variantes.{variante.nom}", "nom déjà pris", remede)
            vus.add(variante.nom.casefold())

    def cles(self, ou: str, table: Mapping[str, Any], permises: Collection[str]) -> None:
        for cle in table:
            if cle not in permises:
                quoi = "clé inconnue" if ou else "section inconnue"
                self.refuser(f"{ou}.{cle}".lstrip("."), quoi, choix(cle, permises))

    def table(self, ou: str, valeur: Any) -> Mapping[str, Any]:
        if isinstance(valeur, dict):
            return valeur
        self.refuser(ou, "une section est attendue", f"Écrire une ligne [{ou}].")
        return {}

    def texte(self, ou: str, table: Mapping[str, Any], cle: str, *, exige: bool = False) -> str:
        valeur = table.get(cle, None if exige else "")
        if isinstance(valeur, str) and (valeur or not exige):
            return valeur
        motif = "clé absente" if valeur is None else "valeur refusée"
        self.refuser(f"{ou}.{cle}", motif, _TEXTE, "" if valeur is None else str(valeur))
        return ""

    def graine(self, ou: str, valeur: Any) -> int | None:
        if valeur is None or type(valeur) is int:
            return valeur
        self.refuser(f"{ou}.graine", "valeur refusée", "Donner un nombre entier.", str(valeur))
        return None

    def variante(self, nom: str, dite: Any) -> Variante:
        ou = f"variantes.{nom}"
        table = self.table(ou, dite)
        self.cles(ou, table, CLES_VARIANTE)
        tables = {n: self.table(f"{ou}.{n}", table.get(n, {})) for n in AXES[:3]}
        changements = list(feuilles(tables["reglement"]))
        self.distincts((f"{ou}.reglement", ".".join(chemin)) for chemin, _ in changements)
        return Variante(
            nom,
            self.texte(ou, table, "titre", exige=True),
            self.texte(ou, table, "raison"),
            dict(changements),
            tables["parametres"],
            tables["options"],
            self.graine(ou, table.get("graine")),
            tuple(self.lignes(ou, table)),
        )

    def lignes(self, ou: str, table: Mapping[str, Any]) -> Iterator[Lignes]:
        for action in ACTIONS:
            dites = table.get(action, [])
            if not isinstance(dites, list):
                remede = f"Écrire une ligne [[{ou}.{action}]]."
                self.refuser(f"{ou}.{action}", "une liste de sections est attendue", remede)
                continue
            for numero, dite in enumerate(dites, 1):
                yield self.une(f"{ou}.{action}[{numero}]", action, dite)

    def une(self, ou: str, action: str, dite: Any) -> Lignes:
        table = self.table(ou, dite)
        self.cles(ou, table, CLES_LIGNES)
        exigees = {"where": action != AJOUTER, "set": action != RETIRER}
        lus = {}
        for cle, exigee in exigees.items():
            lus[cle] = self.table(f"{ou}.{cle}", table.get(cle, {}))
            if exigee and not lus[cle]:
                remede = f"Écrire {cle} = {{ colonne = valeur }}."
                self.refuser(f"{ou}.{cle}", "clé absente", remede)
            if not exigee and cle in table:
                self.refuser(f"{ou}.{cle}", f"inutile pour {action}", "Retirer cette clé.")
        nom = self.texte(ou, table, "table", exige=True)
        return Lignes(ou, action, nom, lus["where"], lus["set"])

    def grille(self, grille: Mapping[str, Any]) -> list[Variante]:
        self.cles("grille", grille, CLES_GRILLE)
        titre = self.texte("grille", grille, "titre", exige=True)
        raison = self.texte("grille", grille, "raison")
        axes = grille.get("axes")
        if not isinstance(axes, list) or not axes:
            self.refuser("grille.axes", "des axes sont attendus", "Écrire [[grille.axes]].")
            return []
        lus = [self.axe(f"grille.axes[{n}]", axe) for n, axe in enumerate(axes, 1)]
        self.distincts(
            (f"grille.axes[{numero}].chemin", chemin)
            for numero, (_, chemins, _) in enumerate(lus, 1)
            for chemin in chemins
        )
        nombre = 1
        for _, _, valeurs in lus:
            nombre *= len(valeurs)
        if nombre > VARIANTES_MAX:
            remede = f"Au plus {VARIANTES_MAX}."
            self.refuser("grille", "trop de variantes", remede, str(nombre))
            return []
        return [
            _point(titre, raison, [(nom, chemins, v) for (nom, chemins, _), v in pairs])
            for pairs in (
                list(zip(lus, valeurs, strict=True)) for valeurs in product(*(a[2] for a in lus))
            )
        ]

    def axe(self, ou: str, dit: Any) -> tuple[str, list[str], list[Any]]:
        axe = self.table(ou, dit)
        self.cles(ou, axe, CLES_AXE)
        nom = self.texte(ou, axe, "nom", exige=True)
        if nom and not NOM.match(nom):
            remede = "Commencer par une lettre sans accent ou un chiffre, comme un nom de dossier."
            self.refuser(f"{ou}.nom", "nom refusé", remede, nom)
            nom = "axe"
        chemins = axe.get("chemins", [axe["chemin"]] if "chemin" in axe else [])
        if "chemin" in axe and "chemins" in axe:
            remede = "Tout écrire dans chemins."
            self.refuser(f"{ou}.chemin", "chemin et chemins à la fois", remede)
        elif not (isinstance(chemins, list) and chemins and all(map(_est_texte, chemins))):
            remede = 'Écrire chemin = "reglement.elements.…", ou chemins = ["…", "…"].'
            self.refuser(f"{ou}.chemin", "un chemin est attendu", remede)
            chemins = []
        else:
            chemins = [chemin for chemin in chemins if self.chemin(ou, chemin)]
        valeurs = axe.get("valeurs")
        if not isinstance(valeurs, list) or not valeurs:
            self.refuser(
                f"{ou}.valeurs", "des valeurs sont attendues", "Écrire valeurs = [50, 100]."
            )
            valeurs = []
        distinctes = {_dire(valeur): valeur for valeur in valeurs}
        for dite, fois in Counter(map(_dire, valeurs)).items():
            if fois > 1:
                remede = "La donner une fois."
                self.refuser(f"{ou}.valeurs", "valeur donnée deux fois", remede, dite)
        return nom, chemins, list(distinctes.values())

    def chemin(self, ou: str, chemin: str) -> bool:
        """Say whether a path may lead somewhere."""
        section, _, reste = chemin.partition(".")
        if section not in AXES:
            self.refuser(f"{ou}.chemin", "chemin inconnu", choix(section, AXES), chemin)
        elif section == GRAINE and chemin != GRAINE:
            self.refuser(f"{ou}.chemin", "chemin inconnu", f"Écrire « {GRAINE} » seul.", chemin)
        elif section != GRAINE and not reste:
            self.refuser(f"{ou}.chemin", "chemin incomplet", f"Écrire « {section}.… ».", chemin)
        else:
            return True
        return False

    def distincts(self, dits: Iterable[tuple[str, str]]) -> None:
        """Refuse a path that is another, or leads inside it: one value would hide the other."""
        vus: list[list[str]] = []
        for ou, chemin in dits:
            cles = chemin.split(".")
            if any(un[: len(cles)] == cles[: len(un)] for un in vus):
                motif = "chemin déjà dit, en tout ou partie"
                self.refuser(ou, motif, "N'en garder qu'un.", chemin)
            vus.append(cles)


def _est_texte(valeur: Any) -> bool:
    return isinstance(valeur, str)


def _point(titre: str, raison: str, pose: list[tuple[str, list[str], Any]]) -> Variante:
    """Return the variant of one point of the grid."""
    lus: dict[str, dict[Any, Any]] = {nom: {} for nom in AXES}
    for _, chemins, valeur in pose:
        for chemin in chemins:
            section, _, reste = chemin.partition(".")
            cle = tuple(reste.split(".")) if section == "reglement" else reste
            lus.setdefault(section, {})[cle] = valeur
    dits = " ; ".join(f"{nom} = {_dire(valeur)}" for nom, _, valeur in pose)
    nom = "_".join(re.sub(r"[^A-Za-z0-9.,=-]+", "-", f"{n}={_dire(v)}") for n, _, v in pose)
    return Variante(
        nom,
        f"{titre} : {dits}",
        raison,
        lus["reglement"],
        lus["parametres"],
        lus["options"],
        lus["graine"].get(""),
        point=dits,
    )


def _dire(valeur: Any) -> str:
    return str(valeur).lower() if isinstance(valeur, bool) else str(valeur)


def feuilles(table: Mapping[str, Any], debut: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield the path and value of each thing said; keys may hold whole paths, ``a.b.c``."""
    for cle, valeur in table.items():
        chemin = (*debut, *cle.split("."))
        if isinstance(valeur, dict) and valeur:
            yield from feuilles(valeur, chemin)
        else:
            yield chemin, valeur
