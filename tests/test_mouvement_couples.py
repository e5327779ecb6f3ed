"""Tied couples: engine, naive reference and verifier agree, and every fraud is found."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from amelioration_naive import NIVEAUX
from campagnes_de_couples import campagne_de_couples, deux_zones
from comparaison import exiger_la_reference
from couples_naifs import issues_vraies, se_qualifie
from falsifications import avec, lignes, modifier, nomme
from marche_naif import asseoir
from petites_campagnes import cadre
from reference_naive import (
    ameliorer_sans,
    installer,
    marches_de,
    poursuivre,
    rediger,
    resoudre,
)

from mouvement.engine.verification import (
    Condition,
    compter_couples,
    verifier,
    verifier_manifeste,
)
from mouvement.io.tables_campagne import ETABLISSEMENTS

PAQUETS = 4
REFUSES = (35, 58, 93, 97, 98)
"""Campaigns with a residual refusal; across disciplines too in the first one."""
GRAINES = tuple(sorted({*range(60), *REFUSES}))
EN_COUPLE = (47, 69, 91, 132, 140)
"""Campaigns where the improvement stage moves a member of a couple."""


@cache
def honnete(graine):
    return resoudre(campagne_de_couples(graine))


@cache
def resultat_honnete(graine):
    return rediger(honnete(graine))


def constater(issue):
    return verifier(issue.terrain.campagne, rediger(issue))


def refaire(issue, tenus):
    return installer(issue.terrain, issue.contrats, issue.sans, tenus)


def conditions(constats):
    return {constat.condition for constat in constats}


def obtenus(issue):
    """Yield (couple, place of the pair granted) for each couple that is not dissolved."""
    for couple in issue.couples:
        option = couple.option(issue.tenus)
        if option < len(couple.paires):
            yield couple, option


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_un_resultat_juste_ne_donne_aucun_constat(paquet):
    for graine in GRAINES[paquet::PAQUETS]:
        campagne, resultat = honnete(graine).terrain.campagne, resultat_honnete(graine)
        assert verifier(campagne, resultat) == [], f"graine {graine}"
        assert compter_couples(campagne, resultat) == honnete(graine).compter_couples()


@pytest.mark.parametrize("graine", [*range(0, 30, 3), *EN_COUPLE])
def test_un_resultat_ameliore_ne_donne_aucun_constat(graine):
    issue = poursuivre(resoudre(campagne_de_couples(graine, amelioration=True)))
    campagne, resultat = issue.terrain.campagne, rediger(issue)
    assert verifier(campagne, resultat) == []
    assert compter_couples(campagne, resultat) == issue.compter_couples()


@pytest.mark.parametrize("graine", [*range(20), 83, *REFUSES])
def test_le_moteur_donne_ce_que_donne_la_reference(graine):
    exiger_la_reference(campagne_de_couples(graine), f"graine {graine}")


@pytest.mark.parametrize("graine", [*range(0, 16, 4), *EN_COUPLE])
def test_le_moteur_ameliore_ce_que_la_reference_ameliore(graine):
    campagne = campagne_de_couples(graine, amelioration=True)
    exiger_la_reference(campagne, f"graine {graine}")


def test_les_campagnes_tirees_sont_variees():
    vus = Counter()
    for graine in GRAINES:
        issue = honnete(graine)
        vus["refus résiduel"] += issue.compter_couples()["refus_residuels"]
        vus.update(ligne["motif"] for ligne in lignes(resultat_honnete(graine), "audit"))
        for couple in issue.couples:
            option, paires = couple.option(issue.tenus), couple.paires
            vus["sans paire"] += not paires
            vus["dissous" if option == len(paires) else f"paire {min(option, 1)}"] += 1
            for paire in paires[:option]:
                deux = paire[0].discipline != paire[1].discipline
                vus[deux, se_qualifie(paire, issue.tenus, marches_de(issue.terrain))] += 1
    for quoi in ("dissous", "paire 0", "paire 1", "sans paire", "INELIGIBLE", "REFUS_SIMULTANEE"):
        assert vus[quoi] >= 3, quoi
    assert vus["refus résiduel"] >= len(REFUSES)
    assert vus[False, True] > 3
    assert min(vus[False, False], vus[True, False], vus[True, True]) > 0


def test_une_moitie_donnee_par_une_autre_paire_se_voit():
    vus = 0
    for graine in GRAINES:
        issue = honnete(graine)
        for couple, option in obtenus(issue):
            un, autre = couple.membres
            for place, paire in enumerate(couple.paires):
                tenus = issue.tenus | {un: paire[0]}
                if place == option or not realisable(issue, tenus):
                    continue
                constats = constater(refaire(issue, tenus))
                divises = [c for c in constats if c.condition is Condition.COUPLES]
                assert [c.cle for c in divises] == [f"candidat {un}, candidat {autre}"]
                vus += 1
    assert vus > 10


def realisable(issue, tenus):
    for discipline, capacite in marches_de(issue.terrain).items():
        zones = [c.postes for c in tenus.values() if c.discipline == discipline]
        if asseoir(zones, capacite) is None:
            return False
    return True


def test_l_octroi_retire_a_un_seul_partenaire_se_voit():
    vus = 0
    for graine in GRAINES:
        issue = honnete(graine)
        for couple, _ in obtenus(issue):
            un, autre = couple.membres
            if issue.terrain.garde(autre) is not None:
                continue
            tenus = {nom: c for nom, c in issue.tenus.items() if nom != autre}
            constats = constater(refaire(issue, tenus))
            divises = [c for c in constats if c.condition is Condition.COUPLES]
            assert [c.cle for c in divises] == [f"candidat {un}, candidat {autre}"]
            vus += 1
    assert vus > 10


def test_un_couple_divise_se_lit():
    issue = resoudre(deux_zones())
    tenus = {nom: contrat for nom, contrat in issue.tenus.items() if nom != "B"}
    (constat,) = [c for c in constater(refaire(issue, tenus)) if c.condition is Condition.COUPLES]
    assert constat.phrase == (
        "affectations, candidat A, candidat B, à l'étape générale : mutation simultanée, mais A a "
        "eu son vœu 2 (ZRD:41, 100,0 points) et B rien ; ils obtiennent le même vœu, ou aucun."
    )


def test_un_couple_dissous_sans_raison_fait_un_refus_de_plus_au_manifeste():
    """His singles have their best outcome: only the count can tell, and the manifest is wrong."""
    vus = 0
    for graine in GRAINES:
        issue = honnete(graine)
        justes = issue.compter_couples()
        dissoutes = [len(couple.paires) for couple in issue.couples]
        for options, tenus in issues_vraies(
            issue.contrats, issue.couples, marches_de(issue.terrain)
        ):
            fraude = refaire(issue, tenus)
            faux = fraude.compter_couples()
            if list(options) != dissoutes or faux["refus_residuels"] <= justes["refus_residuels"]:
                continue
            campagne, resultat = issue.terrain.campagne, rediger(fraude)
            assert verifier(campagne, resultat) == []
            constats = verifier_manifeste(
                campagne,
                manifeste(campagne, justes),
                {},
                couples=compter_couples(campagne, resultat),
            )
            assert {c.cle for c in constats} >= {"couples.dissous", "couples.refus_residuels"}
            vus += 1
    assert vus > 10


def manifeste(campagne, couples, statut="CERTIFIE", **preuve):
    preuve = {"borne": couples.get("refus_residuels"), "prouve": True} | preuve
    return {
        "campagne": {"academie": campagne.academie, "annee": campagne.annee},
        "entrees": {},
        "sorties": {},
        "reglement": {"nom": campagne.reglement},
        "graine": campagne.graine,
        "options": vars(campagne.options),
        "couples": couples | preuve,
        "statut": statut,
    }


@pytest.mark.parametrize(
    ("statut", "preuve", "cles"),
    [
        ("CERTIFIE", {}, set()),
        ("CERTIFIE_NON_OPTIMAL", {"prouve": False, "borne": 0}, set()),
        ("CERTIFIE", {"prouve": False, "borne": 1}, {"statut"}),
        ("CERTIFIE_NON_OPTIMAL", {}, {"statut"}),
        ("CERTIFIE", {"borne": 0}, {"couples.borne"}),
        ("CERTIFIE_NON_OPTIMAL", {"prouve": False, "borne": 2}, {"couples.borne"}),
        ("CERTIFIE", {"prouve": None}, {"couples.prouve"}),
        ("CERTIFIE", {"refus_residuels": 0}, {"couples.refus_residuels"}),
        ("CERTIFIE", {"autre": 1}, {"couples.autre"}),
    ],
)
def test_ce_que_le_manifeste_dit_des_couples_est_recompte(statut, preuve, cles):
    issue = honnete(REFUSES[1])
    campagne, comptes = issue.terrain.campagne, issue.compter_couples()
    assert comptes["refus_residuels"] == 1
    note = manifeste(campagne, comptes, statut, **preuve)
    couples = compter_couples(campagne, resultat_honnete(REFUSES[1]))
    assert {c.cle for c in verifier_manifeste(campagne, note, {}, couples=couples)} == cles


def test_sans_couples_lies_le_manifeste_n_en_dit_rien():
    lie = honnete(0).terrain.campagne
    campagne = replace(lie, options=replace(lie.options, simultanees="separees"))
    couples = compter_couples(campagne, rediger(resoudre(campagne)))
    assert couples == {}
    sans = {cle: v for cle, v in manifeste(campagne, {}).items() if cle != "couples"}
    assert verifier_manifeste(campagne, sans, {}, couples=couples) == []
    un = manifeste(campagne, {"couples": 1, "refus_residuels": 0})
    constats = verifier_manifeste(campagne, un, {}, couples=couples)
    noms = {"couples", "refus_residuels", "borne", "prouve"}
    assert {c.cle for c in constats} == {f"couples.{nom}" for nom in noms}


@pytest.mark.parametrize(
    ("motif", "autre"),
    [
        ("INELIGIBLE", "AUCUN_POSTE"),
        ("AUCUN_POSTE", "INELIGIBLE"),
        ("REFUS_SIMULTANEE", "BAREME_INSUFFISANT"),
        ("BAREME_INSUFFISANT", "REFUS_SIMULTANEE"),
    ],
)
def test_un_motif_change_se_voit(motif, autre):
    vus = 0
    for graine in GRAINES[::4]:
        campagne, juste = honnete(graine).terrain.campagne, resultat_honnete(graine)
        for numero, ligne in enumerate(lignes(juste, "audit")):
            if ligne["motif"] == motif:
                (constat,) = verifier(campagne, modifier(juste, "audit", numero, motif=autre))
                assert nomme([constat], "audit", *cle(ligne))
                assert (constat.colonne, constat.attendu) == ("motif", motif)
                vus += 1
                break
    assert vus > 2


def cle(ligne):
    noms = ("candidat", "rang", "ordre", "zone")
    return ["nul" if ligne[nom] is None else ligne[nom] for nom in noms]


def test_une_ligne_non_partagee_perdue_ou_nommee_autrement_se_voit():
    vus = 0
    for graine in GRAINES[::4]:
        campagne, juste = honnete(graine).terrain.campagne, resultat_honnete(graine)
        toutes = lignes(juste, "audit")
        for numero, ligne in enumerate(toutes):
            if ligne["motif"] == "INELIGIBLE":
                perdue = avec(juste, "audit", toutes[:numero] + toutes[numero + 1 :])
                assert nomme(verifier(campagne, perdue), "audit", *cle(ligne))
                ailleurs = modifier(juste, "audit", numero, zone="COM:99999")
                constats = verifier(campagne, ailleurs)
                assert nomme(constats, "audit", *cle(ligne))
                assert nomme(constats, "audit", ligne["candidat"], "COM:99999")
                vus += 1
                break
    assert vus > 2


def test_qui_n_est_pas_en_couple_garde_son_envie_justifiee():
    vus = 0
    for graine in GRAINES[::6]:
        issue = honnete(graine)
        for nom in issue.tenus:
            if nom in issue.terrain.partenaires or issue.terrain.garde(nom) is not None:
                continue
            tenus = {autre: c for autre, c in issue.tenus.items() if autre != nom}
            constats = constater(refaire(issue, tenus))
            assert conditions(constats) == {Condition.ENVIE}
            assert nomme(constats, "affectations", nom, issue.tenus[nom].rang)
            vus += 1
    assert vus > 10


@pytest.mark.parametrize("graine", [9, 13, 26, 125, 136])
def test_un_couple_dissous_ne_prend_pas_part_a_l_amelioration(graine):
    exiger_l_absence(campagne_de_couples(graine, amelioration=True))


def test_un_couple_ne_quitte_pas_son_departement_a_l_amelioration():
    """A and B stay at Z1: T would have Z1 if one of them took his poste, in another département."""
    campagne = deux_zones()
    affectations = exiger_la_reference(campagne, "ZRA").affectations
    assert affectations["poste"].tolist() == ["Z1", "Z1", "Z2"]
    exiger_l_absence(campagne)


def test_sans_zone_de_remplacement_un_voeu_sur_toutes_reste_dans_l_audit():
    base = deux_zones()
    sans_zr = {
        "zones_remplacement": base.zones_remplacement.iloc[:0],
        "postes": base.postes.assign(nature="ETB", etablissement="E"),
        "etablissements": cadre(
            ETABLISSEMENTS,
            [{"etablissement": "E", "libelle": "E", "type": "CLG"}
             | {"commune": base.communes["commune"].iloc[0]}],
            entree=True,
        ),
        "voeux": base.voeux[base.voeux["type"] == "ZRA"],
    }  # fmt: skip
    campagne = replace(base, **sans_zr)
    audit = exiger_la_reference(campagne, "sans ZR").audit
    assert verifier(campagne, rediger(poursuivre(resoudre(campagne)))) == []
    assert audit.loc[audit["zone"] == "ZRA", "motif"].tolist() == ["AUCUN_POSTE"] * 2


def test_personne_ne_demande_rien():
    base = deux_zones()
    campagne = replace(
        base,
        voeux=base.voeux.iloc[:0],
        candidats=base.candidats.assign(poste_actuel=None).astype({"poste_actuel": "str"}),
    )
    for simultanees in ("liees", "separees"):
        options = replace(campagne.options, simultanees=simultanees, guidage="indicatifs")
        exiger_la_reference(replace(campagne, options=options), simultanees)


def exiger_l_absence(campagne):
    """The stage with everybody would give something else, and the verifier does not take it."""
    issue = poursuivre(resoudre(campagne))
    tous = {niveau: set() for niveau in NIVEAUX}
    fraude = replace(issue, suite=ameliorer_sans(issue, tous))
    assert fraude.suite.lignes != issue.suite.lignes
    assert Condition.AMELIORATION in conditions(verifier(campagne, rediger(fraude)))
