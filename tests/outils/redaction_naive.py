"""The result's tables, written the plain way from what the naive reference found."""

from contrats_naifs import tirage
from issue_naive import Issue
from marche_naif import Contrat
from petites_campagnes import Ligne, cadre, lignes_de

from mouvement.engine.resultat import Resultat
from mouvement.io.tables_resultat import (
    AFFECTATIONS,
    AMELIORATIONS,
    AUDIT,
    BARRES,
    COMPLEMENTS,
    PRIORITES,
)
from mouvement.io.vocabulaire import NIVEAUX


def rediger(issue: Issue) -> Resultat:
    """Write every table from grants, seats and barres."""
    return Resultat(
        affectations=cadre(AFFECTATIONS, _affectations(issue)),
        audit=cadre(AUDIT, _audit(issue)),
        baremes=issue.instruction.baremes,
        barres=cadre(BARRES, _barres(issue)),
        priorites=cadre(PRIORITES, _priorites(issue)),
        ameliorations=cadre(AMELIORATIONS, issue.suite.lignes if issue.suite else []),
        complements=cadre(COMPLEMENTS, []),
        rejets=issue.instruction.rejets,
        signalements=issue.instruction.signalements,
    )


def _affectations(issue: Issue) -> list[Ligne]:
    lignes = []
    tenus, places = issue.finaux
    for nom, candidat in issue.terrain.candidats.items():
        ligne = {
            k: candidat[k] for k in ("discipline", "participation", "carte_scolaire", "simultanee")
        }
        actuel = candidat["poste_actuel"]
        ligne |= {"candidat": nom, "etape": "GENERAL", "decision": "NON_AFFECTE"}
        ligne |= {"poste_actuel": actuel, "libelle_actuel": actuel and f"Lieu de {actuel}"}
        if issue.deplace(nom):
            ligne["etape"] = "AMELIORATION"
        if nom in tenus:
            contrat, poste = tenus[nom], places[nom]
            ligne |= {
                "decision": _decision(contrat, poste == issue.terrain.garde(nom)),
                "poste": poste,
                "etablissement": issue.terrain.postes[poste]["etablissement"],
                "rang": contrat.rang,
                "origine": contrat.dit["origine"],
                "bareme": contrat.bareme,
                "ordre": contrat.ordre,
                "libelle": f"Lieu de {poste}",
            }
        lignes.append(ligne)
    return lignes


def _decision(contrat: Contrat, reste: bool) -> str:
    if contrat.dit["annuel"]:
        return "ANNUEL"
    if contrat.dit["origine"] == "EXTENSION":
        return "EXTENSION"
    return "MAINTENU" if reste else "MUTE"


def _audit(issue: Issue) -> list[Ligne]:
    lignes: list[Ligne] = []
    tenus, _ = issue.finaux
    for contrat in issue.contrats:
        rang = min(issue.barres[poste] for poste in contrat.postes)
        tenu = tenus.get(contrat.candidat)
        premier = issue.tenus.get(contrat.candidat)
        if tenu is None or contrat.ordre < tenu.ordre:
            tout_seul = contrat.rang_priorite >= rang and contrat.conjoint
            lie = contrat.candidat in issue.terrain.partenaires
            motif = "REFUS_SIMULTANEE" if lie and tout_seul else "BAREME_INSUFFISANT"
        else:
            obtenu = "DEROGATION" if contrat.dit["origine"] == "DECISION" else "SATISFAIT"
            motif = obtenu if contrat.ordre == tenu.ordre else "SANS_OBJET"
        residuel = contrat.dit["classe"] < 0
        barre = issue.etat(contrat.discipline, rang, en_extension=residuel)[1]
        lignes.append(
            {
                "candidat": contrat.candidat,
                "rang": contrat.rang,
                "ordre": contrat.ordre,
                "zone": contrat.zone,
                "bareme": contrat.bareme,
                "barre": barre,
                "motif": motif,
                "etape": "AMELIORATION" if contrat is tenu is not premier else "GENERAL",
                **_cite(contrat.dit),
            }
        )
    for voeu in issue.sans:
        lignes.append({**voeu.__dict__, **_cite(voeu.dit), "etape": "GENERAL"})
    for voeu in lignes_de(issue.instruction.supprimes):
        lignes.append(
            {nom: voeu[nom] for nom in ("candidat", "rang", "motif", "regles")}
            | {"zone": issue.terrain.label(voeu), "origine": "VOEU", "etape": "GENERAL"}
            | {"detail": voeu["note"]}
        )
    for ligne in lignes:
        ligne["libelle"] = f"Zone {ligne['zone']}"
        ligne["tirage"] = tirage(ligne["candidat"], issue.terrain.campagne.graine)
    return lignes


def _cite(dit: Ligne) -> Ligne:
    """Return what the audit quotes of the instruction."""
    return {nom: dit[nom] for nom in ("origine", "criteres", "regles")} | {"detail": dit["note"]}


def _priorites(issue: Issue) -> list[Ligne]:
    champs = ("discipline", "candidat", "ordre", "zone", "rang_priorite")
    return [
        {champ: getattr(contrat, champ) for champ in champs} | {"etape": "GENERAL"}
        for contrat in issue.contrats
    ]


def _barres(issue: Issue) -> list[Ligne]:
    membres: dict[tuple[str, str, str], set[str]] = {}
    for poste, ligne in issue.terrain.postes.items():
        for niveau, code in issue.terrain.lieux(poste).items():
            if niveau in NIVEAUX:
                code = issue.terrain.campagne.academie if niveau == "ACA" else code
                assert code is not None
                membres.setdefault((ligne["discipline"], niveau, code), set()).add(poste)
    lignes = []
    for (discipline, niveau, code), postes in membres.items():
        rang = min(issue.barres[poste] for poste in postes)
        etat, points = issue.etat(discipline, rang)
        lignes.append(
            {
                "discipline": discipline,
                "niveau": niveau,
                "code": code,
                "etape": "GENERAL",
                "capacite": sum(issue.terrain.capacite[poste] for poste in postes),
                "entrants": sum(
                    place in postes and issue.terrain.garde(nom) not in postes
                    for nom, place in issue.places.items()
                ),
                "barre": points,
                "etat": etat,
                "rang_barre": rang,
            }
        )
    return lignes
