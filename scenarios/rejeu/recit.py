"""What explains a case, as a sentence; and its chain, from its origin."""

from collections import deque
from typing import TYPE_CHECKING

from mouvement.engine.demandes import AUCUN
from mouvement.engine.points import en_points
from mouvement.scenarios.rejeu.enquete import Cause

if TYPE_CHECKING:
    from mouvement.scenarios.rejeu.noms import Noms
    from mouvement.scenarios.rejeu.rejeu import Cas

MAILLONS = 30
"""Links of a chain that are written."""


def raconter(cause: Cause, noms: "Noms") -> str:
    """Return a cause as a sentence in French."""
    phrase = _PHRASES[cause.nature](cause, noms)
    return f"{phrase} : {cause.detail}" if cause.detail else phrase


def _agent_inconnu(cause: Cause, noms: "Noms") -> str:
    ou = f"sur {noms.lieu(cause.poste)}" if cause.poste >= 0 else "sans poste connu"
    return f"{noms.candidat(cause.candidat)}, {ou}, n'est pas un participant de la campagne"


def _agent_absent(cause: Cause, noms: "Noms") -> str:
    dit = f"{noms.candidat(cause.candidat)} manque au résultat passé"
    return f"{dit} ; le rejeu lui donne {noms.lieu(cause.poste)}" if cause.poste >= 0 else dit


def _poste_inconnu(cause: Cause, noms: "Noms") -> str:
    vers = noms.passage(cause.candidat).split(" → ", 1)[1]
    return f"{noms.candidat(cause.candidat)} a eu {vers}, que la campagne ne connaît pas"


def _hors_voeux(cause: Cause, noms: "Noms") -> str:
    return f"{noms.candidat(cause.candidat)} a eu {noms.lieu(cause.poste)} hors de ses vœux"


def _surnombre(cause: Cause, noms: "Noms") -> str:
    return f"{noms.lieu(cause.poste)} en surnombre, {noms.candidat(cause.candidat)} compris"


def _couple(cause: Cause, noms: "Noms") -> str:
    return f"{_prise(cause, noms)} : la mutation simultanée a été traitée autrement"


def _bareme_different(cause: Cause, noms: "Noms") -> str:
    """Tell both barèmes, of the author's vœu or of the deprived's."""
    baremes = noms.rejeu.baremes
    nous, autre = ("calculé", "déclaré") if baremes and baremes.declares else ("déclaré", "calculé")
    for qui, ligne in ((cause.candidat, cause.ligne), (cause.lese, cause.ligne_lese)):
        leur, notre = noms.bareme_autre(ligne), noms.bareme(ligne)
        if leur is not None and notre is not None:
            return (
                f"{noms.candidat(qui)}, {noms.voeu(ligne)} : {nous} {en_points(notre)}, {autre} "
                f"{en_points(leur)} ; le barème {autre} explique le passé"
            )
    return f"{noms.candidat(cause.candidat)} : le barème {autre} explique le passé"


def _prise(cause: Cause, noms: "Noms") -> str:
    """Tell who had a place at whose expense, or who did not have his, though nobody took it."""
    if cause.candidat == AUCUN:
        return f"{noms.candidat(cause.lese)} n'a pas eu son {noms.voeu(cause.ligne_lese)}"
    return f"{_obtenu(cause, noms)}{_prive(cause, noms)}"


def _egalite(cause: Cause, noms: "Noms") -> str:
    return (
        f"{_obtenu(cause, noms)} ; {noms.candidat(cause.lese)} avait autant de points pour son "
        f"{noms.voeu(cause.ligne_lese)}, et un tirage plus haut"
    )


def _obtenu(cause: Cause, noms: "Noms") -> str:
    dit = f"{noms.candidat(cause.candidat)} a eu {noms.lieu(cause.poste)}"
    bareme = noms.bareme(cause.ligne)
    if cause.ligne == AUCUN:
        return dit
    points = f" avec {en_points(bareme)} points" if bareme is not None else ""
    return f"{dit} par son {noms.voeu(cause.ligne)}{points}"


def _prive(cause: Cause, noms: "Noms") -> str:
    if cause.lese == AUCUN:
        return ""
    bareme, ecart = noms.bareme(cause.ligne_lese), noms.ecart(cause)
    dit = f", au détriment de {noms.candidat(cause.lese)}, {noms.voeu(cause.ligne_lese)}"
    if bareme is not None:
        dit += f", {en_points(bareme)} points"
    if ecart is not None:
        dit += f" ({en_points(ecart)} de plus)" if ecart > 0 else " (mieux départagé)"
    elif noms.residuel(cause.ligne) and not noms.residuel(cause.ligne_lese):
        dit += " (un vœu passe avant une extension)"
    autres = cause.autres
    return f"{dit}, et de {autres} autre{'s' if autres > 1 else ''}" if autres else dit


def _siege(cause: Cause, noms: "Noms") -> str:
    return (
        f"{noms.candidat(cause.candidat)} a le même {noms.voeu(cause.ligne)}, assis sur "
        f"{noms.lieu(cause.poste)}"
    )


def _autre_voeu(cause: Cause, noms: "Noms") -> str:
    ou = f"est sur {noms.lieu(cause.poste)}" if cause.poste >= 0 else "n'a aucun poste"
    return f"{noms.candidat(cause.candidat)} {ou} des deux côtés"


def _inexplique(cause: Cause, noms: "Noms") -> str:
    return f"{noms.candidat(cause.candidat)}, {noms.passage(cause.candidat)} : rien ne l'explique"


_PHRASES = {
    "AGENT_INCONNU": _agent_inconnu,
    "AGENT_ABSENT": _agent_absent,
    "POSTE_INCONNU": _poste_inconnu,
    "BAREME_DIFFERENT": _bareme_different,
    "VOEU_ECARTE": _hors_voeux,
    "HORS_VOEUX": _hors_voeux,
    "SURNOMBRE": _surnombre,
    "DECISION": _prise,
    "COUPLE": _couple,
    "BAREME_ENFREINT": _prise,
    "EGALITE": _egalite,
    "EXTENSION": _prise,
    "AMELIORATION": _obtenu,
    "SIEGE": _siege,
    "AUTRE_VOEU": _autre_voeu,
    "INEXPLIQUE": _inexplique,
}


def chaine(cas: "Cas", noms: "Noms") -> str:
    """Return who goes from where to where, those at the origin first, then their neighbours."""
    ordre = _ordonner(cas, noms)
    maillons = [f"{noms.candidat(m)} ({noms.passage(m)})" for m in ordre[:MAILLONS]]
    reste = len(ordre) - MAILLONS
    return " ; ".join(maillons) + (f" ; … et {reste} autres" if reste > 0 else "")


def _ordonner(cas: "Cas", noms: "Noms") -> list[int]:
    """Walk from the causes' people, each time to who shares a poste with them."""
    passe, notre = noms.rejeu.passe, noms.rejeu.placee.etapes.final.poste
    effectif = len(notre)
    etrangers = passe.etrangers["numero"].to_numpy()
    lieux: dict[int, tuple[int, int]] = {}
    for m in cas.membres:
        lieux[m] = (
            (int(etrangers[m - effectif]), AUCUN)
            if m >= effectif
            else (int(passe.siege[m]), int(notre[m]))
        )
    voisins: dict[int, list[int]] = {}
    for m, postes in lieux.items():
        for poste in postes:
            voisins.setdefault(poste, []).append(m)
    vus: dict[int, None] = {}
    departs = [q for c in cas.causes for q in (c.candidat, c.lese)] + list(cas.membres)
    for depart in departs:
        file = deque([depart] if depart in lieux else [])
        while file:
            membre = file.popleft()
            if membre in vus:
                continue
            vus[membre] = None
            for poste in lieux[membre]:
                if poste >= 0:
                    file.extend(m for m in voisins[poste] if m not in vus)
    return list(vus)
